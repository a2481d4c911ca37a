"""How long customers waited: a quantile by month, by channel and by group, and of those who opted out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isnan

import numpy as np
import pandas as pd

from dashboard.adapters import event_store
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.amount_facts import Window, window_of
from dashboard.domain.amounts import AMOUNTS, OPTED_OUT
from dashboard.domain.checks import QuantileCheck
from dashboard.domain.field_words import plain_words
from dashboard.domain.lengths import length, of_hundred
from dashboard.domain.measured_checks import RateCheck
from dashboard.domain.quantile_findings import limits_of, line_of
from dashboard.domain.rates import ALL, during
from dashboard.domain.wording import day, listed, sentence_case
from dashboard.services.screens.customers import checks_of
from dashboard.services.screens.figures import Figures
from dashboard.services.screens.trend import Point, Trend
from dashboard.services.screens.versions import versions_of
from dashboard.services.sources import Sources

SHOWN = ("waiting_time", "handoff_wait")
DAYS = 30
EVERYONE = "Everyone"


@dataclass(frozen=True, slots=True)
class GroupTime:
    """One group of the last 30 days; seconds, NaN where too few are known to show, infinite where it has no end."""

    by: str
    group: str
    value: float
    low: float
    high: float
    n: int
    never: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Times:
    """A wait of one use case: its months, its groups, and which clauses judge it."""

    title: str
    caption: str
    trend: Trend | None
    groups: tuple[GroupTime, ...]
    line: float | None
    covered: str


def load_times(sources: Sources, use_case: str, measure: str) -> Times:
    """The quantile that the charter names (else 90 of 100) of one wait."""
    check = line_check(sources, measure)
    p = check.p if check else usual_p(sources, measure)
    name = during(measure, check.during if check else None)
    counts = event_store.times(sources.database, DecisionStore(sources.store), [use_case])
    counts = counts[(counts["measure"] == name) & (counts["day"] <= pd.Timestamp(sources.as_of))]
    line = None if check is None else line_of(measure, check.at_most)  # type: ignore[arg-type]
    groups = _groups(sources, counts, p)
    whole = next((one for one in groups if one.group == EVERYONE), None)
    said = "too few to show" if whole is None else _words(whole.value)
    amount, hours = AMOUNTS[measure], ", opening hours" if check and check.during else ""
    caption = f"Last {DAYS} days, {of_hundred(p)} {amount.of}{hours} · to {day(sources.as_of)}"
    title = f"{amount.plain}: {of_hundred(p)} {amount.took} {said}"
    points = _points(sources, counts[counts["attribute"] == ALL], p)
    sure = f"{sources.charter.defaults.confidence:.0%}".replace("%", " %")
    trend = Trend(
        amount.plain, f"{amount.plain} by month", f"Seconds · {sure} interval · to {day(sources.as_of)}", ratio=False,
        lower=None, upper=line, points=points, events=versions_of(sources, use_case, points), ideal=False,
        figures=Figures(0),
    )  # fmt: skip
    return Times(title, caption, trend if points else None, groups, line, _covered(sources, measure))


def line_check(sources: Sources, measure: str) -> QuantileCheck | None:
    """The charter's check that holds this amount against a length of time."""
    held = [part for part in checks_of(sources) if isinstance(part, QuantileCheck) and part.quantile == measure]
    return next((part for part in held if part.at_most is not None and 0 < part.p < 1), None)


def usual_p(sources: Sources, measure: str) -> float:
    """Which quantile of an amount the charter speaks of; 90 of 100 where it does not."""
    held = [part for part in checks_of(sources) if isinstance(part, QuantileCheck) and part.quantile == measure]
    return next((part.p for part in held if 0 < part.p < 1), 0.9)


def _covered(sources: Sources, measure: str) -> str:
    """Which comparisons of groups the charter promises, and that others are shown and not judged."""
    compared = [part.compare for part in checks_of(sources) if isinstance(part, QuantileCheck)
                and part.quantile == measure and part.compare]  # fmt: skip
    gaps = [part for part in checks_of(sources) if isinstance(part, RateCheck) and part.gap_across]
    whom = {OPTED_OUT: "those who opted out with everyone"}
    judged = f"A clause compares {listed([whom.get(one, one) for one in compared])}. " if compared else ""
    rates = f" (clauses compare {listed(sorted({plain_words(one.rate) for one in gaps}))} across them)" if gaps else ""
    return f"{judged}No clause compares this wait across channels, languages or other groups{rates}: shown, not judged."


def by_label(counts: pd.DataFrame, labels: "pd.Series[str]") -> tuple[list[str], Window]:
    """The histogram of each label, as rows of a window."""
    codes, names = pd.factorize(labels, sort=True)
    held = counts.assign(code=codes).sort_values(["code", "value"], kind="stable", na_position="last")
    columns = (held["code"].to_numpy(np.int64), held["value"].to_numpy(float), held["n"].to_numpy(np.int64))
    return [str(name) for name in names], window_of(*columns, size=len(names))


def _groups(sources: Sources, counts: pd.DataFrame, p: float) -> tuple[GroupTime, ...]:
    recent = counts[counts["day"] > pd.Timestamp(sources.as_of - timedelta(days=DAYS))]
    everybody = recent[recent["attribute"] == ALL]
    rows = _rows(sources, everybody, everybody["channel"].map(lambda _: EVERYONE), "", p)
    left = recent[recent["attribute"] == OPTED_OUT]
    rows += _rows(sources, left, left["channel"].map(lambda _: "Opted out"), "", p)
    rows += _rows(sources, everybody, everybody["channel"], "Channel", p)
    for attribute in sorted(set(recent["attribute"]) - {ALL, OPTED_OUT}):
        held = recent[recent["attribute"] == attribute]
        rows += _rows(sources, held, held["group"], sentence_case(plain_words(str(attribute))), p)
    return tuple(rows)


def _rows(sources: Sources, counts: pd.DataFrame, labels: "pd.Series[str]", by: str, p: float) -> list[GroupTime]:
    if counts.empty:
        return []
    names, window = by_label(counts, labels)
    limits = limits_of(p, window, sources.charter.defaults.confidence, worse=True)
    shown = window.n >= sources.charter.defaults.min_display
    value, low, high = (np.where(shown, side, np.nan) for side in limits)
    never = window.endless()
    return [
        GroupTime(by, name, float(value[row]), float(low[row]), float(high[row]),
                  int(window.n[row]) if shown[row] else 0, int(never[row]) if shown[row] else 0,
                  int(window.unknown[row]) if shown[row] else 0)
        for row, name in enumerate(names)
    ]  # fmt: skip


def _points(sources: Sources, counts: pd.DataFrame, p: float) -> tuple[Point, ...]:
    if counts.empty:
        return ()
    names, window = by_label(counts, counts["day"].dt.strftime("%Y-%m-01"))
    limits = limits_of(p, window, sources.charter.defaults.confidence, worse=True)
    sides = [side.tolist() for side in limits]
    least = sources.charter.defaults.min_display
    return tuple(
        _point(date.fromisoformat(name), [side[row] for side in sides], int(window.n[row]), least)
        for row, name in enumerate(names)
    )


def _point(month: date, limits: Sequence[float], n: int, least: int) -> Point:
    value, low, high = limits
    if n < least:
        return Point(month, None, None, None, 0, f"fewer than {least}")
    if not np.isfinite(value):
        return Point(month, None, None, None, n, "without end")
    return Point(month, value, low, high if np.isfinite(high) else value, n, "")


def group_table(found: Times) -> pd.DataFrame:
    """The numbers of the groups, in words and in seconds."""
    held = found.groups
    return pd.DataFrame(
        {
            "By": [one.by or "–" for one in held], "Group": [one.group for one in held],
            "At most": [_words(one.value) for one in held],
            "Interval": [f"{_words(one.low)} to {_words(one.high)}" for one in held],
            "n": [one.n for one in held], "Without end": [one.never for one in held],
            "Not recorded": [one.unknown for one in held],
        }
    )  # fmt: skip


def _words(value: float) -> str:
    return "–" if isnan(value) else length(value, "s")
