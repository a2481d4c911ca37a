"""Do customers know that they speak with AI, can they choose, and do they reach a person?"""

from dashboard.domain.rates import RATES
from dashboard.domain.wording import day
from dashboard.services.screens.customers import SHOWN, load_customers, load_rate
from dashboard.services.screens.opt_outs import load_opt_outs
from dashboard.ui import (
    cache,
    choice_parts,
    customer_parts,
    dates,
    filters,
    indicator_parts,
    links,
    overturn_parts,
    page,
    time_parts,
)
from dashboard.ui.picks import pick

found = cache.cached(load_customers)
page.head(f"Customers · {day(dates.as_of())}", found.headline)
use_case = None
if not found.titles:
    customer_parts.no_log()
else:
    customer_parts.overview(found)
    use_case = pick("use_case", "Use case", list(found.titles), found.titles)
    rate = filters.one_of("rate", "Rate", {name: RATES[name].plain for name in SHOWN})
if use_case is not None:
    customer_parts.over_time(cache.cached(load_rate, use_case, rate), use_case, found.titles[use_case])
    time_parts.waits(use_case)
    if use_case in found.with_consent:
        time_parts.propagation(use_case)
        customer_parts.opt_outs(cache.cached(load_opt_outs, use_case), use_case)
    else:
        customer_parts.no_history()
    choice_parts.choices(use_case)
    links.to_use_case(use_case, "Open the use case")
overturn_parts.overturned()
indicator_parts.indicators()
page.source(
    ["interaction logs, consent histories and indicators", f"data to {day(found.last_day)}", "Wilson intervals"]
)
