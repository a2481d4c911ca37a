"""What do I hand over, and can it be trusted?"""

from dashboard.services.screens.ledger import headline, load_trust
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.settings import load_settings
from dashboard.ui import cache, exposure_parts, kpi_parts, ledger_parts, page

found = load_trust(cache.sources().database, checkpoints_of(load_settings()), watch_of(load_settings()))
page.head("Reports", headline(found))
if found.events:
    ledger_parts.trust(found)
    kpi_parts.board_kpis()
    exposure_parts.exposure()
    ledger_parts.history(found.code)
else:
    page.empty(
        "The ledger is empty.", "It begins with the first use case: `python -m dashboard registry load FILE.yaml`."
    )
page.source([f"ledger at entry {found.events:,}, the checkpoint file, and the store"])
