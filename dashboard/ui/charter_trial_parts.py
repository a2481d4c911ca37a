"""What a draft of the charter would do: figures, the chart, every table with its download, and attaching the answer."""

import shlex

import pandas as pd
import streamlit as st

from dashboard.charts.charter_trial import now_and_then
from dashboard.domain.answers import Answer
from dashboard.domain.charter_drafts import CharterDraft
from dashboard.domain.charter_trial import Trial
from dashboard.domain.draft_flips import WAYS
from dashboard.domain.rollup import Portfolio
from dashboard.domain.wording import WORDS, plural
from dashboard.reports.charter_trial import trial_json
from dashboard.services.screens.case_file import ORGANISATION
from dashboard.services.screens.charter_trial import TrialView
from dashboard.ui import cache, links, page
from dashboard.ui.answer_parts import attach
from dashboard.ui.charter_trial_findings import by_clause, why
from dashboard.ui.tables import data_table, downloads, same_numbers
from dashboard.ui.text import plain

_STATUSES = ("non_compliant", "watch", "waived", "not_assessed", "compliant")


def answer(draft: CharterDraft, trial: Trial, view: TrialView) -> None:
    """The whole answer under a draft."""
    page.section("What it would change", f"All use cases that are judged, as of {trial.now.found.as_of:%-d %b %Y}")
    for sentence in view.left_behind:
        st.warning(plain(sentence), icon=":material/link_off:")
    with st.grid(4, min_column_width=140):
        for way, count in zip(WAYS, view.ways, strict=True):
            st.metric(f"Findings: {way}", f"{count:,}")
    _figures(trial)
    _use_cases(view)
    by_clause(view)
    why(trial, view)
    _cases(view)
    _rest(view)
    _again(draft, trial)


def _figures(trial: Trial) -> None:
    before, after = trial.figures
    rows = tuple((status, _count(before, status), _count(after, status)) for status in _STATUSES)
    said = ", ".join(f"{WORDS[status]} {now:,} now and {then:,} then" for status, now, then in rows)
    page.chart(now_and_then(rows, page.colours()), alt=said, key="chart-now-and-then")
    table = pd.DataFrame([(WORDS[one], now, then, then - now) for one, now, then in rows],
                         columns=["Status", "Now", "With the draft", "Difference"])  # fmt: skip
    same_numbers(table, name="draft-statuses", title="Use cases in service by status, as a table")


def _count(figures: Portfolio, status: str) -> int:
    """Those with a waiver are a part of those on watch."""
    count: int = getattr(figures, status)
    return count - figures.waived if status == "watch" else count


def _use_cases(view: TrialView) -> None:
    table = view.use_cases
    if table.empty:
        return
    title = f"{plural(len(table), 'use case')} of which findings change"
    page.section(title, "Select a row to open its page", level=3)
    _leading(table, alt=title, key="draft-use-cases")


def _leading(table: pd.DataFrame, *, alt: str, key: str) -> None:
    """A table whose rows open the page of their use case, or of the organisation."""
    shown = table.drop(columns="id")
    pinned = {"Use case": st.column_config.TextColumn(width=190, pinned=True)}
    picked = data_table(shown, alt=alt, key=key, on_select="rerun", selection_mode="single-row", columns=pinned)
    if picked.selection.rows:
        chosen = str(table.iloc[picked.selection.rows[0]]["id"])
        st.switch_page(links.USE_CASE, query_params={"id": chosen or ORGANISATION})
    downloads(shown, name=key)


def _cases(view: TrialView) -> None:
    table = view.cases
    if table.empty:
        return
    page.section(f"{plural(len(table), 'clock')} of single cases", "Select a row to open the case", level=3)
    shown = table.drop(columns="case")
    pinned = {"Case": st.column_config.TextColumn(width=150, pinned=True)}
    picked = data_table(shown, alt="Clocks of single cases that would stand otherwise", key="draft-cases",
                        on_select="rerun", selection_mode="single-row", columns=pinned)  # fmt: skip
    if picked.selection.rows:
        st.switch_page(links.CASES, query_params={"case": str(table.iloc[picked.selection.rows[0]]["case"])})
    downloads(shown, name="draft-cases")


def _rest(view: TrialView) -> None:
    people = (
        (view.items, "review item", "review items", "would open or change", "draft-items"),
        (view.required, "document or sign-off", "documents or sign-offs", "newly needed", "draft-evidence"),
    )
    for table, one, many, words, key in people:
        opens = None if table.empty else "Select a row to open the page of its use case"
        page.section(f"{plural(len(table), one, many).capitalize()} {words}", opens, level=3)
        if not table.empty:
            _leading(table, alt=f"{many.capitalize()} {words}", key=key)
    page.section(f"{plural(len(view.laws), 'article').capitalize()} that other clauses would refer to", level=3)
    if not view.laws.empty:
        data_table(view.laws, alt="Articles that other clauses would refer to", key="draft-laws")
        downloads(view.laws, name="draft-laws")


def _again(draft: CharterDraft, trial: Trial) -> None:
    command = f"python -m dashboard charter try charter-draft.yaml --as-of {trial.now.found.as_of.isoformat()}"
    st.caption("The same from the downloaded draft:")
    st.code(command, language=None, wrap_lines=True)
    attach("charter-answer", lambda: _answer(draft, trial, command))


def _answer(draft: CharterDraft, trial: Trial, command: str) -> Answer:
    result = trial_json(trial)
    return Answer(
        kind="charter_draft", question={"draft": draft.id, "revision": draft.revision, "text": draft.text},
        query={"draft": draft.id}, command=shlex.join(shlex.split(command)), as_of=trial.now.found.as_of,
        data_version=cache.data_version(), said=result["said"], result=result,
    )  # fmt: skip
