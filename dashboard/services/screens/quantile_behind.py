"""What lies behind a quantile: its batches, the counts of each day, and the slowest, whose ids are kept."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from dashboard.adapters import event_store
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.amounts import AMOUNTS
from dashboard.domain.checks import QuantileCheck
from dashboard.domain.lengths import length, of_hundred
from dashboard.domain.order_statistics import rank_of
from dashboard.domain.quantile_findings import GROUPS
from dashboard.domain.rates import ALL, during
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.case_file import CaseFile
from dashboard.services.screens.log_behind import from_batches, in_place_of
from dashboard.services.screens.origin import Behind
from dashboard.services.screens.times import by_label
from dashboard.services.sources import Sources

_LOGS = {
    "interactions": ("interactions", "ingest interactions FILE --use-case ID"),
    "consent": ("consent events", "ingest consent FILE --use-case ID"),
    "amounts": ("amounts", "ingest amounts FILE"),
}
Named = tuple[str, pd.DataFrame]


def quantile_behind(check: QuantileCheck, case: CaseFile, _as_of: date) -> Behind:
    """The batches that were counted."""
    source = AMOUNTS[check.quantile].source
    words, command = _LOGS[source]
    batches = case.batches_of(*(("interactions", "consent") if check.compare else (source,)))
    if batches.empty:
        return Behind((f"No {words} have been read yet: python -m dashboard {command}",))
    return in_place_of(check, from_batches(batches, words))


def counted_tables(sources: Sources, case: CaseFile, check: object) -> tuple[Named, ...]:
    """For each quantile in a check the counts of its days and, where ids are kept, the slowest; names are unique."""
    held = [part for part in leaves(check) if isinstance(part, QuantileCheck)]
    if not held or case.is_organisation:
        return ()
    store = DecisionStore(sources.store)
    counts = event_store.times(sources.database, store, [case.id])
    slow = event_store.slowest(sources.database, store, case.id)
    return tuple(dict(table for part in held for table in _tables(part, counts, slow, sources.as_of)).items())


def _tables(check: QuantileCheck, counts: pd.DataFrame, slow: pd.DataFrame, as_of: date) -> Iterator[Named]:
    plain, name = AMOUNTS[check.quantile].plain, during(check.quantile, check.during)
    for group in dict.fromkeys([check.compare, check.to]):
        if group is None and check.compare is not None:
            continue
        attribute = GROUPS.get(group or "everyone", group or ALL)
        days = _within(counts[(counts["measure"] == name) & (counts["attribute"] == attribute)], check, as_of)
        if not days.empty:
            of = f", {group.replace('_', ' ')}" if group else ""
            yield f"{plain}{of}: counts by day, {of_hundred(check.p)}", _by_day(check, days)
    kept = _within(slow[slow["measure"] == name], check, as_of)
    if not kept.empty:
        yield f"{plain}: the slowest", _slowest(kept)


def _within(rows: pd.DataFrame, check: QuantileCheck, as_of: date) -> pd.DataFrame:
    rows = rows[rows["day"] <= pd.Timestamp(as_of)]
    since = rows["day"].max() if check.window is None else pd.Timestamp(check.window.before(as_of))
    return rows[rows["day"] >= since]


def _by_day(check: QuantileCheck, rows: pd.DataFrame) -> pd.DataFrame:
    unit = AMOUNTS[check.quantile].unit
    names, window = by_label(rows, rows["day"].dt.strftime("%Y-%m-%d"))
    ranks = np.array([rank_of(int(n), check.p) for n in window.n], dtype=np.int64)
    values = window.at(ranks, unknown_first=check.at_least is not None)
    ends = np.array([window.known[row] for row in range(len(names))], dtype=np.int64)
    longest = window.at(ends, unknown_first=False)
    return pd.DataFrame(
        {
            "Day": [date.fromisoformat(name) for name in names],
            of_hundred(check.p): [length(value, unit) for value in values.tolist()],
            "Longest known": [length(value, unit) if end else "–" for value, end in zip(longest, ends, strict=True)],
            "Without end": window.endless().tolist(), "Not recorded": window.unknown.tolist(), "n": window.n.tolist(),
        }
    ).iloc[::-1]  # fmt: skip


def _slowest(rows: pd.DataFrame) -> pd.DataFrame:
    ordered = rows.sort_values("value", ascending=False, na_position="last", kind="stable")
    took = ["not recorded" if np.isnan(value) else length(value, "s") for value in ordered["value"].tolist()]
    return pd.DataFrame(
        {"Day": ordered["day"].dt.date, "Channel": ordered["channel"], "Record": ordered["id"], "Took": took}
    )
