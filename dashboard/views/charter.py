"""What have we promised, and do we keep it?"""

import streamlit as st

from dashboard.domain.wording import day, plural
from dashboard.services.screens.charter import coverage_table, found_clauses, load_charter_page, version_line
from dashboard.ui import cache, charter_parts, dates, filters, links, page
from dashboard.ui.tables import same_numbers
from dashboard.ui.text import plain

found = cache.cached(load_charter_page)
asked = str(st.query_params.get("clause", ""))
alone = next((clause for clause in found.clauses if clause.id == asked), None)

if alone is not None:
    page.head(f"Charter / {plain(alone.id)}", plain(alone.title))
    st.page_link(links.CHARTER, label="Read the whole charter")
    charter_parts.legend()
    st.markdown(f"**{alone.severity.capitalize()} severity.** {plain(alone.said)}")
    if alone.coverage.total:
        charter_parts.bars((alone,))
    charter_parts.one(alone)
    charter_parts.use_cases(alone)
else:
    page.head(f"Charter · {plain(found.title)}", found.headline)
    if asked:
        st.markdown(f"The charter has no clause “{plain(asked)}”; here is the whole of it.")
    st.markdown(plain(version_line(found)))
    charter_parts.promises(found)
    page.section(
        f"{plural(len(found.clauses), 'clause')}, and how each is kept",
        "Bars: use cases in service by status; the organisation's own clauses count one",
    )
    charter_parts.legend()
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        search = filters.search("q", "Search", placeholder="a word of the clause or its rule")
        principle = filters.one_long(
            "principle",
            "Principle",
            [name for name, _, _ in found.principles],
            words={name: title for name, title, _ in found.principles},
        )
    clauses = found_clauses(found, search=search, principle=principle)
    if not clauses:
        page.empty("No clause has these words.", "Search for fewer of them, or choose all principles.")
    for name, title, _ in found.principles:
        if own := tuple(clause for clause in clauses if clause.principle == name):
            charter_parts.principle(title, own)
    same_numbers(coverage_table(clauses), name="charter-coverage")

page.source([f"charter {found.version}", found.digest[:19], f"newest assessment, as of {day(dates.as_of())}"])
