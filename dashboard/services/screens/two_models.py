"""Champion against challenger from the store: two versions of a use case, or two use cases, and what would flip."""

from dataclasses import dataclass

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.references import LARGEST, Rule
from dashboard.domain.two_models import beside
from dashboard.services.screens.promotion import Contender, Decided, Flip, of_version, promoted, valued
from dashboard.services.screens.two_model_counts import Side, amounts_of, in_both, scores_of, window_counts
from dashboard.services.sources import Sources

LEAST = 30  # people of a group that is compared, as in an audit of one file


@dataclass(frozen=True, slots=True, eq=False)
class TwoModels:
    """Both side by side.

    Attributes:
        rows: what `beside` gives.
        clauses: every clause about fairness that is held against the champion's use case.
        left_out: attributes or groups that only one of them has, or too small to show.
        paired: whether both decided about the same people.
        why_not: a sentence where nothing can be compared.
        unit: of amounts; empty where none are compared.
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
    unit: str = ""


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
    counted = [window_counts(sources, one, days) for one in both]
    wanted = [frame[frame["attribute"] == attribute] if attribute else frame for frame, _ in counted]
    was, now, left_out = in_both(wanted[0], wanted[1], least)
    if was.empty:
        return _nothing(sources, key, f"{champion.words} and {challenger.words} share no attribute with groups.")
    rule = Rule(LARGEST, sources.charter.defaults.confidence, LEAST)
    sides = counted[0][1], counted[1][1]
    parts = [beside(was, now, rule), *_by_scores(sources, sides, rule, (attribute, least))]
    amounts, unit = _by_amounts(sources, sides, rule, (attribute, least))
    rows = pd.concat([*parts, *amounts], ignore_index=True)
    clauses = promoted(sources, both[0], both[1])
    return TwoModels(key, *sides, rows, clauses, left_out, rule.confidence, unit=unit)


def _nothing(sources: Sources, key: str, why: str) -> TwoModels:
    return TwoModels(key, None, None, pd.DataFrame(), (), (), sources.charter.defaults.confidence, why_not=why)


def _read(sources: Sources, who: Contender) -> Decided:
    store, until = DecisionStore(sources.store), sources.as_of
    singles = of_version(store.single_counts(sources.database, use_cases=[who.use_case], until=until), who)
    joints = of_version(store.joint_counts(sources.database, use_cases=[who.use_case], until=until), who)
    last = until if singles.empty else min(pd.Timestamp(singles["day"].max()).date(), until)
    return Decided(who, last, singles, joints)


def _by_scores(sources: Sources, sides: tuple[Side, Side], rule: Rule, shown: tuple[str, int]) -> list[pd.DataFrame]:
    """How well the scores of each rank the people of each group, where both have scores; whole months."""
    attribute, least = shown
    ranked = [scores_of(sources, side) for side in sides]
    wanted = [frame[frame["attribute"] == attribute] if attribute else frame for frame in ranked]
    was, now, _ = in_both(wanted[0], wanted[1], least)
    return [] if was.empty else [beside(was, now, rule)]


def _by_amounts(
    sources: Sources, sides: tuple[Side, Side], rule: Rule, shown: tuple[str, int]
) -> tuple[list[pd.DataFrame], str]:
    """Means of amounts in the days of each, where both have some in the same unit; and that unit."""
    attribute, least = shown
    found = [valued(sources, side.who) for side in sides]
    if not found[0].unit or found[0].unit != found[1].unit:
        return [], ""
    frames = [amounts_of(one.sums, side) for one, side in zip(found, sides, strict=True)]
    wanted = [frame[frame["attribute"] == attribute] if attribute else frame for frame in frames]
    was, now, _ = in_both(wanted[0], wanted[1], least)
    return ([], "") if was.empty else ([beside(was, now, rule)], found[0].unit)
