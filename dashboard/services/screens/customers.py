"""Do customers know that they speak with AI, and do they reach a person: the rates of the interaction logs."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.adapters import event_store
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_store import ALL_ROWS, Only
from dashboard.adapters.queries import fairness as query
from dashboard.domain.checks import RateCheck
from dashboard.domain.intervals import wilson, z
from dashboard.domain.rates import ALL, EVENT_COUNTS, RATES
from dashboard.domain.wording import day
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.trend import Point, Trend
from dashboard.services.screens.versions import versions_of
from dashboard.services.screens.words import percent
from dashboard.services.sources import Sources

SHOWN = {"disclosure_shown": 100, "handoff_connected": 100, "handed_off": 100, "resolved": 100, "ai_complaint": 10_000}
DAYS = 30


@dataclass(frozen=True, slots=True)
class Customers:
    """What the page opens with; `table` has a row per use case, `titles` id to title of those with a log."""

    headline: str
    titles: dict[str, str]
    table: pd.DataFrame
    with_consent: frozenset[str]
    last_day: date | None


@dataclass(frozen=True, slots=True)
class RateSeries:
    """One rate of one use case by month, and of the last 30 days by channel."""

    trend: Trend | None
    unit: str
    channels: pd.DataFrame


def load_customers(sources: Sources) -> Customers:
    """Every use case with an interaction log, over the last 30 days."""
    counts = _counts(sources, None, Only(ALL, columns=("use_case", "day", "rate", *EVENT_COUNTS)))
    known = query.with_logs(sources.database)
    titles = dict(zip(known["id"], known["title"], strict=True))
    recent = counts[counts["day"] > pd.Timestamp(sources.as_of - timedelta(days=DAYS))]
    summed = recent.groupby(["use_case", "rate"])[list(EVENT_COUNTS)].sum()
    held = {str(name): sums.droplevel("use_case") for name, sums in summed.groupby(level="use_case")}
    rows = [_row(sources, titles[name], held.get(name, summed[:0])) for name in titles]
    last = None if counts.empty else counts["day"].max().date()
    return Customers(_headline(recent), titles, pd.DataFrame(rows), _consented(sources), last)


def load_rate(sources: Sources, use_case: str, rate: str) -> RateSeries:
    """The months of one rate with the charter's line, and its channels."""
    counts = _counts(sources, [use_case])
    held = counts[(counts["rate"] == rate) & (counts["attribute"] == ALL)]
    months = held.assign(month=held["day"].dt.to_period("M").dt.start_time)
    summed = months.groupby("month")[list(EVENT_COUNTS)].sum()
    points = tuple(
        _point(sources, pd.Timestamp(str(month)).date(), row, SHOWN[rate]) for month, row in summed.iterrows()
    )
    recent = held[held["day"] > pd.Timestamp(sources.as_of - timedelta(days=DAYS))]
    channels = recent.groupby("channel")[list(EVENT_COUNTS)].sum()
    frame = pd.DataFrame([{"Channel": name, **_cells(sources, row, rate)} for name, row in channels.iterrows()])
    unit = "percent" if SHOWN[rate] == 100 else f"per {SHOWN[rate]:,}"
    return RateSeries(_trend(sources, use_case, rate, points), unit, frame)


def points_table(series: RateSeries) -> pd.DataFrame:
    """The numbers of the chart."""
    points = () if series.trend is None else series.trend.points
    names = {"Value": "value", "Low": "low", "High": "high", "n": "n", "Note": "why_not"}
    months = [f"{point.month:%Y-%m}" for point in points]
    return pd.DataFrame(
        {"Month": months, **{title: [getattr(p, name) for p in points] for title, name in names.items()}}
    )


def _counts(sources: Sources, use_cases: list[str] | None, only: Only = ALL_ROWS) -> pd.DataFrame:
    found = event_store.interaction_counts(sources.database, DecisionStore(sources.store), use_cases, only=only)
    return found[found["day"] <= pd.Timestamp(sources.as_of)]


def _consented(sources: Sources) -> frozenset[str]:
    return event_store.with_consent(sources.database)


def _headline(recent: pd.DataFrame) -> str:
    shown = recent[recent["rate"] == "disclosure_shown"]
    n, yes = int(shown["n"].sum()), int(shown["yes"].sum())
    if not n:
        return "Nobody knows yet whether customers are told that they speak with AI"
    return f"In {yes:,} of {n:,} conversations led by AI in {DAYS} days the customer was told so"


def _row(sources: Sources, title: str, sums: pd.DataFrame) -> dict[str, Any]:
    row: dict[str, Any] = {"Use case": title}
    for rate in SHOWN:
        cells = _cells(sources, sums.loc[rate], rate) if rate in sums.index else {}
        row[RATES[rate].plain] = cells.get("Rate", "–")
        row[f"{RATES[rate].plain}, interval"] = cells.get("Interval", "–")
        row[f"{RATES[rate].plain}, n"] = cells.get("n", 0)
    return row


def _cells(sources: Sources, row: Any, rate: str) -> dict[str, Any]:
    point = _point(sources, sources.as_of, row, SHOWN[rate])
    if point.value is None or point.low is None or point.high is None:
        return {"Rate": "–", "Interval": point.why_not, "n": point.n, "Not recorded": 0}
    interval = f"{point.low:.2f} to {point.high:.2f}"
    return {"Rate": _said(point.value, rate), "Interval": interval, "n": point.n, "Not recorded": int(row["unknown"])}


def _said(value: float, rate: str) -> str:
    return percent(value / 100, 2) if SHOWN[rate] == 100 else f"{value:.1f} per {SHOWN[rate]:,}"


def _point(sources: Sources, month: date, row: Any, scale: int) -> Point:
    """The unknown count as a no below and as a yes above; few conversations are withheld."""
    yes, unknown, n = (int(row[name]) for name in EVENT_COUNTS)
    least = sources.charter.defaults.min_display
    if n < least:
        return Point(month, None, None, None, 0, f"fewer than {least}")
    quantile = z(sources.charter.defaults.confidence)
    low, high = float(wilson(yes, n, quantile)[0]), float(wilson(yes + unknown, n, quantile)[1])
    note = f"{unknown:,} not recorded" if unknown else ""
    value, below, above = (round(number * scale, 3) for number in (yes / n, low, high))
    return Point(month, value, below, above, n, note)


def _trend(sources: Sources, use_case: str, rate: str, points: tuple[Point, ...]) -> Trend | None:
    if not points:
        return None
    check = next((part for part in checks_of(sources) if isinstance(part, RateCheck) and _is_line(part, rate)), None)
    lower, upper = (
        None if check is None or limit is None else limit / check.per * SHOWN[rate]
        for limit in ((check.at_least, check.at_most) if check else (None, None))
    )
    last = points[-1]
    value = "too few to show" if last.value is None else _said(last.value, rate)
    title = f"{RATES[rate].plain}: {value} in {last.month:%B %Y}"
    caption = (
        f"{RATES[rate].of}, by month · {sources.charter.defaults.confidence:.0%} interval · to {day(sources.as_of)}"
    )
    return Trend(
        RATES[rate].plain,
        title,
        caption.replace("% ", " % "),
        ratio=False,
        lower=lower,
        upper=upper,
        points=points,
        events=versions_of(sources, use_case, points),
        ideal=False,
    )


def _is_line(check: RateCheck, rate: str) -> bool:
    return check.rate == rate and check.gap_across is None


def checks_of(sources: Sources) -> list[Any]:
    """Every check of the charter, parts of combinations included."""
    return [part for clause in sources.charter.clauses for part in leaves(clause.check)]
