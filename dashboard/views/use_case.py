"""Is this one all right, and if not, why, and what now?"""

import streamlit as st

from dashboard.domain.wording import day, plural
from dashboard.services.screens.use_case import UseCasePage, load_use_case
from dashboard.services.screens.use_case_record import load_record
from dashboard.ui import cache, dates, evidence_pack_parts, links, overturn_parts, page, sheet_parts, use_case_parts
from dashboard.ui.finding_panel import finding_panel
from dashboard.ui.notice_parts import notices
from dashboard.ui.text import plain
from dashboard.ui.use_case_customers import customers
from dashboard.ui.workflow_parts import waits_for_you, workflow


def nothing_here(asked: str) -> None:
    """The page of an id that nobody has."""
    page.head("Use case", "There is no use case under this address" if asked else "No use case was chosen")
    if asked:
        st.markdown(f"Nobody has registered the id “{plain(asked)}”. It may have been misspelt in the link.")
    st.page_link(links.USE_CASES, label="See all use cases")


def explained(found: UseCasePage) -> None:
    """Breaches first, then what is on watch or waived."""
    breaches = [one for one in found.breaches if one.status == "non_compliant"]
    others = [one for one in found.breaches if one.status != "non_compliant"]
    if breaches:
        page.section("Why it is a breach" if len(breaches) == 1 else f"Why these {len(breaches)} clauses are breached")
    for position, one in enumerate(breaches):
        finding_panel(one, found.id, expanded=position == 0)
    if others:
        page.section("On watch or waived", f"{plural(len(others), 'clause')}: over the line but not proven, or waived")
    for position, one in enumerate(others):
        finding_panel(one, found.id, expanded=position == 0 and not breaches)


asked = str(st.query_params.get("id", ""))
found = cache.cached(load_use_case, asked) if asked else None
record = cache.cached(load_record, asked) if asked else None
if found is None or record is None:
    nothing_here(asked)
else:
    page.head(f"{'' if found.is_organisation else 'Use cases / '}{plain(found.title)}", plain(found.headline))
    use_case_parts.summary(found)
    if not found.is_organisation:
        waits_for_you(asked)
    if found.judged:
        st.space("small")
        explained(found)
        use_case_parts.other_clauses(found)
    else:
        page.empty(
            "Nothing has been judged here.",
            "An imported use case is judged once it is onboarded; others at the next `python -m dashboard assess`.",
        )
    if not found.is_organisation:
        workflow(asked)
        use_case_parts.fairness(found)
        customers(found.id)
        overturn_parts.of_use_case(found.id)
        use_case_parts.data(record, found.id)
        notices(found.id)
        use_case_parts.models(record, found.id)
    if found.is_organisation:
        use_case_parts.papers(record, found.id)
    use_case_parts.waivers(record, found.id)
    use_case_parts.fields_and_history(record, found.id)
    sheet_parts.sheet(asked)
    if not found.is_organisation:
        evidence_pack_parts.of_use_case(asked)
    page.source([f"registry, ledger and newest assessment, as of {day(dates.as_of())}"])
