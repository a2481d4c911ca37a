"""`ingest` from the command line: results on standard output, progress elsewhere, one sentence where it cannot."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.adapters import schema
from dashboard.adapters.database import Database
from dashboard.cli import cli
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.errors import DecisionLogInvalid
from dashboard.services.register import RegisterUseCase, register_use_case


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own with one use case, and a folder to read from."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    url = f"sqlite:///{tmp_path / 'dashboard.db'}"
    schema.upgrade(url)
    database = Database.open(url)
    register_use_case(database, RegisterUseCase(UseCase(id="churn", title="Churn", lifecycle="live")), SYSTEM)
    database.close()
    return tmp_path


def run(*arguments: str) -> str:
    """Standard output of a command that succeeds."""
    result = CliRunner().invoke(cli, ["ingest", *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_whole_life_of_a_log(folder: Path) -> None:
    """Import, import again, labels, list, rebuild and retract each say in a line what happened."""
    log, labels = folder / "log.csv", folder / "labels.csv"
    log.write_text("id,when,yes,sex\na,2026-01-01,1,F\nb,2026-01-02,0,M\nc,2026-02-31,0,M\n", encoding="utf-8")
    labels.write_text("decision_id,label\na,1\n", encoding="utf-8")
    mapping = folder / "mapping.yaml"
    mapping.write_text(
        "format: 1\nkind: decisions\ndecision_id: id\ndecided_at: when\n"
        "decision: {column: yes_, favourable: [1]}\nattributes: {sex: sex}\n".replace("yes_", '"yes"'),
        encoding="utf-8",
    )
    options = ["--use-case", "churn", "--mapping", str(mapping)]

    first = run("decisions", str(log), *options)
    batch = first.split("batch ")[1].split(",")[0]

    assert first.startswith("log.csv: 2 of 3 rows stored as batch ")
    assert "2026-01-01 to 2026-01-02. 1 rows did not fit: " in first
    assert "already imported" in run("decisions", str(log), *options)
    assert run("labels", str(labels), "--use-case", "churn").startswith("labels.csv: 1 of 1 rows stored")
    assert batch in run("list")
    assert run("rebuild").endswith("1 use cases, 0 not equal\n")
    assert "is retracted" in run("retract", batch, "--reason", "test")
    assert "retracted" in run("list", "--use-case", "churn")


def test_a_mapping_with_mistakes_names_each_line(folder: Path) -> None:
    """Every mistake is told at once, with its line and what was expected."""
    log, mapping = folder / "log.csv", folder / "mapping.yaml"
    log.write_text("a\n1\n", encoding="utf-8")
    mapping.write_text("format: 1\nkind: decisions\ndecision: {colum: a, favourable: [1]}\n", encoding="utf-8")

    result = CliRunner().invoke(
        cli, ["ingest", "decisions", str(log), "--use-case", "churn", "--mapping", str(mapping)]
    )

    assert isinstance(result.exception, DecisionLogInvalid)
    assert "line 3" in str(result.exception)
    assert "column" in str(result.exception)
