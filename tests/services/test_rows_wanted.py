"""Rows of count files that nobody asks for stay in them; what is read is what reading all and choosing would give."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import ALL_ROWS, Only, interaction_counts, times
from dashboard.errors import StoreUnusable
from tests.services.test_times import taken
from tests.services.waited import database, store

__all__ = ["database", "store"]
WANTED = (
    ALL_ROWS,
    Only(attribute=""),
    Only(attribute="language", measures=("handoff_wait",)),
    Only(after=date(2026, 5, 1), measures=("handoff_wait", "waiting_time")),
    Only("", date(2999, 1, 1)),
)


def chosen(rows: pd.DataFrame, only: Only) -> list[tuple[object, ...]]:
    """The rows that are wanted, out of all."""
    rows = rows if only.attribute is None else rows[rows["attribute"] == only.attribute]
    rows = rows if only.after is None else rows[rows["day"] > pd.Timestamp(only.after)]
    rows = rows[rows["measure"].isin(only.measures)] if only.measures else rows
    return sorted(map(str, rows.itertuples(index=False, name=None)))  # type: ignore[arg-type]


@pytest.mark.parametrize("only", WANTED)
def test_the_rows_wanted_are_those_of_the_whole(
    database: Database, store: DecisionStore, tmp_path: Path, only: Only
) -> None:
    """By attribute, day and measure, alone and together; nothing is lost, nothing added."""
    taken(database, store, tmp_path)
    whole = times(database, store)
    assert len(whole) > 10
    found = times(database, store, only=only)
    assert list(found.dtypes) == list(whole.dtypes)
    assert chosen(found, ALL_ROWS) == chosen(whole, only)
    if not only.measures:
        counts, all_counts = interaction_counts(database, store, only=only), interaction_counts(database, store)
        assert chosen(counts, ALL_ROWS) == chosen(all_counts, only)


def test_the_columns_wanted_are_those_of_the_whole(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Fewer columns of the same rows, in the order asked for, where there are rows and where there are none."""
    assert list(times(database, store, only=Only(columns=("value", "n")))) == ["value", "n"]
    taken(database, store, tmp_path)
    found = times(database, store, only=Only("", columns=("value", "n")))
    assert chosen(found, ALL_ROWS) == chosen(times(database, store, only=Only(""))[["value", "n"]], ALL_ROWS)


def test_a_changed_file_is_refused_whatever_is_wanted(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """The bytes are held against what was recorded before any row of them counts."""
    taken(database, store, tmp_path)
    for file in store.root.glob("counts/bot/times-*.parquet"):
        file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(StoreUnusable, match="was changed after it was recorded"):
        times(database, store, only=Only(attribute=""))


def test_nothing_is_read_where_there_is_nothing(database: Database, store: DecisionStore) -> None:
    """No log, no rows, the same columns."""
    assert times(database, store, only=Only(attribute="")).empty
