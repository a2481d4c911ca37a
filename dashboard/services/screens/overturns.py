"""What becomes of decisions that people contest: how many a person overturned, by use case and by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd

from dashboard.adapters.cases_store import case_register
from dashboard.adapters.repository import titles_of_use_cases
from dashboard.domain.case_kinds import KINDS
from dashboard.domain.intervals import z
from dashboard.domain.overturns import CONTESTABLE, Decided, Overturns, counted, decided, month_of
from dashboard.domain.wording import day, listed, sentence_case, share
from dashboard.services.screens.trend import Point, Trend, events
from dashboard.services.screens.words import percent
from dashboard.services.sources import Sources

DAYS = 365
_NO_USE_CASE = ""


@dataclass(frozen=True, slots=True)
class OverturnsPage:
    """The last 365 days by use case; `titles` is id to title of those in which anything was ever decided."""

    headline: str
    caption: str
    table: pd.DataFrame
    titles: dict[str, str]


def load_overturns(sources: Sources) -> OverturnsPage | None:
    """Every use case with decided contests or complaints; None where nothing was ever decided."""
    every = _decided(sources)
    if not every:
        return None
    with sources.database.read() as connection:
        known = titles_of_use_cases(connection)
    names = sorted({one.use_case or _NO_USE_CASE for one in every}, key=lambda name: known.get(name, "~"))
    titles = {name: known.get(name, "No use case named") for name in names}
    recent = [one for one in every if one.on.date() > sources.as_of - timedelta(days=DAYS)]
    rows = [
        row for name in names for kind in CONTESTABLE
        if (row := _row(sources, titles[name], kind, [one for one in recent if _is(one, name, kind)]))
    ]  # fmt: skip
    caption = (
        f"{_kinds()} that a person decided in the last {DAYS} days, to {day(sources.as_of)}; {_confidence(sources)} "
        "intervals (Wilson); held against all others (Newcombe), corrected for looking at each"
    )
    named = {name: title for name, title in titles.items() if name}
    return OverturnsPage(_headline(sources, recent, titles), caption, pd.DataFrame(rows), named)


def load_overturn_months(sources: Sources, use_case: str) -> Trend | None:
    """The months of one use case; None where nothing was decided about it."""
    mine = [one for one in _decided(sources) if one.use_case == use_case]
    if not mine:
        return None
    first = min(month_of(one) for one in mine)
    points = tuple(_point(sources, month, mine) for month in _months(first, sources.as_of))
    whole = counted(one for one in mine if one.on.date() > sources.as_of - timedelta(days=DAYS))
    title = f"{_of(whole)} in the last {DAYS} days"
    caption = f"Share overturned by month, percent; {_confidence(sources)} interval; bars: decided by a person"
    return Trend(
        "Overturned", title, caption, ratio=False, lower=None, upper=None, points=points,
        events=events(sources, use_case, points[0].month), ideal=False,
    )  # fmt: skip


def _decided(sources: Sources) -> list[Decided]:
    end = datetime.combine(sources.as_of, time(23, 59, 59), UTC)
    return list(decided(case_register(sources.database).cases, end))


def _is(one: Decided, name: str, kind: str) -> bool:
    return (one.use_case or _NO_USE_CASE) == name and one.kind == kind


def _row(sources: Sources, title: str, kind: str, found: Sequence[Decided]) -> dict[str, Any] | None:
    numbers, quantile = counted(found), z(sources.charter.defaults.confidence)
    bounds = numbers.interval(quantile)
    if bounds is None:
        return None
    return {
        "Use case": title, "Kind": sentence_case(KINDS[kind].many), "Decided": numbers.n,
        "Overturned": numbers.overturned, "Share": percent(numbers.share),
        "Interval": f"{percent(bounds[0])} to {percent(bounds[1])}",
        "Without outcome": numbers.unknown,
    }  # fmt: skip


def _headline(sources: Sources, recent: Sequence[Decided], titles: Mapping[str, str]) -> str:
    """The use case whose share lies most surely above the others', or all together; corrected for looking at each."""
    everything = counted(recent)
    quantile = z(1 - (1 - sources.charter.defaults.confidence) / max(len(titles), 1))
    best: tuple[float, str, Overturns, Overturns] | None = None
    for name in titles:
        mine = counted(one for one in recent if one.use_case == name)
        rest = Overturns(
            everything.n - mine.n, everything.overturned - mine.overturned, everything.unknown - mine.unknown
        )
        above = mine.above(rest, quantile)
        if name and above is not None and above[0] > 0 and (best is None or above[0] > best[0]):
            best = (above[0], titles[name], mine, rest)
    if best is None:
        return _of(everything)
    return f"{best[1]} stands out: {_of(best[2])[0].lower()}{_of(best[2])[1:]}, of all others {_short(best[3])}"


def _of(numbers: Overturns) -> str:
    return f"People overturned {_short(numbers)} of what was contested and decided"


def _short(numbers: Overturns) -> str:
    return f"{numbers.overturned:,} of {numbers.n:,} ({share(numbers.overturned, numbers.n)})"


def _point(sources: Sources, month: date, mine: Sequence[Decided]) -> Point:
    numbers = counted(one for one in mine if month_of(one) == month)
    bounds = numbers.interval(z(sources.charter.defaults.confidence))
    if bounds is None or numbers.share is None:
        return Point(month, None, None, None, 0, "nothing was decided")
    note = f"{numbers.unknown} without outcome" if numbers.unknown else ""
    value, low, high = (round(100 * number, 2) for number in (numbers.share, *bounds))
    return Point(month, value, low, high, numbers.n, note)


def _months(first: date, last: date) -> list[date]:
    found = [first]
    while (following := (found[-1] + timedelta(days=32)).replace(day=1)) <= last:
        found.append(following)
    return found


def _kinds() -> str:
    return sentence_case(listed([KINDS[name].many for name in CONTESTABLE]))


def _confidence(sources: Sources) -> str:
    return f"{100 * sources.charter.defaults.confidence:g} %"
