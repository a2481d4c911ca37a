"""Quantiles of times and amounts held against a line with certainty: `quantile` checks as columns.

The interval is that of order statistics, which assumes nothing. What nobody recorded is on the side that is worse for
the use case in the estimate, and on either side in the interval; so it can leave a line unproven, and never be its
proof. The largest (p = 1) and the smallest (p = 0) are censuses: one over is a breach.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dashboard.domain import verdicts
from dashboard.domain.amount_facts import Ints, Numbers, Window
from dashboard.domain.amounts import AMOUNTS, fastest
from dashboard.domain.checks import FieldOperand, QuantileCheck
from dashboard.domain.durations import Duration
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.intervals import Limits, ratio
from dashboard.domain.order_statistics import order_ranks, rank_of
from dashboard.domain.outcomes import NON_COMPLIANT, NOT_ASSESSED, REASON_CODE, Outcome
from dashboard.domain.rate_findings import Codes, codes_of
from dashboard.domain.rates import ALL, during
from dashboard.domain.record_columns import Days, Truth
from dashboard.domain.statuses import Reason

ENDLESS = 1e9  # seconds: what a wait without end counts in a ratio
GROUPS = {"everyone": ALL}


@dataclass(frozen=True, slots=True)
class QuantileMeasured:
    """What a quantile finding was decided from; every array has a place for each record.

    `low` and `high` enclose `value`; all three are ratios where two groups are compared. `window` are the counts that
    decided, `other` those of the group that it is compared to.
    """

    check: QuantileCheck
    value: Numbers
    low: Numbers
    high: Numbers
    line: Numbers
    window: Window
    other: Window | None
    last_day: Days


def assess_quantile(check: QuantileCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds QuantileMeasured."""
    facts, size = subject.interactions.amounts, len(subject)
    name = during(check.quantile, check.during)
    since = None if check.window is None else check.window.before(terms.as_of)

    def counted(group: str | None) -> Window:
        return facts.window(name, since, terms.as_of, size, GROUPS.get(group or "everyone", group or ALL))

    window, other = counted(check.compare), None if check.to is None else counted(check.to)
    limits = held(check, window, other, confidence=terms.defaults.confidence)
    line = _line(check, subject)
    last = facts.last_day(name, terms.as_of, size)
    made = QuantileMeasured(check, *limits, line, window, other, last)
    status, reason = codes_of(_says(made))
    return Outcome(check, *_without_proof(made, terms, status, reason), made)


def measured(outcome: Outcome) -> Truth:
    """Where counts have said anything at all about the amount."""
    made: QuantileMeasured = outcome.behind
    return np.asarray(made.window.n > 0)


def held(check: QuantileCheck, window: Window, other: Window | None, *, confidence: float, times: float = 1) -> Limits:
    """The quantile, or the ratio of two, with its limits.

    A ratio combines the intervals of both quantiles by MOVER-R, as that of two shares does. Where one group is part
    of the other, their quantiles rise together, which this leaves out: the interval is then wider than it need be.

    Args:
        check: which quantile.
        window: the counts.
        other: those of the group that it is compared to, or None.
        confidence: of the interval.
        times: as if so many times as much had been counted, in the same shares.
    """
    if other is None:
        return limits_of(check.p, window, confidence, worse=check.at_least is None, times=times)
    first = limits_of(check.p, window, confidence, worse=True, times=times)
    second = limits_of(check.p, other, confidence, worse=False, times=times)
    spread = [Limits(part.point, np.asarray(fastest(part.low)), part.high) for part in (first, second)]
    finite = [Limits(*(np.minimum(np.maximum(side, 1), ENDLESS) for side in part)) for part in spread]
    low, high = ratio(*finite)
    empty = (window.n == 0) | (other.n == 0)
    return Limits(*(np.where(empty, np.nan, side) for side in (finite[0].point / finite[1].point, low, high)))


def limits_of(p: float, window: Window, confidence: float, *, worse: bool, times: float = 1) -> Limits:
    """The estimate with unknown ones where they are worse: last for a time that shall be short, else first."""

    def ranks(rank: Callable[[int], int]) -> Ints:
        sizes = [(n, round(n * times)) for n in window.n.tolist()]
        return np.array([-(-rank(many) * n // many) if n else 0 for n, many in sizes], dtype=np.int64)

    if p in (0, 1):
        low = high = ranks(lambda n: rank_of(n, p))
    else:
        low = ranks(lambda n: order_ranks(n, p, confidence)[0])
        high = ranks(lambda n: order_ranks(n, p, confidence)[1])
    point = window.at(ranks(lambda n: rank_of(n, p)), unknown_first=not worse)
    found = point, window.at(low, unknown_first=True), window.at(high, unknown_first=False)
    return Limits(*(np.where(window.n > 0, side, np.nan) for side in found))


def _line(check: QuantileCheck, subject: Subject) -> Numbers:
    """The line in the unit of the amount, by record; NaN where the field that sets it is unknown."""
    limit = check.ratio_at_most
    given = next((one for one in (limit, check.at_most, check.at_least) if one is not None), None)
    if isinstance(given, FieldOperand):
        found = subject.table.column(given.field).objects()
        return np.array([float(one) if isinstance(one, int | float) else np.nan for one in found])
    return np.full(len(subject), line_of(check.quantile, given))


def line_of(quantile: str, given: Duration | float | None) -> float:
    """A line of the charter in the unit of the amount."""
    if isinstance(given, Duration):
        return given.days if AMOUNTS[quantile].unit == "d" else round(given.hours * 3600, 6)
    return float("nan") if given is None else float(given)


def verdict_of(check: QuantileCheck, limits: Limits, line: Numbers) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    """What the interval proves about the line."""
    if check.at_least is not None:
        low = limits.low if AMOUNTS[check.quantile].unit == "d" else np.asarray(fastest(limits.low))
        return verdicts.verdict_codes(limits.point, low, limits.high, line, np.inf)
    return verdicts.verdict_codes(*limits, -np.inf, line)


def _says(made: QuantileMeasured) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    says = verdict_of(made.check, Limits(made.value, made.low, made.high), made.line)
    few = made.window.n < made.check.min_n
    if made.other is not None:
        few |= made.other.n < made.check.min_n
    return np.where(few, np.int8(verdicts.TOO_FEW), says)


def _without_proof(made: QuantileMeasured, terms: Terms, status: Codes, reason: Codes) -> tuple[Codes, Codes]:
    """Where counts are missing, old or too often blank, or the line is unknown, that is all there is to say."""
    oldest = terms.today - np.timedelta64(round(terms.defaults.stale_after.days), "D")
    n, unknown = made.window.n, made.window.unknown
    blank = np.divide(unknown, n, out=np.zeros(len(n)), where=n > 0) > terms.defaults.max_not_recorded
    unproven = (status != NON_COMPLIANT) & (n >= made.check.min_n)
    cases = [
        (np.isnat(made.last_day), Reason.NO_DATA),
        (made.last_day < oldest, Reason.STALE),
        (n <= 0, Reason.NO_DATA),
        (np.isnan(made.line), Reason.INTAKE_INCOMPLETE),
        (blank & unproven, Reason.NOT_RECORDED),
    ]
    conditions = [condition for condition, _ in cases]
    codes = [REASON_CODE[name] for _, name in cases]
    status = np.where(np.any(conditions, axis=0), NOT_ASSESSED, status).astype(np.int8)
    return status, np.select(conditions, codes, reason).astype(np.int8)
