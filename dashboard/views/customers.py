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

TOLD, WAITS, CHOICES, CONTESTED, SAY = "told", "waits", "choices", "contested", "say"
SECTIONS = {
    TOLD: "Told and connected", WAITS: "Waiting", CHOICES: "Choices and notices",
    CONTESTED: "Contested decisions", SAY: "What customers say",
}  # fmt: skip

found = cache.cached(load_customers)
page.head(f"Customers · {day(dates.as_of())}", found.headline)
section = filters.one_of("section", "Show", SECTIONS, labelled=False)
use_case = None
if section in {TOLD, WAITS, CHOICES}:
    if not found.titles:
        customer_parts.no_log()
    else:
        if section == TOLD:
            customer_parts.overview(found)
        use_case = pick("use_case", "Use case", list(found.titles), found.titles)
if use_case is not None and section == TOLD:
    rate = filters.one_of("rate", "Rate", {name: RATES[name].plain for name in SHOWN})
    customer_parts.over_time(cache.cached(load_rate, use_case, rate), use_case, found.titles[use_case])
elif use_case is not None and section == WAITS:
    time_parts.waits(use_case)
elif use_case is not None:
    if use_case in found.with_consent:
        time_parts.propagation(use_case)
        customer_parts.opt_outs(cache.cached(load_opt_outs, use_case), use_case)
    else:
        customer_parts.no_history()
    choice_parts.choices(use_case)
elif section == CONTESTED:
    overturn_parts.overturned()
elif section == SAY:
    indicator_parts.indicators()
if use_case is not None:
    links.to_use_case(use_case, "Open the use case")
page.source(
    ["interaction logs, consent histories and indicators", f"data to {day(found.last_day)}", "Wilson intervals"]
)
