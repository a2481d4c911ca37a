"""The parts of the Cases page: what waits, the whole register, how complete it is; and one case."""

from typing import Any

import streamlit as st

from dashboard.services.permissions import Verb, may
from dashboard.services.screens.case import CasePage
from dashboard.services.screens.cases import CasesPage
from dashboard.ui import case_forms, identity, links, page
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain


def register(found: CasesPage) -> None:
    """Who waits for an answer, every case, and what was stated about completeness."""
    actor = identity.actor()
    case_forms.outcome()
    if may(actor, Verb.REPORT):
        box = st.expander(
            "Report an incident, a concern, a complaint or a request", key="open-report", on_change="rerun"
        )
        if box.open:
            with box:
                case_forms.report(found)
    if found.everything.empty:
        page.empty("No case is here yet.", "Report one above, or run `python -m dashboard ingest cases FILE`.")
    else:
        listed(found)
    completeness(found)
    if may(actor, Verb.STATE):
        case_forms.complete()


def completeness(found: CasesPage) -> None:
    """What was stated about each kind."""
    page.section("How complete is the register", "A kind that nobody stated complete to a recent day decides no clause")
    data_table(
        found.registers, alt="Completeness of the register by kind", key="registers", columns=_dated("Complete to")
    )
    downloads(found.registers, name="registers")


def listed(found: CasesPage) -> None:
    """What waits, and every case."""
    page.section("Clocks that run or have run out", "Overdue first, then by the time that is left")
    if found.waiting.empty:
        page.empty("No clock runs.", "Every case has reached the steps that the charter sets a time for.")
    else:
        data_table(found.waiting, alt="Clocks that run or have run out", key="cases-waiting", at_once=10)
        downloads(found.waiting, name="cases-waiting")
    page.section("Every case", "Newest first")
    data_table(found.everything, alt="Every case", key="cases", at_once=10, columns=_dated("Opened"))
    downloads(found.everything, name="cases")


def _dated(column: str) -> dict[str, Any]:
    return {column: st.column_config.DateColumn(format="D MMM YYYY")}


def one_case(found: CasePage) -> None:
    """One case: what is known, its clocks, what was done, and the next step."""
    case_forms.outcome()
    known_of(found)
    if may(identity.actor(), Verb.REPORT):
        page.section("Record a step")
        case_forms.step(found)
    if found.use_case:
        links.to_use_case(found.use_case, "Open the use case")


def known_of(found: CasePage) -> None:
    """One case: what is known, its clocks and what was done."""
    if found.what:
        st.markdown(f"**What happened.** {plain(found.what)}")
    st.markdown(" · ".join(f"{plain(name).capitalize()}: **{plain(value)}**" for name, value in found.facts))
    page.section("Clocks", "Each deadline of the charter that this case has to keep")
    if found.clocks.empty:
        page.empty("No clause sets a time for it.", "The charter page lists what is promised.")
    else:
        data_table(found.clocks, alt="Clocks of the case", key="case-clocks")
        downloads(found.clocks, name=f"clocks-{found.case.id}")
    page.section("What was done")
    if found.steps.empty:
        page.empty("Nothing was done yet.", "The first step is still to come.")
    else:
        data_table(found.steps, alt="Steps of the case", key="case-steps")
        downloads(found.steps, name=f"case-{found.case.id}")


def nothing_here(asked: str) -> None:
    """The page of an id that no case has."""
    page.head("Cases", "There is no case under this address")
    st.markdown(f"Nobody has recorded the id “{plain(asked)}”. It may have been misspelt in the link.")
    links.to_page(links.CASES, "See all cases")
