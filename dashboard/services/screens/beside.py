"""One indicator and the compliance on one time axis, with a lag that the reader chooses. No cause is claimed."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.queries import today as today_query
from dashboard.adapters.queries import use_case as query
from dashboard.domain.wording import plural
from dashboard.services.screens.indicators import IndicatorSeries, load_series
from dashboard.services.screens.trend import Point
from dashboard.services.sources import Sources

ALL = "all"
LAGS = {str(months): "No lag" if months == 0 else plural(months, "month") for months in (0, 1, 2, 3, 6)}
_DECIDED = ("compliant", "watch", "non_compliant")


@dataclass(frozen=True, slots=True)
class Met:
    """Of how much the charter is met in a month: `met` of `n`, at the newest assessment of that month."""

    month: date
    met: int
    n: int

    @property
    def share(self) -> float | None:
        """None where nothing was decided."""
        return self.met / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Beside:
    """The compliance of months, and the indicator of `lag` months later drawn above each; one row a month."""

    title: str
    caption: str
    lag: int
    months: tuple[date, ...]
    indicator: IndicatorSeries
    shifted: tuple[Point | None, ...]
    compliance: tuple[Met | None, ...]
    of: str
    table: pd.DataFrame


def load_compared(sources: Sources) -> dict[str, str]:
    """Whose compliance may be chosen: all use cases in service, or one of them; id to words."""
    found = today_query.statuses(sources.database)
    return {ALL: "All use cases in service", **dict(zip(found["id"], found["title"], strict=True))}


def load_beside(sources: Sources, key: str, use_case: str, lag: int) -> Beside | None:
    """None where the series is not stored or no month has both."""
    series = load_series(sources, key)
    if series is None:
        return None
    compliance = _portfolio(sources) if use_case == ALL else _use_case(sources, use_case)
    of = "use cases in service that meet the charter" if use_case == ALL else "decided clauses that are met"
    later = {_moved(point.month, -lag): point for point in series.points}
    months = tuple(sorted(month for month in {*later, *compliance} if month >= min(later)))
    shifted = tuple(later.get(month) for month in months)
    met = tuple(compliance.get(month) for month in months)
    after = "of the same month" if lag == 0 else f"of {plural(lag, 'month')} later"
    return Beside(
        f"{series.name}, and how far the charter is met",
        f"{series.unit}, {after}, above the share of {of} · {_both(shifted, met)}",
        lag, months, series, shifted, met, of, _table(months, shifted, met, lag=lag),
    )  # fmt: skip


def _both(shifted: tuple[Point | None, ...], met: tuple[Met | None, ...]) -> str:
    both = sum(point is not None and one is not None for point, one in zip(shifted, met, strict=True))
    return f"{plural(both, 'month')} with both"


def _portfolio(sources: Sources) -> dict[date, Met]:
    found = {}
    for row in today_query.assessments(sources.database, until=sources.as_of).to_dict("records"):
        month = pd.Timestamp(row["as_of"]).date().replace(day=1)
        found[month] = Met(month, int(row["compliant"]), int(row["in_service"]))
    return found


def _use_case(sources: Sources, use_case: str) -> dict[date, Met]:
    """Statuses as they stood at each month's newest assessment, replayed from the changes between assessments."""
    run = today_query.assessments(sources.database, until=sources.as_of)["as_of"]
    days = [pd.Timestamp(value).date() for value in run]
    flips = query.flips(sources.database, use_case).iloc[::-1]
    flips = flips[flips["clause"] != ""]
    changed = [pd.Timestamp(value).date() for value in flips["as_of"]]
    changes = list(zip(changed, flips["clause"], flips["became"], strict=True))
    found: dict[date, Met] = {}
    for on in days:
        statuses = {clause: became for when, clause, became in changes if when <= on}
        decided = [status for status in statuses.values() if status in _DECIDED]
        if decided:
            month = on.replace(day=1)
            found[month] = Met(month, decided.count("compliant"), len(decided))
    return found


def _moved(month: date, by: int) -> date:
    place = month.year * 12 + month.month - 1 + by
    return date(place // 12, place % 12 + 1, 1)


def _table(
    months: tuple[date, ...], shifted: tuple[Point | None, ...], met: tuple[Met | None, ...], *, lag: int
) -> pd.DataFrame:
    rows = []
    for month, point, one in zip(months, shifted, met, strict=True):
        share = None if one is None else one.share
        rows.append(
            {
                "Month": f"{month:%Y-%m}", "Met (%)": None if share is None else round(100 * share, 1),
                "Met": None if one is None else one.met, "Of": None if one is None else one.n,
                "Indicator of": f"{_moved(month, lag):%Y-%m}",
                "Value": None if point is None or point.value is None else round(point.value, 1),
                "Low": None if point is None or point.low is None else round(point.low, 1),
                "High": None if point is None or point.high is None else round(point.high, 1),
                "n": None if point is None else point.n, "Note": "" if point is None else point.why_not,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)
