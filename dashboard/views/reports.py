"""What do I hand over, and can it be trusted?"""

import streamlit as st

from dashboard.services.screens.ledger import headline, load_trust
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.settings import load_settings
from dashboard.ui import board_parts, cache, evidence_pack_parts, filters, ledger_parts, page, register_parts

SECTIONS = {
    "board": ("Board pack", board_parts.headline, board_parts.board_pack),
    "register": ("Public register", register_parts.headline, register_parts.register),
    "evidence": ("Evidence pack", evidence_pack_parts.headline, evidence_pack_parts.evidence_pack),
    "ledger": ("Ledger", headline, ledger_parts.ledger),
}

found = load_trust(cache.sources().database, checkpoints_of(load_settings()), watch_of(load_settings()))
top = st.container()
if found.events:
    names = {key: words for key, (words, _, _) in SECTIONS.items()}
    _, says, shows = SECTIONS[filters.one_of("section", "Show", names, labelled=False)]
    with top:
        page.head("Reports", headline(found) if found.alarm else says(found))
    shows(found)
else:
    page.head("Reports", headline(found))
    page.empty(
        "The ledger is empty.", "It begins with the first use case: `python -m dashboard registry load FILE.yaml`."
    )
page.source([f"ledger at entry {found.events:,}, the checkpoint file, and the store"])
