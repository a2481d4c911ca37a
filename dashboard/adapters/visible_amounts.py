"""The amounts that count: of every batch that is not retracted, without days that were replaced."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard.adapters import batches as rows
from dashboard.adapters.amount_cells import EVERYBODY, KEYS, read_amounts
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.log_kinds import FAMILIES
from dashboard.adapters.visible import BatchFile, shown_days
from dashboard.domain.amount_sums import BLANK, SUMS, Valued, summed
from dashboard.domain.counts import NOT_RECORDED


def amount_sums(database: Database, store: DecisionStore, use_case: str) -> Valued:
    """The amounts of a use case.

    Raises:
        StoreUnusable: a file is missing or was changed after it was recorded; says which.
    """
    with database.read() as connection:
        stored = rows.stored_batches(connection, use_case, kinds=FAMILIES[0])
    shown = [(one, hidden) for one, hidden in shown_days([batch.file(store.root) for batch in stored]) if one.amounts]
    known = [(one, _read(store, one, hidden, use_case)) for one, hidden in shown]
    attributes = list(dict.fromkeys(name.removeprefix("a_") for one, _ in known for name in one.attributes))
    parts = [part for _, found in known for part in _filled(found, attributes)]
    unit = next((one.amounts.unit for one, _ in known if one.amounts), "")
    return Valued(summed(pd.concat(parts, ignore_index=True), KEYS) if parts else _nothing(), unit)


def _read(store: DecisionStore, batch: BatchFile, hidden: Sequence[tuple[date, date]], use_case: str) -> pd.DataFrame:
    assert batch.amounts is not None  # noqa: S101  # only those that have amounts are read
    relative = str(batch.amounts.path.relative_to(store.root))
    found = read_amounts(
        store.checked(relative, batch.amounts.sha256, f"The amounts of batch {batch.id} of {use_case}")
    )
    for first, last in hidden:
        found = found[(found["day"] < first) | (found["day"] > last)]
    return found


def _filled(found: pd.DataFrame, attributes: Sequence[str]) -> list[pd.DataFrame]:
    """The sums of a batch; everybody of it is `(not recorded)` under an attribute that it lacks."""
    everybody = found[found["attribute"] == EVERYBODY]
    absent = [name for name in attributes if name not in set(found["attribute"])]
    return [found, *(everybody.assign(attribute=name, group=NOT_RECORDED) for name in absent)]


def _nothing() -> pd.DataFrame:
    frame = pd.DataFrame(columns=[*KEYS, *SUMS, BLANK])
    return frame.astype(dict.fromkeys((SUMS[0], BLANK), "int64") | dict.fromkeys(SUMS[1:], "float64"))
