"""The part of a use case's page about its customers; the Customers page has the rest."""

from dashboard.services.screens.customer_facts import CustomerFacts, load_customer_facts
from dashboard.ui import cache, links, page
from dashboard.ui.fact_parts import facts


def customers(use_case: str) -> None:
    """Told, connected, served, left alone: the last 30 days in a few figures, where a log was read."""
    found: CustomerFacts = cache.cached(load_customer_facts, use_case)
    if not found.figures:
        return
    page.section("Customers", "Last 30 days of its conversations, with interval and number")
    facts(found.figures, columns=3, least=200)
    links.to_customers(use_case, "See them by month, channel and group")
