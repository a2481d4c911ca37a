"""`check` keeps its contract: exit codes, JSON keys, nothing but the result on standard output."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dashboard.cli.check import command
from tests.charter_file import charter_file

CHARTER = charter_file(
    """\
  - {id: A-1, principle: p, title: Owned, requirement: r, severity: high, remediate_within: 30d,
     threshold_set_by: policy, check: {field: owner, present: true}}
  - {id: A-2, principle: p, title: Teamed, requirement: r, severity: low, remediate_within: 30d,
     threshold_set_by: policy, check: {field: team, present: true}}
  - id: F-1
    principle: p
    title: Fair
    requirement: r
    severity: high
    remediate_within: 30d
    threshold_set_by: policy
    applies_to: {decides_about_people: true}
    check: {fairness: selection_rate_ratio, between: [0.8, 1.25], window: 90d, min_group: 50}
"""
)
KEYS = [
    "use_case", "clause", "status", "reason_code", "severity", "waived_until", "measured", "threshold", "reason",
    "since", "due",
]  # fmt: skip
UNTIL = "2026-12-31"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `check` in a folder of its own: registry text, then options."""
    (tmp_path / "charter.yaml").write_text(CHARTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))

    def check(registry: str | None, *options: str) -> Result:
        arguments = ["--charter", "charter.yaml", "--as-of", "2026-11-23", *options]
        if registry is not None:
            (tmp_path / "registry.yaml").write_text(f"format: 1\n{registry}", encoding="utf-8")
            arguments += ["--registry", "registry.yaml"]
        return CliRunner().invoke(command, arguments)

    return check


def case(**fields: Any) -> str:
    """A registry with one live use case, as YAML (which JSON is)."""
    record = {"id": "u", "title": "U", "lifecycle": "live", "decides_about_people": False, **fields}
    return f"use_cases: {json.dumps([record])}".replace(f'"{UNTIL}"', UNTIL)


WAIVER = {"clause": "A-2", "until": UNTIL, "reason": "soon", "approved_by": "officer"}


@pytest.mark.parametrize(
    ("fields", "options", "code"),
    [
        ({"owner": "a", "team": "t"}, [], 0),
        ({"owner": "a"}, [], 1),
        ({"owner": "a", "waivers": [WAIVER]}, [], 0),
        ({"owner": "a", "waivers": [WAIVER]}, ["--fail-on", "watch"], 0),
        ({"owner": "a", "team": "t", "decides_about_people": True}, [], 0),
        ({"owner": "a", "team": "t", "decides_about_people": True}, ["--fail-on", "watch"], 0),
        ({"owner": "a", "team": "t", "decides_about_people": True}, ["--fail-on", "not_assessed"], 1),
        ({"owner": "a", "team": "t"}, ["--use-case", "u"], 0),
        ({"owner": "a", "team": "t"}, ["--use-case", "nobody"], 2),
        ({"lifecycle": "inventoried"}, [], 2),
        ({"lifecycle": "inventoried"}, ["--use-case", "u"], 2),
    ],
)
def test_exit_codes(run: Run, fields: dict[str, Any], options: list[str], code: int) -> None:
    """0: nothing fails; 1: something does; 2: could not assess. A waived breach is reported and does not fail."""
    assert run(case(**fields), *options).exit_code == code


def test_json_has_the_stable_keys(run: Run) -> None:
    """Charter, day, summary and findings with exactly the agreed keys; since and due are null without a store."""
    result = run(case(owner="a"), "--format", "json")
    said = json.loads(result.stdout)
    assert list(said) == ["charter", "as_of", "summary", "findings"]
    assert said["charter"]["version"] == "7"
    assert said["charter"]["digest"].startswith("sha256:")
    assert said["as_of"] == "2026-11-23"
    assert said["summary"] == {"compliant": 1, "watch": 0, "non_compliant": 1, "not_assessed": 0, "not_applicable": 1}
    assert all(list(finding) == KEYS for finding in said["findings"])
    assert {(finding["since"], finding["due"]) for finding in said["findings"]} == {(None, None)}


LOG = "decided_at,selected,a_sex\n" + "".join(
    f"2026-11-{1 + number % 22:02d}T10:00:00,{int(number % 10 < share)},{sex}\n"
    for sex, share in (("M", 6), ("F", 3))
    for number in range(400)
)


def test_logs_named_in_the_registry_are_counted(run: Run, tmp_path: Path) -> None:
    """A decision log beside the registry file decides the fairness clause, with no database anywhere."""
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    record = case(owner="a", team="t", decides_about_people=True, protected_attributes={"sex": "collected"})
    result = run(f"{record}\nlogs: {{decisions: [{{use_case: u, path: log.csv}}]}}", "--format", "json")
    fair = next(item for item in json.loads(result.stdout)["findings"] if item["clause"] == "F-1")
    assert (result.exit_code, fair["status"], fair["threshold"]) == (1, "non_compliant", "between 0.8 and 1.25")
    assert list(fair["measured"]) == ["metric", "attribute", "group", "reference", "value", "low", "high", "n"]
    assert (fair["measured"]["group"], fair["measured"]["value"], fair["measured"]["n"]) == ("M", 2.0, 400)
    assert not (tmp_path / "live").exists()


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "https://example.org/log.csv", "nothing.csv", "*.csv"]
)
def test_logs_elsewhere_are_refused(run: Run, path: str) -> None:
    """A log path that leads out of the allowed folders ends the check with a sentence."""
    result = run(f"{case(owner='a')}\nlogs: {{decisions: [{{use_case: u, path: '{path}'}}]}}")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr


@pytest.mark.parametrize(
    ("registry", "options"),
    [
        ("use_cases: [{id: u, titel: U}]", []),
        ("use_cases: [", []),
        (case(owner="a"), ["--charter", "absent.yaml"]),
        (None, []),
        ("", []),
    ],
)
def test_what_cannot_be_read_ends_with_2(run: Run, registry: str | None, options: list[str]) -> None:
    """A bad registry, a bad charter or no database: exit 2, a sentence on standard error and nothing else."""
    result = run(registry, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip()


def test_the_table_shows_what_applies_worst_first(run: Run) -> None:
    """The table names clause, status and reason; what does not apply is only counted."""
    lines = run(case(owner="a")).stdout
    assert lines.index("A-2") < lines.index("A-1")
    assert "F-1" not in lines
    assert "1 compliant, 0 watch, 1 non compliant, 0 not assessed, 1 not applicable" in lines


def test_a_date_that_is_none_is_a_usage_error(run: Run) -> None:
    """`--as-of yesterday` exits with 2 and says what a date looks like."""
    result = run(case(owner="a"), "--as-of", "yesterday")
    assert result.exit_code == 2
    assert "2026-11-23" in result.stderr


def test_files_alone_load_nothing_of_the_store(root: Path) -> None:
    """A pipeline that checks a file does not wait for database drivers to be imported."""
    asked = (
        "import sys, dashboard.services.check; print({'sqlalchemy', 'ibis', 'duckdb', 'alembic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_pipe_that_nobody_fills_is_refused(run: Run, tmp_path: Path) -> None:
    """A registry or charter that is no plain file is refused instead of waited for."""
    os.mkfifo(tmp_path / "pipe")
    for registry, option in ((None, "--registry"), (case(owner="a"), "--charter")):
        result = run(registry, option, str(tmp_path / "pipe"))
        assert (result.exit_code, result.stdout) == (2, "")
        assert "plain file" in result.stderr
