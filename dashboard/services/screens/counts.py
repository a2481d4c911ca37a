"""Decision counts as the explorers of the pages need them: windows, months, intersections, strata."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_scores import has_scores
from dashboard.domain.summing import summed
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True, eq=False)
class CountsOf:
    """Everything counted about one use case up to the date of the page, read once for all its pickers.

    Attributes:
        key: the use case.
        daily: model_version, day, attribute, group and COUNTS.
        joint: model_version, month, attribute (crossed ones too), group, stratum and COUNTS.
        monthly: the daily counts by month, attribute and group, each with the first day of its month.
        scored: whether scores were counted too; they are read where a measure asks for them.
    """

    key: str
    daily: pd.DataFrame
    joint: pd.DataFrame
    monthly: pd.DataFrame
    scored: bool = False

    def since(self, day: date) -> pd.DataFrame:
        """Daily counts from this day on."""
        return self.daily[self.daily["day"] >= pd.Timestamp(day)]

    def months_since(self, day: date) -> pd.DataFrame:
        """Joint counts from the month of this day on."""
        return self.joint[self.joint["month"] >= pd.Timestamp(day).replace(day=1)]


def load_counts(sources: Sources, use_case: str) -> CountsOf:
    """Both levels of counts of a use case, with days and months as time stamps."""
    daily, joint = DecisionStore(sources.store).both_levels(sources.database, use_case)
    known = pd.Timestamp(sources.as_of)
    found = counts_of(use_case, _until(daily, "day", known), _until(joint, "month", known))
    return replace(found, scored=has_scores(sources.database, use_case))


def _until(counts: pd.DataFrame, time: str, known: pd.Timestamp) -> pd.DataFrame:
    late = counts[time].to_numpy() > known.to_numpy()
    return counts[~late].reset_index(drop=True) if late.any() else counts


def counts_of(use_case: str, daily: pd.DataFrame, joint: pd.DataFrame) -> CountsOf:
    """Both levels of a use case, and the months that follow from its days."""
    months = daily["day"].to_numpy().astype("datetime64[M]").astype("datetime64[s]")
    by_month = summed(daily.assign(month=pd.DatetimeIndex(months)), "attribute", "month", "group")
    return CountsOf(use_case, daily, joint, by_month)


def single_counts(sources: Sources, use_case: str, *, since: date, until: date | None = None) -> pd.DataFrame:
    """attribute, group and COUNTS, summed over the days from `since` to `until` (the date of the page)."""
    until = until or sources.as_of
    store = DecisionStore(sources.store)
    found: pd.DataFrame = store.single_counts(sources.database, use_cases=[use_case], since=since, until=until)
    return found


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
