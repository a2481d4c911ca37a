"""Which findings a draft of the charter flips: by clause as a chart that can be clicked, and why, spelled out."""

from typing import Any

import streamlit as st

from dashboard.charts.clause_flips import GLYPHS, MOST, clause_flips
from dashboard.domain.charter_trial import Trial
from dashboard.domain.draft_flips import WAYS
from dashboard.domain.wording import plural
from dashboard.services.screens.charter_trial import SPELLED, TrialView, Which, reason_table
from dashboard.services.screens.charter_trial_words import NO_CLAUSE
from dashboard.services.screens.words import apart, clause_no
from dashboard.ui import page
from dashboard.ui.clicks import turns
from dashboard.ui.picks import pick
from dashboard.ui.tables import downloads, same_numbers
from dashboard.ui.text import plain

_CHART = "chart-draft-clauses"


def by_clause(view: TrialView) -> None:
    """One bar a clause; a click chooses its findings of that way, as the pickers below do."""
    table = view.clauses
    if table.empty:
        return
    key = ", ".join(f"{GLYPHS[way]} {way}" for way in WAYS)
    cut = f"; the {MOST} with the most of {len(table)}" if len(table) > MOST else ""
    page.section(
        f"{plural(len(table), 'clause')} of which findings change",
        f"Findings by clause: {key}{cut}. A click shows why.", level=3,
    )  # fmt: skip
    rows = [(row[1], row[2], tuple(row[3:7])) for row in table.itertuples()]
    said = "; ".join(
        f"{clause}: {', '.join(f'{count:,} {way}' for way, count in zip(WAYS, counts, strict=True) if count)}"
        for clause, _, counts in rows[:MOST]
    )
    page.clickable(clause_flips(rows, page.colours()), alt=said, key=_CHART, clicked=turns(_CHART, _places))
    same_numbers(table, name="draft-clauses", title="Findings that change by clause, as a table")


def _places(point: dict[str, Any]) -> dict[str, str | None]:
    clause, way = point["customdata"]
    return {"of": None, "of_clause": clause, "of_way": way}


def why(trial: Trial, view: TrialView) -> None:
    """Both reasons of the findings that are chosen; the file has all of them."""
    if view.flips.empty:
        return
    page.section(f"Why: {plural(len(view.flips), 'finding')}", level=3)
    which = _chosen(view)
    flips = sum(map(which.has, trial.flips))
    if not flips:
        page.empty("No finding that changes is all of this.", "Choose another clause, way or use case, or all of them.")
    reasons = reason_table(trial, which, most=SPELLED)
    for row in reasons.itertuples():
        now, then = apart(str(row[5]), str(row[6]))
        st.markdown(
            f"**{plain(row[2])}, {clause_no(str(row.Clause))}**: {row.Way}  \n"
            f"Now: {plain(now) or NO_CLAUSE}  \nThen: {plain(then) or NO_CLAUSE}"
        )
    st.caption("What a finding says now and then alike is left out here; the file has both reasons whole.")
    if flips > len(reasons):
        st.caption(f"{len(reasons)} of {plural(flips, 'finding')} shown; the file has all, with both reasons.")
    downloads(lambda: reason_table(trial).drop(columns="id"), name="draft-findings")


def _chosen(view: TrialView) -> Which:
    names = dict(zip(view.flips["id"], view.flips["Use case"], strict=True))
    titles = {row[1]: f"{row[1]} {row[2]}" for row in view.clauses.itertuples()}
    ways = [way for way, count in zip(WAYS, view.ways, strict=True) if count]
    with st.grid(3, min_column_width=220):
        clause = pick("of_clause", "Of which clause", list(titles), titles, none="All clauses")
        way = pick("of_way", "Which way", ways, none="Every way")
        use_case = pick("of", "Of which use case", list(names), names, none="All use cases")
    return Which(use_case, clause, way)
