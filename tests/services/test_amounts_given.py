"""Amounts that a company counted itself are kept as given, and bad ones refuse the file."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.errors import BatchOverlaps, InputRejected, NotPermitted
from dashboard.services import ingest
from dashboard.services.amounts import IngestAmounts, ingest_amounts
from tests.services.waited import counted, database, store, write

__all__ = ["database", "store"]  # fixtures

AMOUNTS = "use_case,measure,day,value,n\n"


def amounts(database: Database, store: DecisionStore, file: Path, mode: Any = "new", actor: Actor = SYSTEM) -> Any:
    """Take in a file of amounts."""
    return ingest_amounts(database, store, IngestAmounts(file, date(2026, 5, 20), mode), actor)


def test_amounts_are_kept_as_they_were_given(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A file speaks for several use cases at once; the same bytes again do nothing; a correction needs `replace`."""
    file = write(tmp_path, "a.csv", AMOUNTS + (
        "bot,conversation_data_age,2026-05-20,364.5,10\nbot,conversation_data_age,2026-05-20,,2\n"
        "voice,event_log_kept,2026-05-20,200,7\n"
    ))  # fmt: skip
    done = amounts(database, store, file)

    assert [(one.use_case, one.files[0].rows_stored) for one in done] == [("bot", 2), ("voice", 1)]
    assert sum(counted(database, store, "conversation_data_age").values()) == 12
    version = database.data_version()
    assert amounts(database, store, file)[0].files[0].outcome == "already imported"
    assert database.data_version() == version
    other = write(tmp_path, "b.csv", AMOUNTS + "bot,conversation_data_age,2026-05-20,100,3\n")
    with pytest.raises(BatchOverlaps, match="conversation_data_age of 2026-05-20 of bot, which is stored already"):
        amounts(database, store, other)
    amounts(database, store, other, "replace")
    assert counted(database, store, "conversation_data_age") == {("", 100): 3}
    assert ingest.rebuild_counts(database, store, ingest.RebuildCounts(), SYSTEM).equal == {"bot": True, "voice": True}


def test_whoever_may_not_retract_may_not_replace(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A correction hides what was stored, so that a team lead cannot hide an age."""
    file = write(tmp_path, "a.csv", AMOUNTS + "bot,conversation_data_age,2026-05-20,900,1\n")
    with pytest.raises(NotPermitted):
        amounts(database, store, file, "replace", Actor("lead", Role.TEAM_LEAD))


BAD: dict[str, tuple[str, str]] = {
    "a use case that nobody registered": ("x,event_log_kept,2026-05-20,1,1", "the id of a registered use case"),
    "a measure that nobody knows": ("bot,log_kept,2026-05-20,1,1", "one of conversation_data_age, event_log_kept"),
    "a day that has not come": ("bot,event_log_kept,2026-05-21,1,1", "a day such as 2026-05-20, not after it"),
    "no day": ("bot,event_log_kept,soon,1,1", "a day such as 2026-05-20, not after it"),
    "a negative age": ("bot,event_log_kept,2026-05-20,-1,1", "a number from 0 on, or nothing"),
    "no number": ("bot,event_log_kept,2026-05-20,NaN,1", "a number from 0 on, or nothing"),
    "none of it": ("bot,event_log_kept,2026-05-20,1,0", "a whole number from 1 on"),
    "half a thing": ("bot,event_log_kept,2026-05-20,1,1.5", "a whole number from 1 on"),
    "a value twice": ("bot,event_log_kept,2026-05-20,1,1\nbot,event_log_kept,2026-05-20,1.0,2", "each value of a day"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_amount_refuses_the_file(database: Database, store: DecisionStore, tmp_path: Path, case: str) -> None:
    """Every problem is named by row, and nothing of the file is stored."""
    rows, expected = BAD[case]
    file = write(tmp_path, "a.csv", f"{AMOUNTS}voice,event_log_kept,2026-05-20,1,1\n{rows}\n")
    version = database.data_version()
    with pytest.raises(InputRejected) as refused:
        amounts(database, store, file)
    assert expected in str(refused.value)
    assert database.data_version() == version


def test_a_file_without_its_columns_is_refused(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Which column is missing is said."""
    with pytest.raises(InputRejected, match="expected a column 'measure'"):
        amounts(database, store, write(tmp_path, "a.csv", "use_case,day,value,n\nbot,2026-05-20,1,1\n"))
