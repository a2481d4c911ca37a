"""The board's section of the Reports page: its key figures, and what may stand behind open breaches."""

from dashboard.services.screens.ledger import Trust
from dashboard.ui import exposure_parts, kpi_parts


def board_pack(_found: Trust) -> None:
    """Key figures with their numbers, then possible exposure; every section of the page is given what it rests on."""
    kpi_parts.board_kpis()
    exposure_parts.exposure()
