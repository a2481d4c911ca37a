"""What a draft of the charter would do: figures, the chart, every table with its download, and attaching the answer."""

import shlex

import pandas as pd
import streamlit as st

from dashboard.charts.charter_trial import now_and_then
from dashboard.domain.answers import Answer
from dashboard.domain.charter_drafts import CharterDraft
from dashboard.domain.charter_trial import Trial
from dashboard.domain.rollup import Portfolio
from dashboard.domain.wording import WORDS, plural
from dashboard.reports.charter_trial import trial_json
from dashboard.services.screens.charter_trial import NO_CLAUSE, SPELLED, WAYS, TrialView, reason_table
from dashboard.services.screens.words import clause_no
from dashboard.ui import cache, links, page
from dashboard.ui.answer_parts import attach
from dashboard.ui.picks import pick
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
    _why(trial, view)
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
    page.section(f"{plural(len(table), 'use case')} of which findings change", level=3)
    for row in table[table["id"] != ""].head(8).itertuples():
        with page.row():
            links.to_use_case(str(row.id), plain(row[2]), width=220)
            st.markdown(plain(_moved(str(row.Now), str(row.Then))), width=420)
    shown = table.drop(columns="id")
    data_table(shown, alt="Use cases of which findings change", key="draft-use-cases")
    downloads(shown, name="draft-use-cases")


def _moved(now: str, then: str) -> str:
    return "status unchanged" if now == then else f"{now} → {then}"


def _why(trial: Trial, view: TrialView) -> None:
    if view.flips.empty:
        return
    page.section(f"Why: {plural(len(view.flips), 'finding')}", level=3)
    names = dict(zip(view.flips["id"], view.flips["Use case"], strict=True))
    alone = pick("of", "Of which use case", list(names), names, none="All, the first ones spelled out")
    reasons = reason_table(trial, use_case=alone, most=SPELLED)
    for row in reasons.itertuples():
        st.markdown(
            f"**{plain(row[2])}, {clause_no(str(row.Clause))}**: {row.Way}  \n"
            f"Now: {plain(row[5]) or NO_CLAUSE}  \nThen: {plain(row[6]) or NO_CLAUSE}"
        )
    if len(view.flips) > len(reasons):
        st.caption(
            f"{len(reasons)} of {plural(len(view.flips), 'finding')} shown; the file has all, with both reasons."
        )
    downloads(lambda: reason_table(trial).drop(columns="id"), name="draft-findings")


def _rest(view: TrialView) -> None:
    tables = (
        (view.items, "review item", "review items", "would open or change", "draft-items"),
        (view.required, "document or sign-off", "documents or sign-offs", "newly needed", "draft-evidence"),
        (view.laws, "article", "articles", "that other clauses would refer to", "draft-laws"),
    )
    for table, one, many, words, key in tables:
        page.section(f"{plural(len(table), one, many).capitalize()} {words}", level=3)
        if not table.empty:
            shown = table.drop(columns="id", errors="ignore")
            data_table(shown, alt=f"{many.capitalize()} {words}", key=key)
            downloads(shown, name=key)


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
