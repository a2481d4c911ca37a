"""Shares of logged interactions held against a line with certainty: `rate` checks as columns.

What nobody recorded is never in a customer's favour and never proof against the use case: the lower bound reads every
unknown as a no, the upper bound as a yes, and the estimate as a no. A trend is judged by a test for a rising (or
falling) share over whole windows: only a proven one is a breach, and without enough windows nothing is said.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.domain import verdicts
from dashboard.domain.checks import RateCheck
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.intervals import wilson, z
from dashboard.domain.outcomes import (
    COMPLIANT,
    NO_REASON,
    NON_COMPLIANT,
    NOT_ASSESSED,
    REASON_CODE,
    WATCH,
    Outcome,
    reason_of,
)
from dashboard.domain.rate_facts import Numbers
from dashboard.domain.rate_gaps import GapFound, gaps
from dashboard.domain.rates import CONSENT, RATES, during
from dashboard.domain.record_columns import Truth
from dashboard.domain.statuses import Reason

Codes = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class RateMeasured:
    """What a rate finding was decided from; every array has a place for each record.

    `trend` is the test statistic of the trend (NaN where no trend was judged), positive where the share rises;
    `by_trend` marks records that the trend decided. `gap` holds the deciding comparison of a check across groups.
    """

    check: RateCheck
    yes: Numbers
    unknown: Numbers
    n: Numbers
    value: Numbers
    low: Numbers
    high: Numbers
    trend: Numbers
    by_trend: Truth
    gap: dict[int, GapFound]


def assess_rate(check: RateCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds RateMeasured."""
    since = check.window.before(terms.as_of)
    yes, unknown, n = subject.interactions.totals(_name(check), since, terms.as_of, len(subject)).T
    value, low, high = _interval(check, (yes, unknown, n), terms)
    trend = _trend(check, subject, terms)
    found = {} if check.gap_across is None else gaps(check, subject, terms)
    status, reason = _across(found, n) if check.gap_across is not None else _held(check, (value, low, high), n)
    by_trend = np.zeros(len(subject), dtype=bool)
    if check.trend is not None:
        status, reason, by_trend = _with_trend(check, status, reason, trend, terms=terms)
    known = (yes, unknown, n)
    status, reason = _without_proof(check, subject, terms, known, (status, reason))
    made = RateMeasured(check, yes, unknown, n, value, low, high, trend, by_trend, found)
    return Outcome(check, status, reason, made)


def measured(outcome: Outcome) -> Truth:
    """Where the log has said anything at all about the rate."""
    made: RateMeasured = outcome.behind
    return np.asarray(made.n > 0)


def confidence_of(check: RateCheck, terms: Terms) -> float:
    """Of the interval; 1 for a census, which has none."""
    if check.confidence == "none":
        return 1.0
    return terms.defaults.confidence if check.confidence is None else check.confidence


def _name(check: RateCheck) -> str:
    return during(check.rate, check.during)


def _interval(
    check: RateCheck, counts: tuple[Numbers, Numbers, Numbers], terms: Terms
) -> tuple[Numbers, Numbers, Numbers]:
    """The share with the unknown as no; bounds with the unknown as no and as yes."""
    yes, unknown, n = counts
    value = np.divide(yes, n, out=np.full(len(n), np.nan), where=n > 0)
    if check.confidence == "none":
        return value, value, np.divide(yes + unknown, n, out=np.full(len(n), np.nan), where=n > 0)
    quantile = z(confidence_of(check, terms))
    return value, wilson(yes, n, quantile)[0], wilson(yes + unknown, n, quantile)[1]


def _held(check: RateCheck, interval: tuple[Numbers, Numbers, Numbers], n: Numbers) -> tuple[Codes, Codes]:
    lower = -np.inf if check.at_least is None else check.at_least / check.per
    upper = np.inf if check.at_most is None else check.at_most / check.per
    says = verdicts.verdict_codes(*interval, lower, upper)
    if check.at_least is None and check.at_most is None:
        says = np.full(len(n), verdicts.COMPLIANT, dtype=np.int8)
    few = np.where(n < check.min_n, np.int8(verdicts.TOO_FEW), says)
    return codes_of(few)


def codes_of(says: NDArray[np.int8]) -> tuple[Codes, Codes]:
    """Status and reason codes of verdicts."""
    statuses = np.array([NON_COMPLIANT, WATCH, COMPLIANT, NOT_ASSESSED, NOT_ASSESSED], dtype=np.int8)
    whys = [NO_REASON, *(REASON_CODE[name] for name in (Reason.POINT_OVER,)), NO_REASON]
    whys += [REASON_CODE[Reason.TOO_FEW], REASON_CODE[Reason.UNDECIDED]]
    return statuses[says], np.array(whys, dtype=np.int8)[says]


def _across(found: dict[int, GapFound], n: Numbers) -> tuple[Codes, Codes]:
    status = np.full(len(n), NOT_ASSESSED, dtype=np.int8)
    reason = np.full(len(n), REASON_CODE[Reason.NOT_COLLECTED], dtype=np.int8)
    for row, gap in found.items():
        status[row], reason[row] = gap.status, gap.reason
    return status, reason


def _trend(check: RateCheck, subject: Subject, terms: Terms) -> Numbers:
    """Cochran and Armitage's statistic over the last whole windows; NaN where one of them holds too few."""
    size = len(subject)
    if check.trend is None or check.periods is None:
        return np.full(size, np.nan)
    length = max(round(check.window.days), 1)
    ends = [terms.as_of - timedelta(days=length * back) for back in range(check.periods)][::-1]
    windows = [_window(check, subject, end) for end in ends]
    yes, n = (np.column_stack([window[:, place] for window in windows]) for place in (0, 2))
    place = np.arange(check.periods, dtype=float)
    total, share = n.sum(axis=1), np.divide(yes.sum(axis=1), n.sum(axis=1), out=np.zeros(size), where=n.sum(axis=1) > 0)
    centre = np.divide((n * place).sum(axis=1), total, out=np.zeros(size), where=total > 0)
    spread = share * (1 - share) * (n * (place - centre[:, None]) ** 2).sum(axis=1)
    lean = ((yes - n * share[:, None]) * place).sum(axis=1)
    statistic = np.divide(lean, np.sqrt(spread), out=np.zeros(size), where=spread > 0)
    return np.where((n >= check.min_n).all(axis=1), statistic, np.nan)


def _window(check: RateCheck, subject: Subject, end: date) -> Numbers:
    return subject.interactions.totals(_name(check), check.window.before(end), end, len(subject))


def _with_trend(
    check: RateCheck, status: Codes, reason: Codes, trend: Numbers, *, terms: Terms
) -> tuple[Codes, Codes, Truth]:
    """The worse of the line and the trend; where they are as bad as each other the line speaks."""
    lean = trend if check.trend == "not_rising" else -trend
    level = terms.defaults.confidence if check.confidence in (None, "none") else float(check.confidence or 0)
    proven = lean > z(2 * level - 1)
    own = np.select([np.isnan(lean), proven], [NOT_ASSESSED, NON_COMPLIANT], COMPLIANT).astype(np.int8)
    why = np.where(np.isnan(lean), REASON_CODE[Reason.TOO_FEW], NO_REASON).astype(np.int8)
    worse = own < status
    return np.where(worse, own, status), np.where(worse, why, reason), worse


def _without_proof(
    check: RateCheck,
    subject: Subject,
    terms: Terms,
    known: tuple[Numbers, Numbers, Numbers],
    said: tuple[Codes, Codes],
) -> tuple[Codes, Codes]:
    """Where the log is missing, old, silent or too often blank, that is all there is to say."""
    _, unknown, n = known
    last = subject.interactions.newest(check.rate)
    still = check.window if RATES[check.rate].source == CONSENT else terms.defaults.stale_after
    oldest = terms.today - np.timedelta64(round(still.days), "D")
    blank = np.divide(unknown, n, out=np.zeros(len(n)), where=n > 0) > terms.defaults.max_not_recorded
    absent = np.isnat(last) | (n <= 0)
    cases = [
        (np.isnat(last), Reason.NO_DATA),
        (last < oldest, Reason.STALE),
        (absent, Reason.NO_DATA),
        (blank & (n >= check.min_n), Reason.NOT_RECORDED),
    ]
    conditions = [condition for condition, _ in cases]
    codes = [REASON_CODE[name] for _, name in cases]
    status = np.where(np.any(conditions, axis=0), NOT_ASSESSED, said[0]).astype(np.int8)
    return status, np.select(conditions, codes, said[1]).astype(np.int8)


def reason_at(outcome: Outcome, row: int) -> Reason | None:
    """The reason of one record."""
    return reason_of(int(outcome.reason[row]))
