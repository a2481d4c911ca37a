"""How one group's treatment moves from month to month, with what happened to the model meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters.cases_store import register_of
from dashboard.adapters.queries import fairness as query
from dashboard.domain.columns import records
from dashboard.domain.counts import CROSS
from dashboard.domain.fairness import METRICS, compare
from dashboard.domain.summing import summed
from dashboard.domain.wording import day, plural
from dashboard.services.screens.charter_lines import CharterLine
from dashboard.services.screens.figures import SHARES, Figures
from dashboard.services.screens.suppression import withheld_crossed, withheld_months
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.words import absent, as_date, count
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Against:
    """Whose months are shown, and against whom they are held."""

    group: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """One month; value None where it does not exist, with the reason. `n` counts the group's decisions."""

    month: date
    value: float | None
    low: float | None
    high: float | None
    n: int
    why_not: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, numbered as in the boxes above the plot."""

    number: int
    on: date
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A series of months for one group, its events, and the charter's line; `ideal`: the axis holds no difference.

    `lines` says which line held from when on; where it is empty `lower` and `upper` held all the time.
    """

    group: str
    title: str
    caption: str
    ratio: bool
    lower: float | None
    upper: float | None
    points: tuple[Point, ...]
    events: tuple[Event, ...]
    every_group: tuple[str, ...] = ()
    ideal: bool = True
    figures: Figures = SHARES
    lines: tuple[CharterLine, ...] = ()

    @property
    def key(self) -> str:
        """The events in words."""
        return " · ".join(f"{event.number} {event.text}, {day(event.on)}" for event in self.events)


def trend_of(  # noqa: PLR0913  # whose months, of what, against whom and against which line
    sources: Sources,
    use_case: str,
    joint: pd.DataFrame,
    *,
    terms: Terms,
    group: Against | None,
    lines: tuple[CharterLine, ...] = (),
) -> Trend | None:
    """The months of one group held against the window's reference; None where there are none."""
    if joint.empty or group is None:
        return None
    metric = METRICS[terms.metric]
    reference = group.reference or terms.reference
    months = summed(joint, "month", "group")
    found = compare(months, by=["month"], metric=terms.metric, reference=reference, confidence=terms.confidence)
    rows = found[found["group"] == group.group] if metric.over == "reference" else found
    hidden = _withheld(months, group.group, terms.min_display)
    points = tuple(_point(row, terms, hidden) for row in records(rows.sort_values("month")))
    if not points:
        return None
    return Trend(
        group=group.group,
        title=_title(points, group.group, terms, lines),
        caption=f"{metric.plain}, {group.group} against {reference}, by month, {terms.confidence * 100:g} % interval; "
        f"bars: {terms.figures.counted} about {group.group}, n {count(sum(point.n for point in points))}",
        ratio=metric.kind == "ratio",
        lower=terms.lower,
        upper=terms.upper,
        points=points,
        events=events(sources, use_case, points[0].month, lines),
        every_group=tuple(sorted(set(joint["group"].astype(str)))),
        figures=terms.figures,
        lines=lines if len({(line.lower, line.upper) for line in lines}) > 1 else (),
    )


def events(sources: Sources, use_case: str, since: date, lines: tuple[CharterLine, ...] = ()) -> tuple[Event, ...]:
    """Model versions, waivers, incidents and the coming into force of each charter, numbered by date."""
    models, waivers = query.happened(sources.database, use_case)
    found = [(deployed, f"version {version} live", "model") for version, deployed in models]
    found += [(granted, f"{clause} waived until {day(until)}", "waiver") for clause, granted, until in waivers]
    found += [(on, name, "incident") for name, on in _incidents(sources, use_case)]
    charters = [(line.since, line.version) for line in lines] or [(sources.charter.effective, sources.charter.version)]
    found += [(on, f"charter {version} in force", "charter") for on, version in charters]
    known = sorted((on, text, kind) for on, text, kind in found if on is not None and since <= on <= sources.as_of)
    return tuple(Event(index, on, text, kind) for index, (on, text, kind) in enumerate(known, start=1))


def _incidents(sources: Sources, use_case: str) -> list[tuple[str, date]]:
    with sources.database.read() as connection:
        cases = register_of(connection, use_case).cases
    return [(case.called.lower(), case.opened.date()) for case in cases if case.kind == "incident"]


def _withheld(months: pd.DataFrame, group: str, least: int) -> frozenset[date]:
    """Months of the group from which, with the totals, a small one could be worked out."""
    few = withheld_months(months, least)
    if CROSS in group:
        crossed = months.assign(attribute=CROSS.join(str(at) for at in range(group.count(CROSS) + 1)))
        few |= pd.concat([withheld_crossed(part, least) for _, part in crossed.groupby("month")])
    gone = months[few & (months["group"] == group)]
    return frozenset(as_date(month) or date.min for month in gone["month"])


def _point(row: Mapping[str, Any], terms: Terms, hidden: frozenset[date]) -> Point:
    month = as_date(row["month"]) or date.min
    n = int(row["n"])
    if n < terms.min_display:
        why = f"withheld: fewer than {terms.min_display} {terms.figures.counted}"
        return Point(month, None, None, None, 0, why)
    if month in hidden:
        return Point(month, None, None, None, 0, "withheld: a smaller month could be worked out")
    if absent(row["value"]):
        return Point(month, None, None, None, n, str(row["undefined"]))
    return Point(month, float(row["value"]), float(row["low"]), float(row["high"]), n, "")


def _title(points: tuple[Point, ...], group: str, terms: Terms, lines: tuple[CharterLine, ...]) -> str:
    known = [point for point in points if point.value is not None]
    if not known:
        return f"{group}: no month could be measured"
    first, last = known[0], known[-1]
    outside = [point for point in known if _outside(point, terms, lines)]
    said = terms.figures.told(last.value)
    moved = f"{group} went from {terms.figures.number(first.value)} to {said} in {plural(len(known), 'month')}"
    if terms.lower is None and terms.upper is None:
        return moved
    return f"{moved}, {len(outside)} of them outside the line" if outside else f"{moved}, always inside the line"


def _outside(point: Point, terms: Terms, lines: tuple[CharterLine, ...]) -> bool:
    """Against the line that held in that month; before the first charter, against the first."""
    held = [line for line in lines if line.since <= point.month] or list(lines[:1])
    lower, upper = (held[-1].lower, held[-1].upper) if held else (terms.lower, terms.upper)
    value = point.value or 0.0
    return (lower is not None and value < lower) or (upper is not None and value > upper)


def trend_table(trend: Trend) -> pd.DataFrame:
    """The numbers of the chart, months withheld or undefined included."""
    return pd.DataFrame(
        {
            "Month": [f"{point.month:%Y-%m}" for point in trend.points],
            "Value": [point.value for point in trend.points],
            "Low": [point.low for point in trend.points],
            "High": [point.high for point in trend.points],
            "Interval": [trend.figures.span(point.low, point.high) for point in trend.points],
            "n": [point.n for point in trend.points],
            "Note": [point.why_not for point in trend.points],
        }
    )
