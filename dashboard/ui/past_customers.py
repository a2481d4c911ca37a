"""Customers as they were known on a past day: the same parts, read from what had come until then."""

from dashboard.domain.wording import day
from dashboard.services.screens.customer_tables import load_customer_tables
from dashboard.services.screens.customers import load_customers
from dashboard.services.screens.then import Then
from dashboard.ui import cache, customers_page, page, past_known


def customers(then: Then) -> None:
    """The page of that day, and where today's knowledge gives other numbers."""
    known = past_known.read(then)
    if known is None:
        past_known.not_yet("Customers", then)
        return
    with past_known.spoken_of(known):
        found = cache.cached(load_customers)
        page.head(f"Customers, as of {day(then.asked)}", found.headline)
        past_known.notes(known)
        chosen = customers_page.sections(found)
    past_known.beside(then, known, lambda: cache.cached(load_customer_tables, chosen))
    customers_page.source(found)
