"""Board figures about customers: told, put through, left alone after an opt-out; and what they say."""

from datetime import timedelta

import numpy as np
import pandas as pd

from dashboard.adapters import event_store
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import Only
from dashboard.domain.checks import CountCheck
from dashboard.domain.count_findings import AFTER_OPT_OUT
from dashboard.domain.intervals import wilson, z
from dashboard.domain.kpis import DASH, Kpi, share_of
from dashboard.domain.order_statistics import rank_of
from dashboard.domain.rates import ALL, EVENT_COUNTS
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.indicators import load_handling
from dashboard.services.sources import Sources

P95 = 0.95
_TIMED = ("opt_out_to_effective", "handoff_wait")


def customers(sources: Sources) -> list[Kpi]:
    """All figures that logs of customers tell."""
    store = DecisionStore(sources.store)
    as_of = sources.as_of
    told = Only(ALL, as_of - timedelta(days=90), columns=("use_case", "day", "rate", *EVENT_COUNTS))
    timed = Only(ALL, as_of - timedelta(days=30), _TIMED, ("day", "measure", "value", "n"))
    counts = event_store.interaction_counts(sources.database, store, only=told)
    counts = counts[counts["day"] <= pd.Timestamp(as_of)]
    times = event_store.times(sources.database, store, only=timed)
    times = times[times["day"] <= pd.Timestamp(as_of)]
    return [
        *_contacts(sources, store, counts),
        _quantile(sources, times, "propagation", ("opt_out_to_effective", 3600, "h")),
        _rate(sources, counts, "disclosure", "disclosure_shown"),
        _rate(sources, counts, "handoff", "handoff_connected"),
        _quantile(sources, times, "handoff_wait", ("handoff_wait", 1, "s")),
        *_nps(sources),
    ]


def _since(sources: Sources, days: int) -> pd.Timestamp:
    return pd.Timestamp(sources.as_of - timedelta(days=days))


def _contacts(sources: Sources, store: DecisionStore, counts: pd.DataFrame) -> list[Kpi]:
    """Beyond the grace of the clause; use cases without a consent history are counted apart."""
    parts = [part for clause in sources.charter.clauses for part in leaves(clause.check)]
    check = next((one for one in parts if isinstance(one, CountCheck) and one.count == AFTER_OPT_OUT), None)
    grace = check.grace.hours if check is not None and check.grace is not None else 0.0
    known = event_store.with_consent(sources.database)
    recent = counts[(counts["rate"] == "customer_known") & (counts["day"] > _since(sources, 90))]
    inside = recent[recent["use_case"].isin(list(known))]
    without = set(recent["use_case"]) - known
    if inside.empty:
        return [Kpi("opt_outs", "", DASH, not_measurable=len(without), note="no consent history was read yet")]
    found = event_store.contacts(sources.database, store)
    late = found[(found["hours"] > grace) & (found["day"] > _since(sources, 90))]
    late = late[late["day"] <= pd.Timestamp(sources.as_of)]
    n = int(inside["n"].sum())
    note = "opt-outs of reachable customers are not counted: logs name pseudonyms, not how many can be reached"
    return [Kpi("opt_outs", "", f"{len(late):,}", len(late), n, not_measurable=len(without), note=note)]


def _rate(sources: Sources, counts: pd.DataFrame, kpi: str, rate: str) -> Kpi:
    recent = counts[(counts["rate"] == rate) & (counts["day"] > _since(sources, 30))]
    yes, unknown, n = (int(recent[name].sum()) for name in ("yes", "unknown", "n"))
    if n < sources.charter.defaults.min_display:
        return Kpi(kpi, "", DASH, not_measurable=1, note="too few or no logged conversations")
    quantile = z(sources.charter.defaults.confidence)
    low, high = float(wilson(yes, n, quantile)[0]), float(wilson(yes + unknown, n, quantile)[1])
    note = "an unknown one is read as a no below and as a yes above" if unknown else ""
    return Kpi(kpi, "", share_of(yes, n), yes, n, f"{100 * low:.1f} to {100 * high:.1f} %", unknown, note)


def _quantile(sources: Sources, times: pd.DataFrame, kpi: str, measured: tuple[str, int, str]) -> Kpi:
    """The time within which 95 of 100 were over; never is later than any time, unknown ones are counted apart."""
    measure, per, unit = measured
    recent = times[(times["measure"] == measure) & (times["day"] > _since(sources, 30))]
    known = recent[recent["value"].notna()].sort_values("value")
    unknown, n = int(recent["n"].sum() - known["n"].sum()), int(known["n"].sum())
    if n < sources.charter.defaults.min_display:
        return Kpi(kpi, "", DASH, not_measurable=max(unknown, 1), note="too few or no logged times")
    place = int(np.searchsorted(known["n"].cumsum().to_numpy(), rank_of(n, P95)))
    value = float(known["value"].iloc[place])
    text = "never" if np.isinf(value) else f"{value / per:.1f} {unit}"
    within = int(known["n"].iloc[: place + 1].sum())
    return Kpi(kpi, "", text, within, n, not_measurable=unknown, note="a census of what was logged, so no interval")


def _nps(sources: Sources) -> list[Kpi]:
    found = load_handling(sources)
    if found is None:
        return [Kpi("nps", "", DASH, not_measurable=1, note="no indicators were read yet")]
    rows = []
    for row in found.newest.to_dict("records"):
        n = int(str(row["n"]).replace(",", ""))
        rows.append(Kpi("nps", f"{row['Customers']}, {row['Period']}", str(row["NPS"]), None, n, str(row["Interval"])))
    return rows
