"""How long an opt-out takes to reach the last system: 95 of 100, the slowest, and which ones they were."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from dashboard.adapters import event_store
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.lengths import length, of_hundred
from dashboard.domain.quantile_findings import limits_of
from dashboard.domain.wording import plural
from dashboard.services.screens.times import DAYS, by_label, line_check
from dashboard.services.sources import Sources

MEASURE = "opt_out_to_effective"


@dataclass(frozen=True, slots=True)
class Propagation:
    """`facts` are name, value and note; `slowest` has the ids of events; both empty where nothing was counted."""

    headline: str
    facts: tuple[tuple[str, str, str], ...]
    by_channel: pd.DataFrame
    slowest: pd.DataFrame


def load_propagation(sources: Sources, use_case: str) -> Propagation:
    """The opt-outs of the last 30 days."""
    store = DecisionStore(sources.store)
    counts = event_store.times(sources.database, store, [use_case])
    counts = _recent(sources, counts[counts["measure"] == MEASURE])
    slow = event_store.slowest(sources.database, store, use_case)
    slow = _recent(sources, slow[slow["measure"] == MEASURE])
    check = line_check(sources, MEASURE)
    p = check.p if check else 0.95
    if counts.empty:
        return Propagation(f"No opt-out in {DAYS} days", (), pd.DataFrame(), pd.DataFrame())
    facts = _facts(sources, counts, p)
    n = int(counts["n"].sum())
    said = f"{of_hundred(p)} opt-outs reached the last system within {facts[0][1]}"
    return Propagation(f"{said}, n = {n:,} in {DAYS} days", facts, _channels(sources, counts, p), _slowest(slow))


def _recent(sources: Sources, rows: pd.DataFrame) -> pd.DataFrame:
    first = pd.Timestamp(sources.as_of - timedelta(days=DAYS))
    return rows[(rows["day"] > first) & (rows["day"] <= pd.Timestamp(sources.as_of))]


def _facts(sources: Sources, counts: pd.DataFrame, p: float) -> tuple[tuple[str, str, str], ...]:
    _, window = by_label(counts, counts["channel"].map(lambda _: ""))
    value, low, high = (float(side[0]) for side in limits_of(p, window, _sure(sources), worse=True))
    known, unknown = counts["value"].dropna(), int(window.unknown[0])
    slowest = length(float(known.max()), "s") if len(known) else "unknown"
    return (
        (f"{of_hundred(p)} within", length(value, "s"), f"{length(low, 's')} to {length(high, 's')}"),
        ("The slowest", slowest, "of those whose effect is known" if unknown else "of all of them"),
        ("Effect not recorded", f"{unknown:,}", f"of {plural(int(window.n[0]), 'opt-out')}"),
    )


def _channels(sources: Sources, counts: pd.DataFrame, p: float) -> pd.DataFrame:
    names, window = by_label(counts, counts["channel"])
    limits = limits_of(p, window, _sure(sources), worse=True)
    longest = counts.groupby("channel")["value"].max().reindex(names)
    shown = window.n >= sources.charter.defaults.min_display
    rows = [
        (name, length(float(limits.point[row]), "s") if shown[row] else "–",
         f"{length(float(limits.low[row]), 's')} to {length(float(limits.high[row]), 's')}" if shown[row] else "–",
         length(float(longest.iloc[row]), "s") if shown[row] and not np.isnan(longest.iloc[row]) else "–",
         int(window.n[row]), int(window.unknown[row]))
        for row, name in enumerate(names)
    ]  # fmt: skip
    return pd.DataFrame(
        rows, columns=["Channel", f"{of_hundred(p)} within", "Interval", "Slowest", "Opt-outs", "Not recorded"]
    )


def _slowest(slow: pd.DataFrame) -> pd.DataFrame:
    ordered = slow.sort_values("value", ascending=False, na_position="first", kind="stable")
    took = ["not recorded" if np.isnan(value) else length(float(value), "s") for value in ordered["value"]]
    return pd.DataFrame(
        {"Recorded": ordered["day"].dt.date, "Channel": ordered["channel"], "Opt-out": ordered["id"], "Took": took}
    )


def _sure(sources: Sources) -> float:
    return sources.charter.defaults.confidence
