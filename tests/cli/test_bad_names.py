"""File names, paths and texts that are meant to do harm are only names, refusals and limits on the command line."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.adapters.database import Database
from dashboard.adapters.repository import load_registry
from dashboard.cli import cli
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.errors import GovernanceError, InputRejected
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.reviews import CommentItem, comment_item
from tests.assessing import AS_OF

LOG = "decision_id,decided_at,selected,a_sex\n1,2026-01-01,1,F\n2,2026-01-02,0,M\n"
ELSEWHERE = ["/etc/passwd", "../log.csv", "http://example.com/log.csv", r"\\host\share\log.csv", "s3://bucket/log.csv"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_sqlite: Path) -> Path:
    """A store of its own with one use case, and a folder to read from."""
    live = tmp_path / "live"
    live.mkdir()
    monkeypatch.chdir(live)
    monkeypatch.setenv("DASHBOARD_LIVE", str(live))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(live))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    shutil.copy(empty_sqlite, live / "dashboard.db")
    database = Database.open(f"sqlite:///{live / 'dashboard.db'}")
    register_use_case(database, RegisterUseCase(UseCase(id="churn", title="Churn", lifecycle="live")), SYSTEM)
    database.close()
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return live


@pytest.mark.parametrize("name", ["'); DROP TABLE use_cases;--.csv", "=HYPERLINK(1).csv", "<script>.csv"])
def test_a_file_name_is_only_a_name(folder: Path, name: str) -> None:
    """Case 55: the log is stored, the use cases are still there, and the name is listed as it is."""
    (folder / name).write_text(LOG, encoding="utf-8")
    arguments = ["ingest", "decisions", str(folder / name), "--use-case", "churn"]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    assert "2 of 2 rows stored" in result.stdout
    database = Database.open(f"sqlite:///{folder / 'dashboard.db'}")
    assert [case.id for case in load_registry(database).use_cases] == ["churn"]
    database.close()


@pytest.mark.parametrize("path", ELSEWHERE)
def test_ingest_reads_no_path_that_leads_elsewhere(folder: Path, path: str) -> None:
    """Case 56: a sentence, and no event."""
    result = CliRunner().invoke(cli, ["ingest", "decisions", path, "--use-case", "churn"])
    assert isinstance(result.exception, GovernanceError)
    assert "may not be read" in str(result.exception)
    database = Database.open(f"sqlite:///{folder / 'dashboard.db'}")
    assert database.data_version() == 1
    database.close()


@pytest.mark.parametrize("words", ["x" * 100_000, "e" + chr(0x301) * 1_000], ids=["long", "marks"])
def test_endless_text_is_refused(sqlite_database: Database, words: str) -> None:
    """Case 59: a comment and a title have limits; nothing is written."""
    with pytest.raises(InputRejected):
        comment_item(sqlite_database, CommentItem(1, words, 1, AS_OF), SYSTEM)
    use_case = UseCase.model_construct(id="x", title=words)
    with pytest.raises(InputRejected):
        register_use_case(sqlite_database, RegisterUseCase(use_case), SYSTEM)
    assert sqlite_database.data_version() == 0
