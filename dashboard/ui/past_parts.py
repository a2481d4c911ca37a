"""The pages of a past day, read and never written: which there are, and those without a module of their own."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.domain.wording import day, plural
from dashboard.services.screens.items_then import load_items_then
from dashboard.services.screens.portfolio_statuses import headline
from dashboard.services.screens.then import Then, counts_then, months_then
from dashboard.services.screens.then_tables import NOW, REPORTED, cases_table, load_charter_then
from dashboard.ui import cache, charter_parts, filters, links, page, tables, today_charts
from dashboard.ui.past import Asked, not_then, opened
from dashboard.ui.past_case import one_case
from dashboard.ui.past_cases import cases
from dashboard.ui.past_customers import customers
from dashboard.ui.past_fairness import fairness
from dashboard.ui.past_items import review_items, were_open
from dashboard.ui.past_mine import being_told, my_work, only_today
from dashboard.ui.past_people import people, reports
from dashboard.ui.past_readings import differing
from dashboard.ui.past_staff import staff
from dashboard.ui.status import status_column
from dashboard.ui.text import plain

_BETWEEN = "between"


def today(then: Then) -> None:
    """The portfolio on that day: statuses, months until then, what was open."""
    counts = counts_then(then)
    said = headline(counts, before=None, since=None)
    page.head(f"Today, as of {day(then.asked)}", said)
    today_charts.statuses(counts, said, page.colours())
    differing(then)
    today_charts.months(cache.cached_over(then, months_then), page.colours())
    st.space("small")
    queue = cache.cached_over(then, load_items_then)
    page.section(were_open(queue), f"at the end of {day(then.asked)}")
    links.to_page(links.REVIEW_ITEMS, "Review items of that day")
    page.empty("Not kept for past days:", "what was coming up, and how fresh each feed was.")


def use_cases(then: Then) -> None:
    """The register and its statuses on that day; a row opens its page."""
    frame = cases_table(then)
    page.head("Use cases", f"{plural(len(then.served), 'AI use case')} in service on {day(then.asked)}")
    differing(then)
    text = filters.search("q", "Search", placeholder="title or team")
    if text:
        words = (frame["Use case"] + " " + frame["Team"]).str.lower()
        frame = frame[words.map(lambda one: all(word in one for word in text.lower().split()))]
    if frame.empty:
        page.empty("Nothing matches.", "Search for fewer words.")
        return
    picked = _table(frame.drop(columns="id"), key="use-cases-then", alt=f"{len(frame):,} use cases as of {then.asked}")
    if picked.selection.rows:
        chosen = frame.iloc[picked.selection.rows[0]]["id"] or "organisation"
        st.switch_page(links.USE_CASE, query_params={"id": chosen})


def _table(frame: pd.DataFrame, *, key: str, alt: str) -> Any:
    both = [name for name in (REPORTED, NOW) if name in frame]
    shown = frame.assign(**{name: frame[name].map(lambda status: [status]) for name in both})
    columns = {name: status_column(name) for name in both}
    pinned = {"Use case": st.column_config.TextColumn(width=190, pinned=True)}
    picked = tables.data_table(
        shown, alt=alt, key=key, on_select="rerun", selection_mode="single-row", columns=columns | pinned
    )
    tables.downloads(frame, name=key)
    return picked


def charter(then: Then) -> None:
    """The charter of that assessment, with how each clause was kept."""
    found = cache.cached_over(then, load_charter_then)
    if found is None:
        page.head("Charter", f"The charter of {day(then.asked)} is no longer to be had")
        words = f"Charter {plain(then.reported.run.charter_version)}"
        page.empty(words, "was never published here, and the charter file is another one today.")
        return
    asked = str(st.query_params.get("clause", ""))
    alone = next((clause for clause in found.clauses if clause.id == asked), None)
    if alone is not None:
        page.head(f"Charter / {plain(alone.id)}", plain(alone.title))
        charter_parts.legend()
        charter_parts.bar(alone)
        charter_parts.one(alone)
        return
    page.head(f"Charter · {plain(found.title)}", found.headline)
    charter_parts.promises(found)
    charter_parts.overview(found)
    for name, title, _ in found.principles:
        charter_parts.principle(title, tuple(clause for clause in found.clauses if clause.principle == name))
    page.source([f"charter {found.version}", found.digest[:19], f"as reported on {day(then.asked)}"])


def run(chosen: StreamlitPage, asked: Asked | None) -> None:
    """The page of today, or of a past day; what is not kept for past days says so."""
    if asked is None or chosen.url_path == _BETWEEN:
        chosen.run()
        return
    then = opened(asked)
    if then is not None:
        part = PAGES.get(chosen.url_path)
        part(then) if part else not_then(chosen.title, then)


PAGES: dict[str, Callable[[Then], None]] = {
    "": today, "use-cases": use_cases, "use-case": lambda then: one_case(then, str(st.query_params.get("id", ""))),
    "fairness": fairness, "review-items": review_items, "charter": charter,
    "cases": cases,
    "customers": customers,
    "staff": staff,
    "people": people, "reports": reports, "my-work": my_work, "being-told": being_told,
    "new-use-case": lambda then: only_today("New use case", then),
    "onboarding": lambda then: only_today("Onboarding", then),
}  # fmt: skip
