"""A backup from before an erasure: where the newer store is still there, its restore erases the same again."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_store import feature_files
from dashboard.adapters.sqlite_engine import database_path
from dashboard.domain.single_decision import Decision
from dashboard.errors import NotFound
from dashboard.services.backup import make_backup
from dashboard.services.erase_features import EraseFeatures, erase_features
from dashboard.services.erased_since import REASON
from dashboard.services.nearest_decision import LookAtDecision, look_at_decision
from dashboard.services.restore import Restore, Restored, restore
from dashboard.services.start import migrate
from dashboard.settings import Settings
from tests.featured import LEAD, OFFICER, taken
from tests.services.test_backup import quiet, settings_for


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A store with five decisions and their features, in a live folder of its own."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    found = settings_for(sqlite_url, tmp_path / "live", tmp_path / "kept")
    database = migrate(found)
    taken(database, DecisionStore(found.decision_store), tmp_path)
    database.close()
    return found


def erase(settings: Settings, *decisions: str) -> None:
    """As somebody asked."""
    database = Database.open(settings.database_url)
    command = EraseFeatures("churn", list(decisions), "Asked for")
    erase_features(database, DecisionStore(settings.decision_store), command, OFFICER)
    database.close()


def put_back(settings: Settings, folder: Path) -> Restored:
    """Restore it in place of what is there."""
    return restore(settings, Restore(folder, replace=True, unsigned=True, accept_loss=True, reason="The disk."), quiet)


def found(settings: Settings, decision: str) -> Decision:
    """A look at a decision."""
    database = Database.open(settings.database_url)
    try:
        store = DecisionStore(settings.decision_store)
        return look_at_decision(database, store, LookAtDecision("churn", decision), LEAD).decision
    finally:
        database.close()


def kept_files(settings: Settings) -> tuple[list[str], list[str]]:
    """Files of features that rows name, and those that are there."""
    database = Database.open(settings.database_url)
    with database.read() as connection:
        named = [one.path for one in feature_files(connection, "churn")]
    database.close()
    root = settings.decision_store
    return named, [str(one.relative_to(root)) for one in (root / "features").rglob("*.parquet")]


def test_what_was_erased_since_is_erased_again(settings: Settings, tmp_path: Path) -> None:
    """One of five decisions: gone after the restore too, the others are there, and no file holds it."""
    folder = make_backup(settings, tmp_path / "backups", quiet).folder
    erase(settings, "a")
    done = put_back(settings, folder)
    assert done.erased == 1
    with pytest.raises(NotFound):
        found(settings, "a")
    assert found(settings, "b").features["age"] == 40
    named, there = kept_files(settings)
    assert named == there


def test_the_ledger_says_that_it_was_erased_again(settings: Settings, tmp_path: Path) -> None:
    """An event of the restored ledger with its reason; where nothing was erased since, there is none."""
    folder = make_backup(settings, tmp_path / "backups", quiet).folder
    assert put_back(settings, folder).erased == 0
    erase(settings, "a", "b", "c", "d", "e")
    assert put_back(settings, folder).erased == 5
    database = Database.open(settings.database_url)
    with database.read() as connection:
        told = connection.exec_driver_sql("SELECT body FROM events WHERE kind = 'features.erased'").scalars().all()
    database.close()
    assert [REASON in str(one) for one in told] == [True]


def test_a_missing_file_of_what_was_left_keeps_nothing(settings: Settings, tmp_path: Path) -> None:
    """Which rows went is not known without it, so all of that batch go."""
    folder = make_backup(settings, tmp_path / "backups", quiet).folder
    erase(settings, "a")
    [left], _ = kept_files(settings)
    (settings.decision_store / left).unlink()
    assert put_back(settings, folder).erased == 5
    assert kept_files(settings) == ([], [])


def test_without_the_newer_store_it_is_said(settings: Settings, tmp_path: Path) -> None:
    """Nobody knows what was erased since, so the answer is no number."""
    folder = make_backup(settings, tmp_path / "backups", quiet).folder
    erase(settings, "a")
    database_path(Database.open(settings.database_url).url).unlink()
    assert put_back(settings, folder).erased is None
    assert found(settings, "a").features["age"] == 20
