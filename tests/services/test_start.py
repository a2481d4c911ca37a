"""Before serving: the store is whole, or a sentence says what to do."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.errors import StoreBusy, StoreUnusable
from dashboard.services.seed import seed_demonstration
from dashboard.services.start import COMPLETED, STARTED, mark_demonstration, migrate, refuse_half_seeded, seeding_alone
from dashboard.settings import load_settings


def test_a_half_written_demonstration_is_not_taken_for_the_whole(sqlite_database: Database, tmp_path: Path) -> None:
    """A start that was interrupted while seeding is told at the next one, with what to delete; a whole one serves."""
    settings = replace(load_settings(), live=tmp_path)
    refuse_half_seeded(sqlite_database, settings)
    mark_demonstration(sqlite_database, STARTED)

    with pytest.raises(StoreUnusable, match="interrupted") as told:
        refuse_half_seeded(sqlite_database, settings)
    assert str(tmp_path) in str(told.value)

    mark_demonstration(sqlite_database, COMPLETED)
    refuse_half_seeded(sqlite_database, settings)


def test_a_demonstration_that_is_being_written_is_not_called_interrupted(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """Whoever starts a second time meanwhile is told to wait, and never to delete what the first one writes."""
    settings = replace(load_settings(), live=tmp_path)
    mark_demonstration(sqlite_database, STARTED)
    with seeding_alone(settings.decision_store):
        with pytest.raises(StoreBusy, match="another start") as told:
            refuse_half_seeded(sqlite_database, settings)
        with pytest.raises(StoreBusy, match="another start"):
            seed_demonstration(sqlite_database, settings.decision_store)

    assert "delete" not in str(told.value)


def test_a_live_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    """A file where the folder should be, or a folder that nobody may write: said, not traced."""
    taken = tmp_path / "taken"
    taken.write_text("")
    for live in (taken, taken / "below", Path("/proc/nothing")):
        with pytest.raises(StoreUnusable, match="DASHBOARD_LIVE"):
            migrate(replace(load_settings(), live=live))
    with pytest.raises(StoreUnusable, match="written into"), seeding_alone(taken):
        pass
