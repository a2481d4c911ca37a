"""What the logs of one use case say about its customers in a few figures: told, heard, served, left alone."""

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from dashboard.adapters import event_store
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.amounts import AMOUNTS
from dashboard.domain.intervals import wilson, z
from dashboard.domain.lengths import length, of_hundred
from dashboard.domain.quantile_findings import limits_of
from dashboard.domain.rates import ALL, EVENT_COUNTS, RATES
from dashboard.services.screens.opt_outs import load_opt_outs
from dashboard.services.screens.times import DAYS, by_label, usual_p
from dashboard.services.screens.words import percent
from dashboard.services.sources import Sources

TOLD = ("disclosure_shown", "handoff_connected")
TOOK = ("handoff_wait", "waiting_time", "opt_out_to_effective")
Figure = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """Name, value and note of each figure; none where no interaction log was read."""

    figures: tuple[Figure, ...]


def load_customer_facts(sources: Sources, use_case: str) -> CustomerFacts:
    """The last 30 days of one use case."""
    store, first = DecisionStore(sources.store), pd.Timestamp(sources.as_of - timedelta(days=DAYS))
    counts = event_store.interaction_counts(sources.database, store, [use_case])
    if counts.empty:
        return CustomerFacts(())
    times = event_store.times(sources.database, store, [use_case])
    counts, times = (
        held[(held["attribute"] == ALL) & (held["day"] > first) & (held["day"] <= pd.Timestamp(sources.as_of))]
        for held in (counts, times)
    )
    figures = [_rate(sources, counts[counts["rate"] == name], name) for name in TOLD]
    figures += [_time(sources, times[times["measure"] == name], name) for name in TOOK]
    if use_case in event_store.with_consent(sources.database):
        left = load_opt_outs(sources, use_case)
        figures.append(("AI after an opt-out", f"{len(left.contacts):,}", left.window))
    return CustomerFacts(tuple(figures))


def _rate(sources: Sources, counts: pd.DataFrame, name: str) -> Figure:
    yes, unknown, n = (int(counts[column].sum()) for column in EVENT_COUNTS)
    rate = RATES[name]
    if n < sources.charter.defaults.min_display:
        return rate.plain, "–", f"too few {rate.of}"
    sure = z(sources.charter.defaults.confidence)
    low, high = float(wilson(yes, n, sure)[0]), float(wilson(yes + unknown, n, sure)[1])
    return rate.plain, percent(yes / n, 2), f"{percent(low, 2)} to {percent(high, 2)}, n {n:,}"


def _time(sources: Sources, counts: pd.DataFrame, name: str) -> Figure:
    p, amount = usual_p(sources, name), AMOUNTS[name]
    title = f"{amount.plain}, {of_hundred(p)}"
    if int(counts["n"].sum()) < sources.charter.defaults.min_display:
        return title, "–", f"too few {amount.of}"
    _, window = by_label(counts, counts["channel"].map(lambda _: ""))
    found = limits_of(p, window, sources.charter.defaults.confidence, worse=True)
    value, low, high = (length(float(side[0]), "s") for side in found)
    return title, value, f"{low} to {high}, n {int(window.n[0]):,}"
