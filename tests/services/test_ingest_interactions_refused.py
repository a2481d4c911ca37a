"""Interaction logs that do not fit are set apart, refused or stored as nothing; mappings name zones."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.event_mapping import InteractionMapping
from dashboard.errors import BatchOverlaps, DecisionLogInvalid
from tests.services.taken_in import one_apart
from tests.services.talked import MAY, counted, database, store, take, write

__all__ = ["database", "store"]  # fixtures

BAD: dict[str, tuple[str, str, str]] = {
    "future": ("9,s,chat,2999-01-01T00:00:00Z,auto,,,,,,,\n", "started_at", "a time from 1980-01-01 to"),
    "no time": ("9,s,chat,soon,auto,,,,,,,\n", "started_at", "such as 2026-11-23T09:30:00Z"),
    "not a way to be involved": ("9,s,chat,2026-05-01,robot,,,,,,,\n", "ai_involved", "one of auto, assist, none"),
    "involvement left blank": ("9,s,chat,2026-05-01,,,,,,,,\n", "ai_involved", "one of auto, assist, none"),
    "no channel": ("9,s,,2026-05-01,auto,,,,,,,\n", "channel", "a channel"),
    "no id": (",s,chat,2026-05-01,auto,,,,,,,\n", "interaction_id", "an id"),
    "joined before it began": (
        "9,s,chat,2026-05-02T10:00:00Z,auto,,,2026-05-02T09:00:00Z,,,,\n", "human_joined_at", "not before started_at",
    ),
    "joined before asked": (
        "9,s,chat,2026-05-02T10:00:00Z,auto,,2026-05-02T10:05:00Z,2026-05-02T10:04:00Z,,,,\n", "human_joined_at",
        "not before started_at or handoff_requested_at",
    ),
    "a flag that is neither": ("9,s,chat,2026-05-01,auto,perhaps,,,,,,\n", "disclosure_shown", "one of 1, true, yes"),
    "the same id again": ("1,s,chat,2026-05-01,auto,,,,,,,\n", "interaction_id", "an id that is not stored already"),
}  # fmt: skip


def test_stored_days_are_refused_added_or_replaced(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """An overlap is named; `add` keeps both, `replace` lets the newer file alone speak for its days."""
    take(database, store, write(tmp_path, "may.csv", MAY))
    other = "5,s4,chat,2026-05-01T12:00:00Z,auto,yes,,,,,,de\n"

    with pytest.raises(BatchOverlaps, match=r"days that are stored already: may\.csv"):
        take(database, store, write(tmp_path, "b.csv", other))
    take(database, store, write(tmp_path, "b.csv", other), "add")
    assert counted(database, store)["disclosure_shown", ""] == (2, 1, 4)
    take(database, store, write(tmp_path, "c.csv", other.replace("5,", "6,").replace(",yes", ",no")), "replace")
    assert counted(database, store)["disclosure_shown", ""] == (0, 1, 2)


@pytest.mark.parametrize("case", BAD)
def test_a_row_that_does_not_fit_is_set_apart(
    database: Database, store: DecisionStore, tmp_path: Path, case: str
) -> None:
    """The quarantine file names row, field, what was found and what was expected; the others count."""
    row, field, expected = BAD[case]
    report = take(database, store, write(tmp_path, "may.csv", MAY + row))

    apart = one_apart(report)
    assert (apart["row"], apart["field"]) == ("5", field)
    assert expected in apart["expected"]


def test_missing_columns_are_named(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A log that cannot say when, where or whether AI spoke is refused whole."""
    with pytest.raises(DecisionLogInvalid) as refused:
        take(database, store, write(tmp_path, "a.csv", "1,x\n", "interaction_id,language\n"))

    said = str(refused.value)
    assert all(f"expected a column '{name}'" in said for name in ("started_at", "channel", "ai_involved"))


def test_a_log_without_rows_stores_nothing(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A header and nothing else is no error and no batch."""
    version = database.data_version()

    assert take(database, store, write(tmp_path, "empty.csv", "")).outcome == "no interactions"
    assert database.data_version() == version


def test_times_without_a_zone_are_in_the_mappings(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Half past midnight in Berlin is still the day before in UTC, and the report counts such times."""
    mapping = InteractionMapping.model_validate(
        {
            "format": 1, "kind": "interactions", "interaction_id": "id", "started_at": "when",
            "channel": {"constant": "chat"}, "ai_involved": {"constant": "auto"}, "time_zone": "Europe/Berlin",
        }
    )  # fmt: skip
    report = take(database, store, write(tmp_path, "z.csv", "1,2026-05-02 00:30:00\n", "id,when\n"), mapping=mapping)

    assert (report.first_day, report.unzoned, report.zone) == (date(2026, 5, 1), 1, "Europe/Berlin")
