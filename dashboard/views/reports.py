"""What do I hand over, and can it be trusted?"""

from dashboard.services.screens.ledger import headline, load_trust
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.settings import load_settings
from dashboard.ui import board_parts, cache, evidence_pack_parts, filters, ledger_parts, page, register_parts

SECTIONS = {
    "board": ("Board pack", board_parts.board_pack),
    "register": ("Public register", register_parts.register),
    "evidence": ("Evidence pack", evidence_pack_parts.evidence_pack),
    "ledger": ("Ledger", ledger_parts.ledger),
}

found = load_trust(cache.sources().database, checkpoints_of(load_settings()), watch_of(load_settings()))
page.head("Reports", headline(found))
if found.events:
    section = filters.one_of("section", "Show", {key: words for key, (words, _) in SECTIONS.items()}, labelled=False)
    SECTIONS[section][1](found)
else:
    page.empty(
        "The ledger is empty.", "It begins with the first use case: `python -m dashboard registry load FILE.yaml`."
    )
page.source([f"ledger at entry {found.events:,}, the checkpoint file, and the store"])
