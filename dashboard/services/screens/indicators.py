"""What customers say, by how they were handled: each indicator by month with its interval, and how sure it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.indicators_store import StoredIndicator, stored_indicators
from dashboard.adapters.queries import today as today_query
from dashboard.domain.indicators import HANDLED, INDICATORS, Indicator, measured
from dashboard.domain.wording import day, listed
from dashboard.services.screens.trend import Point
from dashboard.services.screens.words import decimal, span
from dashboard.services.sources import Sources

NO_CAUSE = (
    "No cause is claimed. Customers who opt out select themselves, and nobody is handled by AI or by people at random: "
    "where the unhappy leave a group, its score rises and nobody has become happier."
)
_LENGTHS = ((31, "by month"), (92, "by quarter"), (366, "by year"))


@dataclass(frozen=True, slots=True)
class IndicatorSeries:
    """One indicator of one group over its periods, oldest first; `unit` is that of the newest."""

    key: str
    name: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Handling:
    """NPS by how customers were handled: one series a group, the newest period in words, every number as a table."""

    headline: str
    caption: str
    series: tuple[IndicatorSeries, ...]
    newest: pd.DataFrame
    table: pd.DataFrame


def load_series_names(sources: Sources) -> dict[str, str]:
    """Key to words of every series that is stored up to the date, NPS first."""
    held = _held(sources)
    keys = dict.fromkeys(series_key(one.indicator) for one in held)
    titles = _titles(sources)
    order = list(INDICATORS)
    named = {key: _name(key, titles) for key in keys}
    return dict(sorted(named.items(), key=lambda item: (order.index(item[0].split("|")[0]), item[1])))


def load_handling(sources: Sources) -> Handling | None:
    """NPS of AI-handled, human-handled and opted-out customers and of all; None where nothing is stored."""
    held = [one for one in _held(sources) if one.indicator.indicator == "nps"]
    whole = [one for one in held if not one.indicator.use_case and not one.indicator.channel]
    series = tuple(
        one
        for handled, name in HANDLED.items()
        if (one := _series(sources, f"nps|||{handled}", name, whole)) is not None
    )
    if not series:
        return None
    newest = _newest(series)
    last = max(one.points[-1].month for one in series)
    caption = f"Points from −100 to 100, {_length(whole)}, {_confidence(sources)} · n answers"
    return Handling(_headline(series, last), caption, series, newest, indicator_table(sources, whole))


def load_series(sources: Sources, key: str) -> IndicatorSeries | None:
    """One series by its key, over the periods of its most usual length."""
    held = [one for one in _held(sources) if series_key(one.indicator) == key]
    return _series(sources, key, _name(key, _titles(sources)), held)


def series_key(one: Indicator) -> str:
    """What makes a series: indicator, use case, channel and way of handling."""
    return "|".join((one.indicator, one.use_case, one.channel, one.handled_by))


def indicator_table(sources: Sources, held: Iterable[StoredIndicator]) -> pd.DataFrame:
    """Every figure with the counts behind it, where it came from, and whether it was corrected."""
    rows = []
    for one in held:
        given = one.indicator
        found = measured(given, sources.charter.defaults.confidence, sources.charter.defaults.min_display)
        hidden = found.value is None
        rows.append(
            {
                "Indicator": INDICATORS[given.indicator].plain, "Period": given.period,
                "Handled": HANDLED[given.handled_by], "Value": found.value, "Low": found.low, "High": found.high,
                "Unit": given.unit, "n": found.n, "Promoters": None if hidden else given.promoters,
                "Passives": None if hidden else given.passives, "Detractors": None if hidden else given.detractors,
                "Note": found.note, "File": one.source, "Corrected": one.revision > 1,
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.round({"Value": 1, "Low": 1, "High": 1})


def _held(sources: Sources) -> list[StoredIndicator]:
    with sources.database.read() as connection:
        found = stored_indicators(connection)
    return [one for one in found if one.indicator.last_day <= sources.as_of]


def _titles(sources: Sources) -> dict[str, str]:
    named = {one.indicator.use_case for one in _held(sources) if one.indicator.use_case}
    return today_query.titles(sources.database, sorted(named))


def _name(key: str, titles: dict[str, str]) -> str:
    indicator, use_case, channel, handled = key.split("|")
    about = [titles.get(use_case, use_case), channel, HANDLED[handled] if handled or not (use_case or channel) else ""]
    return ", ".join([INDICATORS[indicator].plain, *filter(None, about)])


def _series(sources: Sources, key: str, name: str, held: Sequence[StoredIndicator]) -> IndicatorSeries | None:
    own = [one.indicator for one in held if series_key(one.indicator) == key]
    if not own:
        return None
    unit = own[-1].unit
    usual = _days(own[-1])
    points = tuple(_point(sources, one) for one in own if one.unit == unit and _days(one) == usual)
    return IndicatorSeries(key, name, unit, points)


def _point(sources: Sources, one: Indicator) -> Point:
    found = measured(one, sources.charter.defaults.confidence, sources.charter.defaults.min_display)
    return Point(one.first_day, found.value, found.low, found.high, found.n or 0, found.note)


def _days(one: Indicator) -> int:
    """The length of the period, months of any length alike."""
    length = (one.last_day - one.first_day).days + 1
    return next(most for most, _ in _LENGTHS if length <= most)


def _length(held: Sequence[StoredIndicator]) -> str:
    return dict(_LENGTHS)[_days(held[-1].indicator)]


def _confidence(sources: Sources) -> str:
    return f"{sources.charter.defaults.confidence:.0%} interval".replace("%", " %")


def _newest(series: Sequence[IndicatorSeries]) -> pd.DataFrame:
    rows = []
    for one in series:
        point = one.points[-1]
        interval = span(point.low, point.high, 0) if point.low is not None else point.why_not
        rows.append(
            {"Customers": one.name, "NPS": decimal(point.value, 0), "Interval": interval, "n": f"{point.n:,}",
             "Period": f"{point.month:%b %Y}"}
        )  # fmt: skip
    return pd.DataFrame(rows)


def _headline(series: Sequence[IndicatorSeries], last: date) -> str:
    said = [
        f"{one.name} {decimal(one.points[-1].value, 0)}"
        for one in series
        if one.points[-1].month == last and one.points[-1].value is not None
    ]
    return f"Net Promoter Score in {last:%B %Y}: {listed(said)}" if said else f"Net Promoter Score to {day(last)}"
