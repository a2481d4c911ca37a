"""A rate across groups: the widest gap between two of them, held against a line with certainty.

Every two groups that are large enough are compared by Newcombe's interval, made wider so that all of them hold
together (Bonferroni). What nobody recorded is read as a no on one side and as a yes on the other, so that it can hide
a gap but never make one.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from dashboard.domain import verdicts
from dashboard.domain.checks import RateCheck
from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.intervals import Limits, difference, wilson, z
from dashboard.domain.outcomes import COMPLIANT, NO_REASON, NON_COMPLIANT, NOT_ASSESSED, REASON_CODE, WATCH
from dashboard.domain.rate_facts import Numbers
from dashboard.domain.rates import during
from dashboard.domain.statuses import Reason

_STATUS = {verdicts.NON_COMPLIANT: NON_COMPLIANT, verdicts.POINT_OVER: WATCH, verdicts.COMPLIANT: COMPLIANT}
_REASON = {verdicts.POINT_OVER: Reason.POINT_OVER, verdicts.UNDECIDED: Reason.UNDECIDED}


@dataclass(frozen=True, slots=True)
class GapFound:
    """The attribute that decided: the two groups furthest apart, their gap with its interval, and their sizes.

    `status` and `reason` are codes; numbers are NaN where no two groups could be compared. `untested` are attributes
    that the log does not hold; one without a recorded reason for that decides.
    """

    attribute: str
    status: int
    reason: int
    high_group: str = ""
    low_group: str = ""
    value: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    n: int = 0
    n_reference: int = 0
    untested: tuple[str, ...] = ()


def gaps(check: RateCheck, subject: Subject, terms: Terms) -> dict[int, GapFound]:
    """The deciding gap of every record whose log says anything about the rate."""
    asked = [check.gap_across] if isinstance(check.gap_across, str) else list(check.gap_across or [])
    since, name = check.window.before(terms.as_of), during(check.rate, check.during)
    held = {one: subject.interactions.by_group(name, one, since, terms.as_of) for one in asked}
    rows = {row for groups in held.values() for row in groups}
    return {row: _of_record(check, subject, terms, row, held) for row in sorted(rows)}


def _of_record(
    check: RateCheck, subject: Subject, terms: Terms, row: int, held: dict[str, dict[int, dict[str, Numbers]]]
) -> GapFound:
    plan = dict(subject.table.value(row, "attribute_plan") or [])
    logged = [name for name in held if row in held[name]]
    found = [_of_attribute(check, terms, name, held[name][row]) for name in logged]
    missing = [name for name in held if name not in logged]
    unexplained = [name for name in missing if plan.get(name) != "explained"]
    found += [GapFound(name, NOT_ASSESSED, REASON_CODE[Reason.NOT_COLLECTED]) for name in unexplained]
    worst = min(found, key=lambda one: (one.status, -np.nan_to_num(one.value)))
    return GapFound(**{name: getattr(worst, name) for name in GapFound.__slots__} | {"untested": tuple(missing)})


def _of_attribute(check: RateCheck, terms: Terms, attribute: str, groups: dict[str, Numbers]) -> GapFound:
    total = sum(numbers[2] for numbers in groups.values())
    missing = float(groups[NOT_RECORDED][2]) if NOT_RECORDED in groups else 0.0
    if missing > terms.defaults.max_not_recorded * total:
        return GapFound(
            attribute, NOT_ASSESSED, REASON_CODE[Reason.NOT_RECORDED], n=int(missing), n_reference=int(total)
        )
    known = {name: numbers for name, numbers in groups.items() if name != NOT_RECORDED}
    large = {name: numbers for name, numbers in known.items() if numbers[2] >= max(check.min_n, 1)}
    if len(large) < 2:
        return GapFound(
            attribute, NOT_ASSESSED, REASON_CODE[Reason.TOO_FEW], n=int(max((k[2] for k in known.values()), default=0))
        )
    covered = sum(numbers[2] for numbers in large.values()) / (total - missing)
    return _widest(check, terms, attribute, large, covered=covered)


def _widest(check: RateCheck, terms: Terms, attribute: str, large: dict[str, Numbers], *, covered: float) -> GapFound:
    pairs = [_pair(check, terms, large, pair) for pair in combinations(sorted(large), 2)]
    names, value, low, high = max(pairs, key=lambda pair: pair[1])
    line = float("inf") if check.at_most is None else check.at_most / check.per
    value_of, low_of, high_of = (np.array([pair[place] for pair in pairs]) for place in (1, 2, 3))
    says = [int(code) for code in verdicts.verdict_codes(value_of, low_of, high_of, -np.inf, line)]
    verdict = min(says)
    if verdict == verdicts.COMPLIANT and (max(says) != verdict or covered < terms.defaults.min_coverage):
        verdict = verdicts.UNDECIDED
    reason = _REASON.get(verdict)
    code = NO_REASON if reason is None else REASON_CODE[reason]
    sizes = int(large[names[0]][2]), int(large[names[1]][2])
    return GapFound(attribute, _STATUS.get(verdict, NOT_ASSESSED), code, *names, value, low, high, *sizes)


def _pair(
    check: RateCheck, terms: Terms, large: dict[str, Numbers], pair: tuple[str, str]
) -> tuple[tuple[str, str], float, float, float]:
    """The two groups, higher rate first; their gap and its interval over all pairs together."""
    rate = {name: large[name][0] / large[name][2] for name in pair}
    upper, lower = sorted(pair, key=lambda name: (-rate[name], name))
    level = terms.defaults.confidence if check.confidence in (None, "none") else float(check.confidence or 0)
    comparisons = len(large) * (len(large) - 1) // 2
    quantile = z(1 - (1 - level) / comparisons)
    low, high = difference(_limits(large[upper], quantile), _limits(large[lower], quantile))
    return (upper, lower), rate[upper] - rate[lower], float(low), float(high)


def _limits(numbers: Numbers, quantile: float) -> Limits:
    yes, unknown, n = numbers
    return Limits(np.asarray(yes / n), wilson(yes, n, quantile)[0], wilson(yes + unknown, n, quantile)[1])
