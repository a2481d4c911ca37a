"""What have we promised, and do we keep it?"""

import streamlit as st

from dashboard.domain.wording import day
from dashboard.services.screens.acknowledgement import load_acknowledgement
from dashboard.services.screens.charter import found_clauses, load_charter_page, version_line
from dashboard.services.screens.publication import load_publication
from dashboard.settings import load_settings
from dashboard.ui import cache, charter_draft_parts, charter_parts, dates, filters, identity, links, page
from dashboard.ui.acknowledgement_parts import acknowledgement
from dashboard.ui.charter_compare_parts import compare
from dashboard.ui.charter_draft_page import charter_draft
from dashboard.ui.publication_parts import publication
from dashboard.ui.text import plain

if draft := str(st.query_params.get("draft", "")):
    charter_draft(draft)
    st.stop()

found = cache.cached(load_charter_page)
asked = str(st.query_params.get("clause", ""))
alone = next((clause for clause in found.clauses if clause.id == asked), None)

if alone is not None:
    page.head(f"Charter / {plain(alone.id)}", plain(alone.title))
    st.page_link(links.CHARTER, label="Read the whole charter")
    charter_parts.legend()
    charter_parts.bar(alone)
    charter_parts.one(alone)
    charter_parts.use_cases(alone)
else:
    page.head(f"Charter · {plain(found.title)}", found.headline)
    if asked:
        st.markdown(f"The charter has no clause “{plain(asked)}”; here is the whole of it.")
    st.markdown(plain(version_line(found)))
    charter_parts.promises(found)
    charter_parts.overview(found)
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

if alone is None:
    charter_draft_parts.start()
    compare()
    acknowledgement(cache.cached(load_acknowledgement, identity.actor().user_id))
    publication(cache.cached(load_publication, str(load_settings().charter)))
page.source([f"charter {found.version}", found.digest[:19], f"newest assessment, as of {day(dates.as_of())}"])
