"""Champion against challenger from the store: two versions of a use case, or two use cases, and what would flip."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_scores import has_scores, score_counts
from dashboard.domain.references import LARGEST, Rule
from dashboard.domain.repeated_subjects import SUBJECT_SUMS, effects_of, with_effects
from dashboard.domain.score_series import ScoreSeries
from dashboard.domain.summing import summed
from dashboard.domain.two_models import beside
from dashboard.domain.wording import day
from dashboard.services.screens.promotion import Contender, Decided, Flip, of_version, promoted
from dashboard.services.sources import Sources

LEAST = 30  # people of a group that is compared, as in an audit of one file


@dataclass(frozen=True, slots=True)
class Side:
    """A contender with the days that it is judged by (None for rows of a file), and how many decisions they hold."""

    who: Contender
    since: date | None
    until: date | None
    decisions: int

    @property
    def window(self) -> str:
        """In words."""
        return f"{day(self.since)} to {day(self.until)}" if self.since and self.until else "the same rows"


@dataclass(frozen=True, slots=True, eq=False)
class TwoModels:
    """Both side by side.

    Attributes:
        rows: what `beside` gives.
        clauses: every clause about fairness that is held against the champion's use case.
        left_out: attributes or groups that only one of them has, or too small to show.
        paired: whether both decided about the same people.
        why_not: a sentence where nothing can be compared.
    """

    key: str
    champion: Side | None
    challenger: Side | None
    rows: pd.DataFrame
    clauses: tuple[Flip, ...]
    left_out: tuple[str, ...]
    confidence: float
    paired: bool = False
    why_not: str = ""


def load_versions(sources: Sources, use_case: str) -> tuple[str, ...]:
    """The model versions with decisions up to the date of the page, the newest first."""
    singles = DecisionStore(sources.store).single_counts(sources.database, use_cases=[use_case], until=sources.as_of)
    return newest_first(singles)


def newest_first(singles: pd.DataFrame) -> tuple[str, ...]:
    """The model versions of daily counts by the last day of each."""
    last = singles.groupby("model_version")["day"].max().sort_values(ascending=False, kind="stable")
    return tuple(str(name) for name in last.index if name)


def load_two_models(
    sources: Sources, champion: Contender, challenger: Contender, *, days: int, attribute: str = ""
) -> TwoModels:
    """The last `days` of each until the date of the page; a version that ended earlier is judged as of its last day.

    With `attribute` the rows are of this one alone; clauses are held against all.
    """
    both = [_read(sources, one) for one in (champion, challenger)]
    key = repr((champion, challenger, days, attribute, sources.as_of))
    absent = [one.who.words for one in both if one.singles.empty]
    if absent or champion == challenger:
        why = f"{absent[0]} has no decisions." if absent else "A model compared with itself has nothing to show."
        return _nothing(sources, key, why)
    least = sources.charter.defaults.min_display
    counted = [_window(sources, one, days) for one in both]
    wanted = [frame[frame["attribute"] == attribute] if attribute else frame for frame, _ in counted]
    was, now, left_out = _in_both(wanted[0], wanted[1], least)
    if was.empty:
        return _nothing(sources, key, f"{champion.words} and {challenger.words} share no attribute with groups.")
    rule = Rule(LARGEST, sources.charter.defaults.confidence, LEAST)
    sides = counted[0][1], counted[1][1]
    rows = [beside(was, now, rule), *_by_scores(sources, sides, rule, (attribute, least))]
    clauses = promoted(sources, both[0], both[1])
    return TwoModels(key, *sides, pd.concat(rows, ignore_index=True), clauses, left_out, rule.confidence)


def _nothing(sources: Sources, key: str, why: str) -> TwoModels:
    return TwoModels(key, None, None, pd.DataFrame(), (), (), sources.charter.defaults.confidence, why_not=why)


def _read(sources: Sources, who: Contender) -> Decided:
    store, until = DecisionStore(sources.store), sources.as_of
    singles = of_version(store.single_counts(sources.database, use_cases=[who.use_case], until=until), who)
    joints = of_version(store.joint_counts(sources.database, use_cases=[who.use_case], until=until), who)
    last = until if singles.empty else min(pd.Timestamp(singles["day"].max()).date(), until)
    return Decided(who, last, singles, joints)


def _window(sources: Sources, one: Decided, days: int) -> tuple[pd.DataFrame, Side]:
    since = one.until - timedelta(days=days - 1)
    here = one.singles[pd.to_datetime(one.singles["day"]) >= pd.Timestamp(since)]
    counts = _widened(sources, one, since, summed(here, "attribute", "group"))
    first = counts[counts["attribute"] == counts["attribute"].iloc[0]]
    return counts, Side(one.who, since, one.until, int(first["n"].sum()))


def _widened(sources: Sources, one: Decided, since: date, counts: pd.DataFrame) -> pd.DataFrame:
    """With what people who come again take away, by the months that the window touches, whichever version decided."""
    people = DecisionStore(sources.store).subject_sums(sources.database, one.who.use_case)
    month = pd.to_datetime(people["month"])
    here = people[(month >= pd.Timestamp(since).replace(day=1)) & (month <= pd.Timestamp(one.until))]
    if here.empty:
        return counts
    sums = here.groupby(["attribute", "group"], as_index=False, sort=False)[list(SUBJECT_SUMS)].sum()
    return with_effects(counts, effects_of(sums), ["attribute", "group"])


def _by_scores(sources: Sources, sides: tuple[Side, Side], rule: Rule, shown: tuple[str, int]) -> list[pd.DataFrame]:
    """How well the scores of each rank the people of each group, where both have scores; whole months."""
    attribute, least = shown
    ranked = [_ranked(sources, side) for side in sides]
    wanted = [frame[frame["attribute"] == attribute] if attribute else frame for frame in ranked]
    was, now, _ = _in_both(wanted[0], wanted[1], least)
    return [] if was.empty else [beside(was, now, rule)]


def _ranked(sources: Sources, side: Side) -> pd.DataFrame:
    store, who = DecisionStore(sources.store), side.who
    series = ScoreSeries(lambda name: of_version(score_counts(sources.database, store, name), who))
    if side.since is None or side.until is None or not has_scores(sources.database, who.use_case):
        return series.between([], date.min, date.min)
    return series.between([who.use_case], side.since, side.until)


def _in_both(
    champion: pd.DataFrame, challenger: pd.DataFrame, least: int
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Groups that both have and that are large enough to show, and who is left out."""
    pairs = [list(zip(frame["attribute"], frame["group"], strict=True)) for frame in (champion, challenger)]
    large = [
        {pair for pair, n in zip(names, frame["n"], strict=True) if n >= least}
        for names, frame in zip(pairs, (champion, challenger), strict=True)
    ]
    kept = large[0] & large[1]
    was, now = (
        frame[[pair in kept for pair in names]].reset_index(drop=True)
        for names, frame in zip(pairs, (champion, challenger), strict=True)
    )
    return was, now, tuple(f"{attribute} {group}" for attribute, group in sorted({*pairs[0], *pairs[1]} - kept))
