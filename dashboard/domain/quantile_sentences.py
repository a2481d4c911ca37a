"""What was counted of times and amounts, in a sentence: the reasons of `quantile` findings, with interval and n."""

from typing import Any

import numpy as np

from dashboard.domain.amounts import AMOUNTS, Amount
from dashboard.domain.checks import FieldOperand, QuantileCheck
from dashboard.domain.durations import Duration
from dashboard.domain.facts import Terms
from dashboard.domain.field_words import plain_field, plain_words
from dashboard.domain.intervals import Limits
from dashboard.domain.lengths import length, of_hundred
from dashboard.domain.order_statistics import rank_of
from dashboard.domain.quantile_findings import QuantileMeasured, held, line_of, verdict_of
from dashboard.domain.rate_sentences import VERDICTS
from dashboard.domain.statuses import Reason, Status
from dashboard.domain.verdicts import COMPLIANT, NON_COMPLIANT
from dashboard.domain.wording import day, plural, share

MORE = (1.25, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256)
OPEN = (Reason.UNDECIDED, Reason.POINT_OVER)
WHOM = {"opted_out": "those who opted out", "everyone": "everyone"}


def quantile_sentence(found: QuantileMeasured, row: int, said: tuple[Status, Reason | None], *, terms: Terms) -> str:
    """What was measured and against which line, or why nothing can be said."""
    simple = _simple(found, row, said[1], terms)
    if simple is not None:
        return simple
    if said[1] == Reason.TOO_FEW:
        return _too_few(found, row, terms)
    line = f"the line is {threshold(found.check)}{_line_of_field(found, row)}"
    more = _more(found, row, terms) if said[1] in OPEN else ""
    return f"{_measured(found, row)}; {line}: {VERDICTS[said[0]]}.{_apart(found, row)}{more}"


def quantile_measured(found: QuantileMeasured, row: int) -> dict[str, Any] | None:
    """The measurement as the JSON contract has it, in seconds, days or times; None where nothing was measured."""
    check, n = found.check, int(found.window.n[row])
    if not n or np.isnan(found.value[row]):
        return None
    name = f"{check.quantile}_p{100 * check.p:g}" + ("" if check.to is None else "_ratio")
    numbers = {side: _finite(float(getattr(found, side)[row])) for side in ("value", "low", "high")}
    return {"metric": name, "attribute": None, "group": check.compare, "reference": check.to, **numbers, "n": n}


def threshold(check: QuantileCheck) -> str:
    """`at most 1 hour`, `at most 1.5 times`, `at most the retention days of the record`."""
    if check.ratio_at_most is not None:
        return f"at most {check.ratio_at_most:g} times"
    word, limit = ("at most", check.at_most) if check.at_most is not None else ("at least", check.at_least)
    if isinstance(limit, FieldOperand):
        return f"{word} the {plain_field(limit.field)} of the record"
    if isinstance(limit, Duration):
        return f"{word} {limit.words}"
    return f"{word} {length(line_of(check.quantile, limit), AMOUNTS[check.quantile].unit)}"


def _finite(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None


def _line_of_field(found: QuantileMeasured, row: int) -> str:
    operand = isinstance(found.check.at_most, FieldOperand) or isinstance(found.check.at_least, FieldOperand)
    return f" ({length(float(found.line[row]), _amount(found).unit)})" if operand else ""


def _amount(found: QuantileMeasured) -> Amount:
    return AMOUNTS[found.check.quantile]


def _measured(found: QuantileMeasured, row: int) -> str:
    check, amount, n = found.check, _amount(found), int(found.window.n[row])
    value, low, high = (float(getattr(found, name)[row]) for name in ("value", "low", "high"))
    hours = f", {plain_words(check.during)}" if check.during else ""
    if check.to is not None and found.other is not None:
        return _compared(found, row, (value, low, high))
    if check.p in (0, 1):
        word, known = ("at most", low) if check.p == 1 else ("at least", high)
        said = f"{word} {length(known, amount.unit)}" + (", where it is known," if found.window.unknown[row] else "")
        return f"{amount.plain}: {said} among {n:,} {amount.of}{hours} {_when(found, row)} (a census)"
    around = f"[{length(low, amount.unit)}, {length(high, amount.unit)}]"
    said = f"{amount.took} {length(value, amount.unit)} {around}"
    return f"{of_hundred(check.p)} {amount.of}{hours} {said}, n = {n:,} {_when(found, row)}"


def _compared(found: QuantileMeasured, row: int, limits: tuple[float, float, float]) -> str:
    check, amount, other = found.check, _amount(found), found.other
    assert other is not None and check.compare and check.to  # noqa: S101, PT018  # the caller looked
    mine, theirs = found.window.of(row), other.of(row)
    points = [
        length(float(one.at(np.array([rank_of(int(one.n[0]), check.p)]), unknown_first=first)[0]), amount.unit)
        for one, first in ((mine, False), (theirs, True))
    ]
    times = f"{_times(limits[0])} times as long [{_times(limits[1])}, {_times(limits[2])}]"
    whom = f"of {WHOM[check.compare]} {amount.took} {points[0]}, of {WHOM[check.to]} {points[1]}"
    sizes = f"n = {int(mine.n[0]):,} and {int(theirs.n[0]):,} {_when(found, row)}"
    return f"{of_hundred(check.p)} {amount.of} {whom}: {times}, {sizes}"


def _times(value: float) -> str:
    return f"{value:.2f}" if value < 1e6 else "without end"


def _when(found: QuantileMeasured, row: int) -> str:
    window = found.check.window
    return f"in {window.words}" if window else f"on {day(found.last_day[row].item())}"


def _apart(found: QuantileMeasured, row: int) -> str:
    amount = _amount(found)
    endless, unknown = int(found.window.endless()[row]), int(found.window.unknown[row])
    never = f" {endless:,} of them {amount.never}." if endless else ""
    return never + (f" Not recorded for {unknown:,} of them, {amount.unrecorded}." if unknown else "")


def _more(found: QuantileMeasured, row: int, terms: Terms) -> str:
    """How many more of the same kind would bring the interval to one side, where any number would."""
    window, other = found.window.of(row), None if found.other is None else found.other.of(row)
    line, n = found.line[row : row + 1], int(found.window.n[row])
    if found.check.p in (0, 1):
        return ""
    for times in MORE:
        limits: Limits = held(found.check, window, other, confidence=terms.defaults.confidence, times=times)
        if int(verdict_of(found.check, limits, line)[0]) in (COMPLIANT, NON_COMPLIANT):
            return f" About {round(n * (times - 1)):,} more would settle it, were they like these."
    return " It sits so near the line that more of the same would not soon settle it."


def _simple(found: QuantileMeasured, row: int, reason: Reason | None, terms: Terms) -> str | None:
    amount, check, last = _amount(found), found.check, found.last_day[row]
    n, unknown = int(found.window.n[row]), int(found.window.unknown[row])
    if reason == Reason.NO_DATA and np.isnat(last):
        return f"No log has been read yet from which {plain_words(check.quantile)} could be told."
    if reason == Reason.NO_DATA:
        whom = "" if check.compare is None else f" of {WHOM[check.compare]}"
        return f"The last {check.window.words if check.window else 'day'} hold no {amount.of}{whom}."
    if reason == Reason.STALE:
        return (
            f"The newest {amount.of} are of {day(last.item())}, more than {terms.defaults.stale_after.words} before "
            f"{day(terms.as_of)}."
        )
    if reason == Reason.INTAKE_INCOMPLETE:
        return f"The line is {threshold(check)}, which nobody has recorded."
    if reason == Reason.NOT_RECORDED:
        limit = share(terms.defaults.max_not_recorded, 1)
        return (
            f"{amount.plain} was not recorded for {share(unknown, n)} of {n:,} {amount.of}; at most {limit} may be "
            f"unknown, and an unknown one is {amount.unrecorded}."
        )
    return None


def _too_few(found: QuantileMeasured, row: int, terms: Terms) -> str:
    amount, needed, least = _amount(found), found.check.min_n, terms.defaults.min_display
    sizes = [(found.check.compare, int(found.window.n[row]))]
    sizes += [] if found.other is None else [(found.check.to, int(found.other.n[row]))]
    group, n = min(sizes, key=lambda one: one[1])
    whom = f" of {WHOM[group]}" if group else ""
    if n < least:
        return f"{amount.plain}: fewer than {least} of the {needed:,} {amount.of}{whom} needed."
    more = plural(needed - n, "more", "more")
    return f"{amount.plain}: {n:,} of the {needed:,} {amount.of}{whom} needed {_when(found, row)}, {more}."
