"""What a measured check cannot mean: bands upside down, metrics that do not exist, lines no sample can prove."""

import math
from collections.abc import Iterator
from difflib import get_close_matches
from statistics import NormalDist
from typing import Any

from dashboard.domain.charter import Charter
from dashboard.domain.charter_walk import Contradiction, Path_, PlacedCheck
from dashboard.domain.counted_rules import count_contradictions, quantile_contradictions
from dashboard.domain.measured_checks import CountCheck, FairnessCheck, QuantileCheck, RateCheck
from dashboard.domain.metrics import METRICS
from dashboard.domain.plain_text import shown
from dashboard.domain.rates import OPENING_HOURS, RATES, RATES_IN_HOURS


def measured_contradictions(placed: PlacedCheck, charter: Charter) -> Iterator[Contradiction]:
    """Everything wrong with one measured check."""
    check, path = placed.check, placed.path
    if isinstance(check, FairnessCheck | RateCheck | QuantileCheck):
        yield from _upside_down(check, path)
    if isinstance(check, FairnessCheck):
        yield from _unknown_metrics(check, path)
        yield from _bands(check, path)
        yield from _within(check, path)
        yield from _by_scores(check, path)
        yield from _unknown_attributes(check, path, charter)
    if isinstance(check, QuantileCheck):
        yield from quantile_contradictions(check, path)
    if isinstance(check, CountCheck):
        yield from count_contradictions(check, path)
    if isinstance(check, RateCheck):
        yield from _unknown_rate(check, path)
        yield from _unprovable(check, path, charter.defaults.confidence)


def nearest(word: str, known: Any) -> str | None:
    """The question that names the nearest known word, or None."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else None


def _unknown_rate(check: RateCheck, path: Path_) -> Iterator[Contradiction]:
    if check.rate not in RATES:
        expected = f"one of {', '.join(RATES)}"
        yield Contradiction((*path, "rate"), f"the rate {shown(check.rate)}", expected, nearest(check.rate, RATES))
    if check.during not in (None, OPENING_HOURS):
        yield Contradiction((*path, "during"), shown(str(check.during)), f"`{OPENING_HOURS}`, or nothing")
    elif check.during is not None and check.rate not in RATES_IN_HOURS:
        yield Contradiction((*path, "during"), f"hours for {shown(check.rate)}", f"one of {', '.join(RATES_IN_HOURS)}")


def _upside_down(check: FairnessCheck | RateCheck | QuantileCheck, path: Path_) -> Iterator[Contradiction]:
    low, high = check.at_least, check.at_most
    if isinstance(low, float | int) and isinstance(high, float | int) and low > high:
        yield Contradiction((*path, "at_least"), f"at_least {low:g} above at_most {high:g}", "the lower number first")


def _unknown_metrics(check: FairnessCheck, path: Path_) -> Iterator[Contradiction]:
    named: list[tuple[Path_, str]] = [((*path, "fairness"), check.fairness)]
    if isinstance(check.between, dict):
        named += [((*path, "between", metric), metric) for metric in check.between]
    for place, metric in named:
        if metric not in METRICS:
            expected = f"one of {', '.join(METRICS)}"
            yield Contradiction(place, f"the metric {shown(metric)}", expected, nearest(metric, METRICS))


def _bands(check: FairnessCheck, path: Path_) -> Iterator[Contradiction]:
    if isinstance(check.between, dict):
        if check.fairness not in check.between and check.fairness in METRICS:
            expected = f"a band for {shown(check.fairness)}, which is used where the use case names no metric"
            yield Contradiction((*path, "between"), "no band for it", expected)
        for metric, band in check.between.items():
            yield from _band(band, (*path, "between", metric))
    elif check.between is not None:
        yield from _band(check.between, (*path, "between"))


def _within(check: FairnessCheck, path: Path_) -> Iterator[Contradiction]:
    named = METRICS.get(check.fairness)
    if check.within and named is not None and not named.like_for_like:
        expected = "a metric that is taken within strata: one against a reference, or over all groups by pairs"
        yield Contradiction((*path, "within"), f"strata for {shown(check.fairness)}", expected)


def _by_scores(check: FairnessCheck, path: Path_) -> Iterator[Contradiction]:
    if check.basis != "decisions" and check.intersections:
        expected = f"attributes alone: {check.basis} are counted by single attribute"
        yield Contradiction((*path, "intersections"), f"crossed attributes for {shown(check.fairness)}", expected)
    bands = check.between if isinstance(check.between, dict) else {}
    for metric in bands:
        if metric in METRICS and METRICS[metric].basis != check.basis:
            expected = "a clause of its own: metrics of scores or amounts look at other people than those of decisions"
            yield Contradiction((*path, "between", metric), f"{shown(metric)} beside {shown(check.fairness)}", expected)


def _band(band: list[float], path: Path_) -> Iterator[Contradiction]:
    if not all(math.isfinite(end) for end in band):
        yield Contradiction(path, f"{band[0]:g} and {band[1]:g}", "finite numbers")
    elif band[0] > band[1]:
        found = f"a band from {band[0]:g} to {band[1]:g}"
        yield Contradiction(path, found, "the lower end first", f"Write [{band[1]:g}, {band[0]:g}].")


def _unknown_attributes(check: FairnessCheck, path: Path_, charter: Charter) -> Iterator[Contradiction]:
    known = charter.protected_attributes
    for index, attribute in enumerate(check.attributes if isinstance(check.attributes, list) else []):
        if known and attribute not in known:
            expected = f"one of protected_attributes: {', '.join(known)}"
            yield Contradiction((*path, "attributes", index), shown(attribute), expected, nearest(attribute, known))


def _unprovable(check: RateCheck, path: Path_, default: float) -> Iterator[Contradiction]:
    if check.trend and check.periods is None:
        yield Contradiction((*path, "trend"), "a trend without periods", "the key `periods` beside it")
    if check.confidence == "none" or check.gap_across is not None:
        return
    confidence = default if check.confidence is None else check.confidence
    for key in ("at_least", "at_most"):
        line = getattr(check, key)
        needed = None if line is None else smallest_proof(line / check.per, key, confidence)
        if needed is None and line is not None:
            hint = "Write `confidence: none` where every event is counted."
            yield Contradiction((*path, key), f"{key} {line:g}", "a line that a sample can prove", hint)
        elif needed is not None and needed > check.min_n:
            found = f"{key} {line:g} with min_n {check.min_n:,}, which not even a perfect sample of that size proves"
            yield Contradiction((*path, key), found, f"min_n of {needed:,} or more at confidence {confidence:g}")


def smallest_proof(line: float, key: str, confidence: float) -> int | None:
    """The fewest events with which a perfect sample's Wilson interval lies on the right side of the line.

    With n successes of n, Wilson's lower bound is n / (n + z^2); with none of n the upper one is z^2 / (n + z^2).
    None where no number of events is enough: a rate of 1, or of 0, is never proved by a sample.

    Source: Wilson 1927; fairness-statistics, section 5.
    """
    miss = 1 - line if key == "at_least" else line
    if miss <= 0:
        return None
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    return max(math.ceil(z * z * (1 - miss) / miss - 1e-9), 1)
