"""The current counts of interactions: reading them from the decision store, and pointing to new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow.dataset import dataset
from sqlalchemy import Connection, select

from dashboard.adapters.choices import CHOICES
from dashboard.adapters.contacts import CONTACTS
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_counting import EVENTS
from dashboard.adapters.repository import table
from dashboard.adapters.snapshots import PAIRS, SIZES
from dashboard.adapters.tables import EventCountRow
from dashboard.adapters.time_counting import SLOW, TIMES

INTERACTIONS, CONTACT_KIND, TIME_KIND, SLOW_KIND, AMOUNT_KIND, SAMPLES = (
    "interactions", "contacts", "times", "slowest", "amounts", "samples",
)  # fmt: skip
RECORD_KIND, CHOICE_KIND, PAIR_KIND, SIZE_KIND = "consent_records", "choices", "snapshot_pairs", "snapshots"
CONSENT_KINDS = (RECORD_KIND, CHOICE_KIND, PAIR_KIND, SIZE_KIND)
KINDS = {
    "interactions": (INTERACTIONS, CONTACT_KIND, TIME_KIND, SLOW_KIND, *CONSENT_KINDS),
    "amounts": (AMOUNT_KIND,),
    "samples": (SAMPLES,),
}


@dataclass(frozen=True, slots=True)
class Only:
    """Which rows of count files are wanted; others are left in them, so that nobody pays for them.

    Attributes:
        attribute: of this attribute alone; '' is everybody.
        after: of later days only.
        measures: of these measures alone; empty means all.
        columns: these alone; empty means all.
    """

    attribute: str | None = None
    after: date | None = None
    measures: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def of(self, schema: pa.Schema) -> pa.Schema:
        """What of a file's columns is read."""
        return pa.schema([schema.field(name) for name in self.columns]) if self.columns else schema

    @property
    def expression(self) -> pc.Expression:
        """The same for Arrow."""
        parts = [pc.scalar(value=True)]
        if self.attribute is not None:
            parts.append(pc.field("attribute") == self.attribute)
        if self.after is not None:
            parts.append(pc.field("day") > pa.scalar(self.after, pa.date32()))
        if self.measures:
            parts.append(pc.field("measure").isin(list(self.measures)))
        return reduce(and_, parts)


ALL_ROWS = Only()


def point_to(tx: Transaction, values: dict[str, Any]) -> int:
    """Make this count file the current one of its kind, with an event; returns its number."""
    days = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    seq = tx.append("counts.changed", "count_set", values["use_case_id"], days)
    tx.session.merge(EventCountRow(**values, updated_seq=seq))
    return seq


def current(connection: Connection, kind: str, use_cases: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The rows of the current counts of one kind, by use case."""
    rows = table(EventCountRow)
    query = select(rows).where(rows.c.kind == kind).order_by(rows.c.use_case_id)
    if use_cases is not None:
        query = query.where(rows.c.use_case_id.in_(list(use_cases)))
    return [dict(row) for row in connection.execute(query).mappings()]


def interaction_counts(
    database: Database, store: DecisionStore, use_cases: Sequence[str] | None = None, *, only: Only = ALL_ROWS
) -> pd.DataFrame:
    """EVENT_KEYS and EVENT_COUNTS of the use cases that have interactions; days as datetime64.

    Raises:
        StoreUnusable: A file is missing or was changed.
    """
    return _frame(_tables(database, store, INTERACTIONS, use_cases, only), only.of(EVENTS))


def sample_counts(database: Database, store: DecisionStore, use_cases: Sequence[str] | None = None) -> pd.DataFrame:
    """The same of sampled answers.

    Raises:
        StoreUnusable: A file is missing or was changed.
    """
    return _frame(_tables(database, store, SAMPLES, use_cases), EVENTS)


def contacts(database: Database, store: DecisionStore, use_cases: Sequence[str] | None = None) -> pd.DataFrame:
    """The contacts after an opt-out of every use case, as CONTACTS names them.

    Raises:
        StoreUnusable: A file is missing or was changed.
    """
    return _frame(_tables(database, store, CONTACT_KIND, use_cases), CONTACTS)


def times(
    database: Database, store: DecisionStore, use_cases: Sequence[str] | None = None, *, only: Only = ALL_ROWS
) -> pd.DataFrame:
    """AMOUNT_KEYS and n: how long everything took, and amounts that other systems know; days as datetime64.

    Raises:
        StoreUnusable: A file is missing or was changed.
    """
    tables = [part for kind in (TIME_KIND, AMOUNT_KIND) for part in _tables(database, store, kind, use_cases, only)]
    return _frame(tables, only.of(TIMES))


def slowest(database: Database, store: DecisionStore, use_case: str) -> pd.DataFrame:
    """day, channel, measure, id and exact value of the slowest of each month.

    Raises:
        StoreUnusable: A file is missing or was changed.
    """
    return _frame(_tables(database, store, SLOW_KIND, [use_case]), SLOW)


def record_counts(database: Database, store: DecisionStore, use_cases: Sequence[str] | None = None) -> pd.DataFrame:
    """EVENT_KEYS and EVENT_COUNTS of consent records and their fields; days as datetime64.

    Raises:
        StoreUnusable: A file is missing or was changed.
    """
    return _frame(_tables(database, store, RECORD_KIND, use_cases), EVENTS)


def choices(database: Database, store: DecisionStore, use_cases: Sequence[str] | None = None) -> pd.DataFrame:
    """Changes of numbers of customers by state, as CHOICES names them.

    Raises:
        StoreUnusable: A file is missing or was changed.
    """
    return _frame(_tables(database, store, CHOICE_KIND, use_cases), CHOICES)


def snapshots(
    database: Database, store: DecisionStore, use_cases: Sequence[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pairs of records and withdrawals as PAIRS names them, and the SIZES of all training snapshots.

    Raises:
        StoreUnusable: A file is missing or was changed.
    """
    pairs = _frame(_tables(database, store, PAIR_KIND, use_cases), PAIRS)
    return pairs, _frame(_tables(database, store, SIZE_KIND, use_cases), SIZES)


def about(database: Database, kind: str, use_case: str) -> dict[str, Any]:
    """What is noted beside the current counts of one kind; nothing where there are none."""
    with database.read() as connection:
        found = current(connection, kind, [use_case])
    return dict(found[0]["about"]) if found else {}


def with_consent(database: Database) -> frozenset[str]:
    """The use cases for which there is a consent history."""
    with database.read() as connection:
        return frozenset(str(row["use_case_id"]) for row in current(connection, CONTACT_KIND) if row["events"])


def _tables(
    database: Database, store: DecisionStore, kind: str, use_cases: Sequence[str] | None, only: Only = ALL_ROWS
) -> list[pa.Table]:
    with database.read() as connection:
        rows = current(connection, kind, use_cases)
    paths = [store.checked(row["path"], row["sha256"], f"The {kind} counts of {row['use_case_id']}") for row in rows]
    if only == ALL_ROWS:
        return [pq.read_table(path) for path in paths]
    columns = list(only.columns) or None
    return [dataset(paths, format="parquet").to_table(columns, filter=only.expression)] if paths else []


def _frame(tables: Sequence[pa.Table], schema: pa.Schema) -> pd.DataFrame:
    frame: pd.DataFrame = pa.concat_tables([schema.empty_table(), *tables]).to_pandas(date_as_object=False)
    return frame
