"""`check` as a gate: where reports go, what fails, where findings stand, and that the store says the same."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli.check import command
from tests.cli.test_check import CHARTER, LOG

REGISTRY = """\
format: 1
organisation: {name: O}
use_cases:
  - id: first
    title: First
    lifecycle: live
    decides_about_people: true
    owner:
    team: t
    protected_attributes: {sex: collected}
  - {id: second, title: Second, lifecycle: live, decides_about_people: false, owner: a}
logs: {decisions: [{use_case: first, path: log.csv}]}
"""
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `check` in a repository with charter, registry and a decision log."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    for name, text in (("charter.yaml", CHARTER), ("registry.yaml", REGISTRY), ("log.csv", LOG)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    def check(*options: str) -> Result:
        files = ["--charter", "charter.yaml", "--registry", "registry.yaml"]
        return CliRunner().invoke(command, [*files, "--as-of", "2026-11-23", *options])

    return check


def test_findings_stand_where_the_field_is(run: Run) -> None:
    """A finding points at the field that its clause asks about, else at the record."""
    (log,) = json.loads(run("--format", "sarif").stdout)["runs"]
    found = {
        (one["properties"]["use_case"], one["ruleId"]): one["locations"][0]["physicalLocation"]["region"]["startLine"]
        for one in log["results"]
    }
    assert found == {("first", "A-1"): 8, ("first", "F-1"): 10, ("second", "A-2"): 11}


@pytest.mark.parametrize("shape", ["sarif", "junit", "github", "gitlab", "json", "text", "table"])
def test_every_format_goes_to_a_file(run: Run, tmp_path: Path, shape: str) -> None:
    """`--out` replaces a file with what standard output would say; the log gets one line, and the exit code stays."""
    (tmp_path / "report").write_text("old", encoding="utf-8")
    shown, kept = run("--format", shape), run("--format", shape, "--out", "report")
    assert (shown.exit_code, kept.exit_code) == (1, 1)
    assert (tmp_path / "report").read_text(encoding="utf-8") == shown.stdout
    assert kept.stdout.splitlines() == [
        "2 compliant, 0 watch, 3 non compliant, 0 not assessed, 1 not applicable; 3 failing; written to report"
    ]
    assert stat.S_IMODE((tmp_path / "report").stat().st_mode) & stat.S_IRUSR
    assert not list(tmp_path.glob(".report*"))


def test_the_same_files_give_the_same_bytes(run: Run) -> None:
    """Reports hold no time and no chance, so that a pipeline may compare them."""
    assert [run("--format", shape).stdout for shape in ("sarif", "junit")] == [
        run("--format", shape).stdout for shape in ("sarif", "junit")
    ]


@pytest.mark.parametrize("shape", ["sarif", "junit", "github", "gitlab", "json", "text"])
def test_a_refused_registry_exits_with_2_in_every_format(run: Run, tmp_path: Path, shape: str) -> None:
    """Exit 2 and the sentence on standard error; formats for machines carry it too, the others are empty."""
    (tmp_path / "registry.yaml").write_text("format: 1\nuse_cases: [{id: u, titel: U}]\n", encoding="utf-8")
    result = run("--format", shape)
    assert result.exit_code == 2
    assert "Did you mean `title`?" in result.stderr
    assert ("Did you mean `title`?" in result.stdout) == (shape not in {"json", "text"})


@pytest.mark.parametrize(
    ("name", "old"), [("breach", "non_compliant"), ("unknown", "not_assessed"), ("watch", "watch")]
)
def test_fail_on_has_plain_names(run: Run, tmp_path: Path, name: str, old: str) -> None:
    """`breach` and `unknown` are the words of the screen for the older names, and decide alike."""
    assert run("--fail-on", name).exit_code == run("--fail-on", old).exit_code == 1
    (tmp_path / "registry.yaml").write_text(
        "format: 1\nuse_cases: [{id: u, title: U, lifecycle: live, owner: a, team: t}]\n", encoding="utf-8"
    )
    assert run("--fail-on", name).exit_code == run("--fail-on", old).exit_code == (name == "unknown")


@pytest.mark.parametrize("out", ["absent/report", "charter.yaml/report", "."])
def test_a_report_that_cannot_be_written_is_said(run: Run, out: str) -> None:
    """No such folder: a sentence and exit 2, never a run that looks green."""
    result = run("--format", "sarif", "--out", out)
    assert result.exit_code in {1, 2}
    said = str(result.exception) if result.exit_code == 1 else result.stderr
    assert "Traceback" not in said
    assert "cannot be written" in said or "is a directory" in said
