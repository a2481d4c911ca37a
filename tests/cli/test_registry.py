"""`registry import` keeps its contract: only the result on standard output, the promised keys, plain refusals."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import cli
from dashboard.errors import GovernanceError, NotFound
from tests.registrations import ASSISTANT

MAPPING = "format: 1\ntitle: A register\nid: {from: [Tool]}\nfields: {title: Tool, go_live: Since}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own, a register and a mapping."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    (tmp_path / "r.csv").write_text("Tool,Since\nBot,2024-02-01\nBot,soon\n\x1b[31mRed,\n", encoding="utf-8")
    (tmp_path / "m.yaml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["registry", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_json_holds_exactly_the_promised_keys(folder: Path) -> None:
    """The report is JSON and nothing else; read = imported + updated + skipped; again imports nothing twice."""
    arguments = ("import", str(folder / "r.csv"), "--mapping", str(folder / "m.yaml"), "--format", "json")
    first = json.loads(_run(*arguments))
    assert list(first) == ["read", "imported", "updated", "skipped", "problems"]
    assert (first["read"], first["imported"], first["skipped"]) == (3, 3, 0)
    assert [list(problem) for problem in first["problems"]] == [["row", "field", "found", "expected"]] * 2
    again = json.loads(_run(*arguments))
    assert (again["imported"], again["updated"], again["skipped"]) == (0, 0, 3)


def test_a_table_cannot_steer_the_terminal(folder: Path) -> None:
    """Control characters out of a register never reach standard output."""
    printed = _run("import", str(folder / "r.csv"), "--mapping", str(folder / "m.yaml"), "--dry-run")
    assert "3 rows read: 3 imported" in printed
    assert "\x1b" not in printed


def test_an_export_can_be_loaded_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is exported is registry format 1: loaded elsewhere, it exports the same."""
    _run("import", str(folder / "r.csv"), "--mapping", str(folder / "m.yaml"))
    _run("export", "--out", str(folder / "out.yaml"))
    monkeypatch.setenv("DASHBOARD_LIVE", str(folder / "other"))
    assert "3 use cases" in _run("load", str(folder / "out.yaml"))
    assert _run("export") == (folder / "out.yaml").read_text(encoding="utf-8")


def test_show_prints_one_use_case_or_says_that_there_is_none(folder: Path) -> None:
    """One record as JSON; an unknown id is a sentence."""
    _run("import", str(folder / "r.csv"), "--mapping", str(folder / "m.yaml"))
    assert json.loads(_run("show", "bot"))["go_live"] == "2024-02-01"
    with pytest.raises(NotFound, match="no use case 'bat'"):
        _run("show", "bat")


def test_a_missing_file_is_a_sentence(folder: Path) -> None:
    """No stack trace: one of our own errors, which the program prints and exits with 2."""
    with pytest.raises(GovernanceError, match=r"nowhere\.csv"):
        _run("import", str(folder / "nowhere.csv"), "--mapping", str(folder / "m.yaml"))


def test_a_table_is_registered_all_or_none(folder: Path) -> None:
    """Every problem is listed with row and column, and nothing is written."""
    _run("template", str(folder / "t.csv"))
    heading = (folder / "t.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    answers = {name: ";".join(one) if isinstance(one, tuple) else one for name, one in ASSISTANT.items()}
    row = ",".join(f'"{answers.get(name, "")}"' for name in heading)
    (folder / "t.csv").write_text(f"{','.join(heading)}\n{row}\n", encoding="utf-8")
    refused = CliRunner().invoke(cli, ["registry", "register", str(folder / "t.csv")])
    assert refused.exit_code == 1
    assert "row 2, owner: found nobody; expected id or title of a person." in refused.stdout
    assert "0 rows can be registered" in refused.stdout
    _run("template", str(folder / "t.xlsx"))
    assert (folder / "t.xlsx").read_bytes().startswith(b"PK")
