"""Decision counts as the explorers of the pages need them: windows, months, intersections, strata."""

from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.queries.fairness import bases_of
from dashboard.domain.repeated_subjects import SUBJECT_SUMS, effects_of, with_effects
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
        bases: what else was counted, `scores` and `amounts`; these are read where a measure asks for them.
        people: month, attribute, group and SUBJECT_SUMS, where the log names subjects; then `monthly`, and all that is
            cut below, has the EFFECTS of its groups beside its counts.
    """

    key: str
    daily: pd.DataFrame
    joint: pd.DataFrame
    monthly: pd.DataFrame
    bases: frozenset[str] = frozenset({"decisions"})
    people: pd.DataFrame = field(default_factory=pd.DataFrame)

    def since(self, day: date) -> pd.DataFrame:
        """Daily counts from this day on."""
        return self._widened(self.daily[self.daily["day"] >= pd.Timestamp(day)], day)

    def months_since(self, day: date) -> pd.DataFrame:
        """Joint counts from the month of this day on."""
        return self._widened(self.joint[self.joint["month"] >= _month(day)], day)

    def months(self) -> pd.DataFrame:
        """Every joint count, each month with its own effects."""
        return _by_month(self.joint, self.people)

    def people_since(self, day: date) -> pd.DataFrame:
        """attribute, group, decided, unnamed, EFFECTS of all months from that of this day on; empty where unknown."""
        if self.people.empty:
            return self.people
        here = self.people[self.people["month"] >= _month(day)]
        sums = here.groupby(["attribute", "group"], as_index=False, sort=False)[list(SUBJECT_SUMS)].sum()
        return effects_of(sums).assign(decided=sums["decided"])

    def _widened(self, counts: pd.DataFrame, day: date) -> pd.DataFrame:
        people = self.people_since(day)
        return counts if people.empty else with_effects(counts, people, ["attribute", "group"])


def _month(day: date) -> pd.Timestamp:
    return pd.Timestamp(day).replace(day=1)


def _by_month(counts: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    if people.empty:
        return counts
    effects = effects_of(people[["month", "attribute", "group", *SUBJECT_SUMS]])
    return with_effects(counts, effects, ["month", "attribute", "group"])


def load_counts(sources: Sources, use_case: str) -> CountsOf:
    """Both levels of counts of a use case, with days and months as time stamps."""
    store, known = DecisionStore(sources.store), pd.Timestamp(sources.as_of)
    daily, joint = store.both_levels(sources.database, use_case)
    people = _until(store.subject_sums(sources.database, use_case), "month", known)
    found = counts_of(use_case, _until(daily, "day", known), _until(joint, "month", known), people)
    return replace(found, bases=bases_of(sources.database, use_case))


def _until(counts: pd.DataFrame, time: str, known: pd.Timestamp) -> pd.DataFrame:
    late = counts[time].to_numpy() > known.to_numpy()
    return counts[~late].reset_index(drop=True) if late.any() else counts


def counts_of(use_case: str, daily: pd.DataFrame, joint: pd.DataFrame, people: pd.DataFrame | None = None) -> CountsOf:
    """Both levels of a use case, and the months that follow from its days."""
    known = pd.DataFrame() if people is None else people
    months = daily["day"].to_numpy().astype("datetime64[M]").astype("datetime64[s]")
    by_month = summed(daily.assign(month=pd.DatetimeIndex(months)), "attribute", "month", "group")
    return CountsOf(use_case, daily, joint, _by_month(by_month, known), people=known)


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
