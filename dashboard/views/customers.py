"""Do customers know that they speak with AI, can they choose, and do they reach a person?"""

from dashboard.domain.wording import day
from dashboard.services.screens.customers import load_customers
from dashboard.ui import cache, customers_page, dates, page

found = cache.cached(load_customers)
page.head(f"Customers · {day(dates.as_of())}", found.headline)
customers_page.sections(found)
customers_page.source(found)
