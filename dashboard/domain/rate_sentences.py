"""What the interaction log says, in a sentence: the reasons of `rate` findings, with interval, n and unknowns."""

from typing import Any

import numpy as np

from dashboard.domain.checks import RateCheck
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.field_words import plain_words
from dashboard.domain.outcomes import REASON_CODE
from dashboard.domain.rate_findings import RateMeasured, confidence_of
from dashboard.domain.rates import LOG_WORDS, RATES, ROW_WORDS
from dashboard.domain.statuses import Reason, Status
from dashboard.domain.wording import day, listed, sentence_case, share

VERDICTS = {
    Status.NON_COMPLIANT: "the whole interval is on the wrong side",
    Status.WATCH: "the estimate is over the line, its interval is not: not proven",
    Status.COMPLIANT: "the whole interval is on the right side",
    Status.NOT_ASSESSED: "the interval crosses the line, so nothing is proven",
}


def rate_sentence(
    found: RateMeasured, subject: Subject, row: int, said: tuple[Status, Reason | None], *, terms: Terms
) -> str:
    """What was measured and against which line, or why nothing can be said."""
    simple = _simple(found, subject, row, said[1], terms)
    if simple is not None:
        return simple
    if found.by_trend[row]:
        return f"{_measured(found, row, terms)}. {_trend(found, row, said)}"
    if found.check.gap_across is not None:
        return _gap(found, row, said)
    if said[1] == Reason.TOO_FEW:
        return _too_few(found, row, terms)
    held = f"{_measured(found, row, terms)}; the line is {threshold(found.check)}"
    return f"{held}: {VERDICTS[said[0]]}.{_blank(found, row)}"


def rate_measured(found: RateMeasured, row: int) -> dict[str, Any] | None:
    """The measurement as the JSON contract has it; None where nothing was measured."""
    gap = found.gap.get(row)
    if found.check.gap_across is not None:
        if gap is None or not np.isfinite(gap.value):
            return None
        where = {"attribute": gap.attribute, "group": gap.low_group, "reference": gap.high_group}
        numbers = {name: round(float(getattr(gap, name)), 6) for name in ("value", "low", "high")}
        return {"metric": f"{found.check.rate}_gap", **where, **numbers, "n": gap.n + gap.n_reference}
    if not found.n[row]:
        return None
    numbers = {name: round(float(getattr(found, name)[row]), 6) for name in ("value", "low", "high")}
    return {
        "metric": found.check.rate,
        "attribute": None,
        "group": None,
        "reference": None,
        **numbers,
        "n": int(found.n[row]),
    }


def threshold(check: RateCheck) -> str:
    """`at least 99.5 %`, `at most 10 per 10,000, not rising`."""
    limits = [("at least", check.at_least), ("at most", check.at_most)]
    said = [f"{word} {_amount(limit, check)}" for word, limit in limits if limit is not None]
    said += [check.trend.replace("_", " ")] if check.trend else []
    return ", ".join(said)


def _amount(limit: float, check: RateCheck) -> str:
    if check.per > 1:
        return f"{limit:g} per {check.per:,}"
    return f"{100 * limit:g} points" if check.gap_across is not None else f"{100 * limit:g} %"


def shown_rate(value: float, per: int) -> str:
    """A rate as a percentage, or per so many."""
    return f"{100 * value:.2f} %" if per <= 1 else f"{value * per:.1f} per {per:,}"


def _measured(found: RateMeasured, row: int, terms: Terms) -> str:
    check, rate = found.check, RATES[found.check.rate]
    value, low, high = (shown_rate(float(getattr(found, name)[row]), check.per) for name in ("value", "low", "high"))
    hours = f", {plain_words(check.during)}" if check.during else ""
    interval = "a census" if confidence_of(check, terms) == 1 and low == high else f"interval {low} to {high}"
    return f"{rate.plain}{hours}: {value} of {int(found.n[row]):,} {rate.of} in {check.window.words} ({interval})"


def _blank(found: RateMeasured, row: int) -> str:
    unknown = int(found.unknown[row])
    return f" Not recorded for {unknown:,} of them, {RATES[found.check.rate].unrecorded}." if unknown else ""


def _simple(found: RateMeasured, subject: Subject, row: int, reason: Reason | None, terms: Terms) -> str | None:
    rate, check = RATES[found.check.rate], found.check
    last, log = subject.interactions.newest(check.rate)[row], LOG_WORDS[rate.source]
    if reason == Reason.NO_DATA and np.isnat(last):
        return f"No log has been read yet from which {plain_words(check.rate)} could be told."
    if reason == Reason.NO_DATA:
        return f"The {log} of the last {check.window.words} holds no {rate.of}."
    if reason == Reason.STALE:
        limit = terms.defaults.stale_after.words
        newest = f"The newest {ROW_WORDS[rate.source]} is of {day(last.item())}"
        return f"{newest}, more than {limit} before {day(terms.as_of)}."
    if reason == Reason.NOT_RECORDED and found.unknown[row] > terms.defaults.max_not_recorded * found.n[row]:
        part = share(float(found.unknown[row]), float(found.n[row]))
        limit = share(terms.defaults.max_not_recorded, 1)
        return (
            f"{rate.plain} was not recorded for {part} of {int(found.n[row]):,} {rate.of}; at most {limit} may be "
            f"unknown, and an unknown one is {rate.unrecorded}."
        )
    return None


def _too_few(found: RateMeasured, row: int, terms: Terms) -> str:
    needed, held, rate = found.check.min_n, int(found.n[row]), RATES[found.check.rate]
    if held < terms.defaults.min_display:
        return f"{rate.plain}: fewer than {terms.defaults.min_display} of the {needed:,} {rate.of} needed."
    more = f"{held:,} of the {needed:,} {rate.of} needed in {found.check.window.words}, {needed - held:,} more"
    return f"{rate.plain}: {more}."


def _trend(found: RateMeasured, row: int, said: tuple[Status, Reason | None]) -> str:
    check = found.check
    over = f"over {check.periods} windows of {check.window.words}"
    if said[1] == Reason.TOO_FEW:
        return f"The trend {over} is not judged yet: each needs {check.min_n:,} {RATES[check.rate].of}."
    lean = "rising" if check.trend == "not_rising" else "falling"
    return f"It is {lean} {over} (z = {found.trend[row]:.1f}), which the clause refuses."


def _gap(found: RateMeasured, row: int, said: tuple[Status, Reason | None]) -> str:
    check, rate, gap = found.check, RATES[found.check.rate], found.gap.get(row)
    asked = [check.gap_across] if isinstance(check.gap_across, str) else list(check.gap_across or [])
    if gap is None:
        return (
            f"{rate.plain}: the {LOG_WORDS[rate.source]} holds none of {listed([plain_words(name) for name in asked])}."
        )
    untested = f" Not tested: {listed([plain_words(name) for name in gap.untested])}." if gap.untested else ""
    name = sentence_case(plain_words(gap.attribute))
    if gap.reason == REASON_CODE[Reason.NOT_COLLECTED]:
        return f"{name} is not in the {LOG_WORDS[rate.source]}, and no reason with its decider is recorded.{untested}"
    if gap.reason == REASON_CODE[Reason.NOT_RECORDED]:
        return f"{name} is not recorded for {share(gap.n, gap.n_reference)} of {gap.n_reference:,} {rate.of}.{untested}"
    if gap.reason == REASON_CODE[Reason.TOO_FEW]:
        return f"{name}: no two groups have the {check.min_n:,} {rate.of} needed in {check.window.words}.{untested}"
    numbers = f"{100 * gap.value:.1f} points (interval {100 * gap.low:.1f} to {100 * gap.high:.1f}"
    sizes = f"n = {gap.n:,} and {gap.n_reference:,})"
    held = f"{rate.plain}, {plain_words(gap.attribute)} {gap.high_group} before {gap.low_group}: {numbers}, {sizes}"
    return f"{held}; the line is {threshold(check)}: {VERDICTS[said[0]]}.{untested}"
