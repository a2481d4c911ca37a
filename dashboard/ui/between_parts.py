"""The parts of "What changed between": two pickers, statuses on both days, changes with causes, their entries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from dashboard.charts.two_days import two_days_figure
from dashboard.domain.answers import Answer
from dashboard.domain.wording import day, plural
from dashboard.reports.as_json import json_record
from dashboard.services.screens.between import Between, Line, between_table, counts_table, spoken
from dashboard.ui import cache, filters, links, page, tables
from dashboard.ui.answer_parts import attach
from dashboard.ui.reproduced import asked_again
from dashboard.ui.status import status_column
from dashboard.ui.text import plain

_EVERY = {"own": "Use cases", "all": "Every finding"}


def pickers(known: tuple[date, date], today: date) -> tuple[date, date]:
    """The two days, in the address; by default the newest assessment and 30 days before it."""
    default = max(known[0], known[1] - timedelta(days=30))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        first = filters.day("from", "From", default=default) or default
        second = filters.day("to", "To", default=today) or today
    return first, second


def statuses(found: Between) -> None:
    """Two bars on one scale with the same numbers below."""
    days = (day(found.days[0]), day(found.days[1]))
    served = [sum(count for _, count in counts) for counts in found.counts]
    page.section(
        f"{plural(served[0], 'use case')} in service on {days[0]}, {served[1]:,} on {days[1]}",
        "Use cases in service by status, as it was reported on each day",
    )
    figure = cache.drawn(two_days_figure, days, found.counts, page.colours())
    alt = "; ".join(f"{when}: {spoken(counts)}" for when, counts in zip(days, found.counts, strict=True))
    page.chart_with_numbers(figure, lambda: counts_table(found), name="both-days", alt=alt)


def changes(found: Between) -> None:
    """Own statuses or every finding; a selected row opens its entries in the ledger."""
    page.section("What changed, and by what", "worst first; select a row to open what it rests on in the ledger")
    lines = found.own if filters.one_of("show", "Show", _EVERY, labelled=False) == "own" else found.lines
    if not lines:
        page.empty("Nothing changed.", "Choose days that lie further apart, or look at every finding.")
        return
    frame = between_table(lines, found.days)
    both = [day(one) for one in found.days]
    frame = frame if any(line.clause for line in lines) else frame.drop(columns="Clause")
    picked = tables.data_table(
        frame.assign(**{name: frame[name].map(lambda status: [status]) for name in both}),
        alt=f"{plural(len(lines), 'change')} between {day(found.days[0])} and {day(found.days[1])}",
        key="between",
        on_select="rerun",
        selection_mode="single-row",
        columns={
            "Use case": st.column_config.TextColumn(width=190, pinned=True),
            **{name: status_column(name) for name in both},
            "Why": st.column_config.TextColumn(width=380),
        },
    )
    tables.downloads(frame, name=f"changes-{found.days[0]}-{found.days[1]}")
    _opened(lines, picked.selection.rows)


def attached(found: Between) -> None:
    """The comparison as evidence of a review item."""
    attach("two-days", lambda: _answer(found))


def _answer(found: Between) -> Answer:
    question = {"from": found.days[0].isoformat(), "to": found.days[1].isoformat()}
    said = f"{found.headline} ({day(found.days[0])} to {day(found.days[1])})"
    answer = asked_again("two_days", question, "", said=said, result=json_record(found))
    return replace(answer, query=question)  # the address does not name days that are the usual ones


def _opened(lines: Sequence[Line], rows: Sequence[int]) -> None:
    for line in (lines[row] for row in rows if row < len(lines)):
        clause = f" · {line.clause}" if line.clause else ""
        st.markdown(f"**{plain(line.title)}{plain(clause)}**: {plain(line.was)} → {plain(line.became)}")
        st.markdown(f"{plain(line.kind)}: {plain(line.why)}.")
        with st.container(horizontal=True, gap="small"):
            if line.use_case:
                links.to_use_case(line.use_case, "Open the use case")
            for entry in line.entries[-5:]:
                links.to_entry(entry)
        if not line.entries:
            st.caption("No entry of the ledger says more.")
