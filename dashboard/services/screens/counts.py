"""Decision counts as the explorers of the pages need them: windows, months, intersections, strata."""

from datetime import date

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.counts import COUNTS
from dashboard.services.sources import Sources


def single_counts(sources: Sources, use_case: str, *, since: date, until: date | None = None) -> pd.DataFrame:
    """attribute, group and COUNTS, summed over the days from `since` to `until` (the date of the page)."""
    until = until or sources.as_of
    store = DecisionStore(sources.store)
    found: pd.DataFrame = store.single_counts(sources.database, use_cases=[use_case], since=since, until=until)
    return found


def monthly_counts(sources: Sources, use_case: str) -> pd.DataFrame:
    """Months by attribute and group, with COUNTS, up to the date of the page."""
    found: pd.DataFrame = DecisionStore(sources.store).monthly_counts(sources.database, use_case)
    return found[pd.to_datetime(found["month"]) <= pd.Timestamp(sources.as_of)]


def joint_counts(sources: Sources, use_case: str, *, since: date | None = None) -> pd.DataFrame:
    """Months by attribute (crossed ones too), group and stratum, with COUNTS."""
    store = DecisionStore(sources.store)
    found: pd.DataFrame = store.joint_counts(sources.database, use_cases=[use_case], since=since, until=sources.as_of)
    return found


def decisions_of(sources: Sources, use_case: str, *, since: date) -> int:
    """How many decisions, decided or not, since a day; counted once, by the first attribute."""
    counts = single_counts(sources, use_case, since=since)
    if counts.empty:
        return 0
    one = counts[counts["attribute"] == counts["attribute"].iloc[0]]
    return int(one["n"].sum() + one["undecided"].sum())


def summed(counts: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """COUNTS summed over everything but the keys."""
    return counts.groupby(list(keys), as_index=False, sort=True, observed=True)[list(COUNTS)].sum()
