"""The tables of a board pack: the columns of the pages, as many as fit on paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from dashboard.domain.field_words import plain_words
from dashboard.domain.frameworks import LegalDate
from dashboard.domain.kpis import DEFINITIONS
from dashboard.domain.wording import day, share
from dashboard.reports.paper import Block, Cell, Mark, Table
from dashboard.services.screens.ahead import Ahead
from dashboard.services.screens.board_breaches import Breach
from dashboard.services.screens.changes import Change
from dashboard.services.screens.kpis import BoardKpis
from dashboard.services.screens.portfolio import Strip
from dashboard.services.screens.staff_requirements import Requirement
from dashboard.services.screens.words import count

_INTERVAL, _N = ", interval", ", n"


def change_table(changes: Sequence[Change]) -> Table:
    """Use case, before, now, and why."""
    rows = tuple(
        (one.title, Mark(one.was) if one.was else "newly assessed", Mark(one.became), _because(one)) for one in changes
    )
    return Table(("Use case", "Was", "Is now", "Because"), rows, (3, 2.2, 2.2, 6))


def _because(one: Change) -> str:
    return f"{one.cause}; {one.fact}" if one.fact else one.cause


def kpi_table(kpis: BoardKpis, *, only: frozenset[str] = frozenset(), but: frozenset[str] = frozenset()) -> Table:
    """Figures of the page, all or some of them by id; a name that is repeated stands once."""
    wanted = {DEFINITIONS[one].name for one in (only or DEFINITIONS.keys() - but)}
    found = [row for row in kpis.table.to_dict("records") if row["Figure"] in wanted]
    above = [None, *(row["Figure"] for row in found)]
    rows = tuple(
        ("" if row["Figure"] == before else row["Figure"], _about(row), row["Value"], row["Of"],
         row.get("Interval") or "–", str(row["Not measurable"] or "–"), row["Period"])
        for before, row in zip(above, found, strict=False)
    )  # fmt: skip
    heads = ("Figure", "About", "Value", "Of", "Interval", "Apart", "Period")
    return Table(heads, rows, (3, 4, 1.7, 2.2, 1.9, 1.1, 2.4), frozenset({2, 3, 4, 5}))


def _about(row: Mapping[Any, Any]) -> str:
    return f"{row['About']} ({row['Note']})" if row["Note"] else str(row["About"])


def breach_table(breaches: Sequence[Breach]) -> Table:
    """What is breached, what was found, and the plan."""
    rows = tuple(
        (one.use_case, f"{one.clause} {one.title}", one.severity, one.fact, day(one.since, missing="–"),
         f"{one.item} {one.with_whom}".strip(), _due(one))
        for one in breaches
    )  # fmt: skip
    heads = ("Use case", "Clause", "Severity", "Found", "Since", "With", "Due")
    return Table(heads, rows, (2.2, 2.8, 1.4, 4.1, 1.8, 2.5, 2.1))


def _due(one: Breach) -> Cell:
    if one.due is None:
        return "no date"
    return Mark("non_compliant", f"{day(one.due)}, overdue") if one.overdue else day(one.due)


def fairness_table(strips: Sequence[Strip]) -> Table:
    """The numbers of the chart."""
    rows = tuple(
        (one.title, f"{plain_words(one.attribute)} {one.group} against {one.reference or 'all groups'}",
         plain_words(one.metric), one.figures.told(one.value),
         one.figures.span(one.low, one.high), _band(one), count(one.n),
         Mark(one.status))
        for one in strips
    )  # fmt: skip
    heads = ("Use case", "Group", "Metric", "Value", "Interval", "Allowed", "n", "Status")
    return Table(heads, rows, (2.4, 3.2, 2.4, 1.2, 2, 1.8, 1.3, 2.2), frozenset({3, 4, 5, 6}))


def _band(one: Strip) -> str:
    if one.lower is None:
        return f"to {one.figures.number(one.upper)}"
    return f"from {one.figures.number(one.lower)}" if one.upper is None else one.figures.span(one.lower, one.upper)


def requirements_table(asked: Sequence[Requirement]) -> Table:
    """Each clause about staff with numerator and denominator."""
    rows = tuple(
        (one.clause, one.course_title, f"{len(one.counted) - len(one.missing):,} of {len(one.counted):,}",
         share(len(one.counted) - len(one.missing), len(one.counted)), f"{sum(who.newcomer for who in one.people):,}",
         Mark(one.status))
        for one in asked
    )  # fmt: skip
    heads = ("Clause", "What", "Have it", "Share", "Newcomers", "Status")
    return Table(heads, rows, (1.2, 4, 2, 1.4, 1.4, 2), frozenset({2, 3, 4}))


def ahead_table(ahead: Sequence[Ahead]) -> Table:
    """When, what kind, what, with whom."""
    rows = tuple((day(one.when), one.kind, one.what, one.with_whom) for one in ahead)
    return Table(("When", "Kind", "What", "With"), rows, (1.5, 1.2, 6, 2.4))


def calendar_table(dates: Sequence[LegalDate], as_of: date) -> Table:
    """Every legal date, with what it means and how sure it is."""
    rows = tuple(
        (day(one.date), "in force" if one.date <= as_of else f"in {(one.date - as_of).days:,} days", one.title,
         one.meaning, f"{one.confidence}, checked {day(one.checked_at)}")
        for one in dates
    )  # fmt: skip
    return Table(("Date", "State", "What applies", "Meaning for us", "Sure"), rows, (1.5, 1.3, 3, 4.6, 2))


def with_most(frame: pd.DataFrame, many: int) -> pd.DataFrame:
    """The rows with the largest n, which is how many conversations there were; in the order of the page."""
    counts = frame[[name for name in frame.columns if str(name).endswith(_N)]].max(axis=1)
    return frame.loc[sorted(counts.sort_values(ascending=False, kind="stable").index[:many])]


def framed(frame: pd.DataFrame, widths: tuple[float, ...] = ()) -> tuple[Block, ...]:
    """A table of a page; an interval and its n stand behind their rate, which saves two columns."""
    rates = [name for name in frame.columns if f"{name}{_INTERVAL}" in frame.columns]
    shown = [str(name) for name in frame.columns if not str(name).endswith((_INTERVAL, _N))]
    rows = tuple(
        tuple(_rate(row, name) if name in rates else _cell(row[name]) for name in shown)
        for row in frame.to_dict("records")
    )
    right = frozenset(at for at, name in enumerate(shown) if name in rates or is_numeric_dtype(frame[name]))
    return (Table(tuple(shown), rows, widths or (1.5, *(1.0,) * (len(shown) - 1)), right),)


def _rate(row: Mapping[Any, Any], name: str) -> str:
    if row[name] == "–":
        return "–"
    return f"{row[name]} ({row[f'{name}{_INTERVAL}']}), n {row[f'{name}{_N}']:,}"


def _cell(value: object) -> str:
    if isinstance(value, date):
        return day(value)
    return "–" if value is None or value != value else f"{value:,}" if isinstance(value, int) else str(value)  # noqa: PLR0124
