"""The cheapest thresholds that keep a charter's line, tried over all thresholds of the reference with every other's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.domain.intervals import Limits, Mask, difference, ratio, wilson_limits, z
from dashboard.domain.metrics import METRICS, RATES, Metric
from dashboard.domain.references import BEST, LARGEST
from dashboard.domain.threshold_ladders import Ladder, Whole
from dashboard.domain.thresholds import Setting, by_name, setting
from dashboard.domain.thresholds_parity import Parity
from dashboard.domain.verdicts import COMPLIANT, verdict_codes

_AT_ONCE = 128  # thresholds of the reference: a few megabytes of intervals


@dataclass(frozen=True, slots=True)
class Line:
    """A charter's line for a metric.

    Attributes:
        lower, upper: infinite where the charter sets no such limit.
        reference: `largest`, or a group's name.
        confidence: of each interval.
        least: the smallest denominator that is judged.
    """

    metric: str
    lower: float
    upper: float
    reference: str
    confidence: float
    least: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The cheapest setting that keeps a line, or the reason why there is none.

    `proven`: every interval lies wholly inside, which is what the charter calls compliant; else only the values do.
    """

    setting: Setting | None
    proven: bool = False
    why_not: str = ""


def cheapest_kept(ladders: Sequence[Ladder], line: Line, cost_ratio: float) -> Kept:
    """The cheapest proven setting, else the cheapest whose values lie inside the line."""
    metric, ordered = METRICS[line.metric], by_name(ladders)
    if (refusal := _not_searched(metric, line)) is not None:
        return Kept(None, why_not=refusal)
    if metric.over == "all":
        return _between_extremes(ordered, line, metric, cost_ratio)
    leader = _reference(ordered, line)
    if leader is None:
        return Kept(None, why_not=f"the reference group {line.reference} is not among the groups")
    for proven in (True, False):
        found = _against(ordered, (leader, line, metric), cost_ratio, proven=proven)
        if found is not None:
            return Kept(found, proven)
    return Kept(None, why_not="no setting of thresholds lies inside the line")


def _not_searched(metric: Metric, line: Line) -> str | None:
    plain = len(metric.rates) == 1 and RATES[metric.rate].scale == "share" and not metric.scores
    if not plain or metric.way not in ("pair", "extremes") or (metric.over == "all" and metric.kind == "ratio"):
        return f"thresholds are not searched by {metric.plain}"
    if metric.over == "reference" and line.reference == BEST:
        return "thresholds are not searched against the best group, which changes with them"
    return None


def _reference(ladders: Sequence[Ladder], line: Line) -> Ladder | None:
    if line.reference == LARGEST:
        return min(ladders, key=lambda one: (-one.people, one.group))
    return next((one for one in ladders if one.group == line.reference), None)


def _between_extremes(ladders: Sequence[Ladder], line: Line, metric: Metric, cost_ratio: float) -> Kept:
    """The largest minus the smallest has no interval that a search could hold against a line one by one."""
    if any(np.isnan(one.shares(metric.rate)).any() for one in ladders):
        return Kept(None, why_not=f"{RATES[metric.rate].plain}: not every threshold has this rate")
    found = Parity(ladders, metric.rate, cost_ratio).cheapest(line.upper)
    if line.lower <= found.gap <= line.upper:
        return Kept(found.setting)
    return Kept(None, why_not="no setting of thresholds lies inside the line")


def _against(
    ladders: Sequence[Ladder], held: tuple[Ladder, Line, Metric], cost_ratio: float, *, proven: bool
) -> Setting | None:
    """Of each threshold of the reference the sum of what the others' cheapest cost; the least of these sums."""
    leader, line, metric = held
    places = [
        np.arange(len(one.thresholds)) if one is leader else _answers(one, leader, (line, metric, cost_ratio), proven)
        for one in ladders
    ]
    whole = np.flatnonzero(np.all([place >= 0 for place in places], axis=0) & _enough(leader, line, metric))
    if not len(whole):
        return None
    cost, selected = (
        np.sum([column[place[whole]] for column, place in zip(columns, places, strict=True)], axis=0)
        for columns in ([one.costs(cost_ratio) for one in ladders], [one.selected for one in ladders])
    )
    first = whole[int(np.lexsort((selected, cost))[0])]
    hidden = float("nan") if any(one.width for one in ladders) else 0.0
    return setting(ladders, [int(place[first]) for place in places], cost_ratio, hidden=hidden)


def _enough(one: Ladder, line: Line, metric: Metric) -> Mask:
    return np.asarray(RATES[metric.rate].of(one.counts())[1] >= max(line.least, 1))


def _answers(one: Ladder, leader: Ladder, how: tuple[Line, Metric, float], proven: bool) -> Whole:  # noqa: FBT001
    """For each threshold of the reference the cheapest place of this group that is inside the line, or -1."""
    line, metric, cost_ratio = how
    order = np.lexsort((one.selected, one.costs(cost_ratio)))
    own, theirs = (_limits(each, line, metric) for each in (one, leader))
    own = Limits(*(part[order] for part in own))
    enough = _enough(one, line, metric)[order]
    answers = []
    for start in range(0, len(leader.thresholds), _AT_ONCE):
        against = Limits(*(part[start : start + _AT_ONCE, None] for part in theirs))
        inside = _inside(own, against, (line, metric), proven=proven) & enough
        answers.append(np.where(inside.any(axis=1), order[inside.argmax(axis=1)], -1))
    return np.concatenate(answers)


def _limits(one: Ladder, line: Line, metric: Metric) -> Limits:
    return wilson_limits(*RATES[metric.rate].of(one.counts()), z(line.confidence))


def _inside(own: Limits, against: Limits, how: tuple[Line, Metric], *, proven: bool) -> Mask:
    line, metric = how
    with np.errstate(all="ignore"):
        value = own.point / against.point if metric.kind == "ratio" else own.point - against.point
    low, high = (value, value)
    if proven:
        low, high = (ratio if metric.kind == "ratio" else difference)(own, against)
    return np.asarray(verdict_codes(value, low, high, line.lower, line.upper) == COMPLIANT)
