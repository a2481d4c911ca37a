"""One use case on a past day: its record, clauses, waivers, documents and measurements, as they were then."""

import pandas as pd
import streamlit as st

from dashboard.domain.wording import LIFECYCLES, TIERS, day, plural
from dashboard.services.readings import told
from dashboard.services.screens.case_file import ORGANISATION
from dashboard.services.screens.then import Then, case_headline
from dashboard.services.screens.then_case import load_papers_then
from dashboard.services.screens.then_said import SAID, load_said_then
from dashboard.services.screens.then_tables import NOW, REPORTED, clauses_table, measured_table
from dashboard.ui import cache, links, page, tables
from dashboard.ui.measured_parts import measurements
from dashboard.ui.past_readings import differing
from dashboard.ui.status import badge, status_column
from dashboard.ui.text import plain


def one_case(then: Then, asked: str) -> None:
    """The page of a use case on that day."""
    use_case = "" if asked == ORGANISATION else asked
    own = then.own.get(use_case)
    if own is None:
        page.head("Use case", f"It was not judged on {day(then.asked)}")
        page.empty(f"“{plain(asked)}”", _why_not(then, use_case))
        st.page_link(links.USE_CASES, label="See all use cases of that day")
        return
    page.head("Use cases / as of a past day", plain(case_headline(then, use_case)))
    since = f" since {day(own.held.since)}" if own.held.since else ""
    st.markdown(f"{badge(told(own.held) or '')}{since} · {own.decided} of {own.applicable} clauses decided")
    _record(then, use_case)
    differing(then, use_case)
    _clauses(then, use_case)
    measured(then, use_case)
    _papers(then, use_case)
    page.source([f"assessment {then.reported.run.id:,}", "the ledger's records of then", "measurements of then"])


def measured(then: Then, use_case: str) -> None:
    """What that assessment measured, group by group."""
    frame = cache.cached_over(then, measured_table, use_case)
    page.section(
        f"What was measured: {plural(len(frame), 'comparison')}",
        f"assessment of {day(then.reported.run.as_of)}; groups too small to be shown are left out",
    )
    if frame.empty:
        page.empty("No fairness clause measured anything.", "Other measured values are not kept for past days.")
        return
    alt = f"What was measured for {then.title(use_case)}"
    measurements(frame, alt=alt, name=f"measured-{use_case}-{then.asked}", at_once=12)


def _record(then: Then, use_case: str) -> None:
    known = then.reported.cases.get(use_case)
    if known is None:
        return
    papers = cache.cached_over(then, load_papers_then, use_case)
    facts = [
        LIFECYCLES.get(known.lifecycle, known.lifecycle), f"tier {TIERS.get(known.risk_tier or '', 'not set').lower()}",
        f"team {known.team or 'not set'}", *([f"owner {papers.owner}"] if papers else []),
    ]  # fmt: skip
    st.markdown(plain(" · ".join(facts)))
    if papers and papers.purpose:
        st.caption(plain(papers.purpose))


def _clauses(then: Then, use_case: str) -> None:
    frame = clauses_table(then, use_case)
    said = cache.cached_over(then, load_said_then)
    frame[SAID] = [said.get((use_case, clause), "–") for clause in frame["Clause"]] if len(frame) else []
    page.section(f"{plural(len(frame), 'clause')} applied", "worst first; sentences are quoted from the ledger")
    both = [name for name in (REPORTED, NOW) if name in frame]
    shown = frame.assign(**{name: frame[name].map(lambda status: [status]) for name in both})
    widths = {"Title": st.column_config.TextColumn(width=260), SAID: st.column_config.TextColumn(width=460)}
    columns = {name: status_column(name) for name in both} | widths
    tables.data_table(shown, alt=f"Clauses of {then.title(use_case)} as of {then.asked}", columns=columns)
    st.caption("An assessment keeps its sentence when it opens, raises or closes a review item; others are not kept.")
    tables.downloads(frame, name=f"clauses-{use_case or ORGANISATION}-{then.asked}")


def _papers(then: Then, use_case: str) -> None:
    papers = cache.cached_over(then, load_papers_then, use_case)
    if papers is None:
        return
    _listed(papers.waivers, f"waivers-{use_case}", f"Waivers in force: {len(papers.waivers)}")
    _listed(papers.documents, f"documents-{use_case}", f"Documents on record: {len(papers.documents)}")


def _listed(frame: pd.DataFrame, name: str, title: str) -> None:
    page.section(title)
    if not frame.empty:
        tables.data_table(frame, alt=title, at_once=12)
        tables.downloads(frame, name=name)


def _why_not(then: Then, use_case: str) -> str:
    known = then.reported.cases.get(use_case)
    if known is None:
        return "was not registered when that assessment was made, or the link is misspelt."
    return f"was {LIFECYCLES.get(known.lifecycle, known.lifecycle).lower()} then."
