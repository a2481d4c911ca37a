"""What becomes of contested decisions: the table on Customers, and the months on both pages."""

from dashboard.charts.trend import trend
from dashboard.services.screens.overturns import load_overturn_months, load_overturns
from dashboard.services.screens.trend import trend_table
from dashboard.ui import cache, links, page
from dashboard.ui.picks import pick
from dashboard.ui.tables import data_table, downloads
from dashboard.ui.text import plain


def overturned() -> None:
    """Every use case, the months of one, and the way to the register."""
    found = cache.cached(load_overturns)
    if found is None:
        page.section("What becomes of contested decisions")
        page.empty("Nobody has decided a contest or complaint yet.", "Run `python -m dashboard ingest cases FILE`.")
    else:
        page.section(plain(found.headline), plain(found.caption))
        data_table(found.table, alt="Overturned decisions by use case", key="overturned")
        downloads(found.table, name="overturned")
        chosen = pick("contested", "Contested decisions of", list(found.titles), found.titles)
        if chosen is not None:
            _months(chosen, level=3)
    links.to_page(links.CASES, "Open the register of complaints, contests, requests and incidents")


def of_use_case(use_case: str) -> None:
    """The same of one use case; nothing where nobody contested it."""
    _months(use_case, level=2)


def _months(use_case: str, *, level: int) -> None:
    found = cache.cached(load_overturn_months, use_case)
    if found is None:
        return
    page.section(plain(found.title), plain(found.caption), level=level)
    figure = trend(found, page.colours())
    page.chart_with_numbers(figure, lambda: trend_table(found), name=f"overturned-{use_case}", alt=found.title)
    if found.events:
        page.empty("Meanwhile:", plain(found.key))
