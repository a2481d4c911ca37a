"""The Customers page below its head, of whatever day is spoken of."""

from dashboard.domain.rates import RATES
from dashboard.domain.wording import day
from dashboard.services.screens.customer_tables import CHOICES, CONTESTED, SAY, TOLD, WAITS, Chosen
from dashboard.services.screens.customers import SHOWN, Customers, load_rate
from dashboard.services.screens.opt_outs import load_opt_outs
from dashboard.ui import (
    cache,
    choice_parts,
    customer_parts,
    filters,
    indicator_parts,
    links,
    overturn_parts,
    page,
    time_parts,
)
from dashboard.ui.picks import pick

SECTIONS = {
    TOLD: "Told and connected", WAITS: "Waiting", CHOICES: "Choices and notices",
    CONTESTED: "Contested decisions", SAY: "What customers say",
}  # fmt: skip


def sections(found: Customers) -> Chosen:
    """One section at a time, with its pickers; returns what they chose."""
    section = filters.one_of("section", "Show", SECTIONS, labelled=False)
    use_case, rate = None, ""
    if section in {TOLD, WAITS, CHOICES}:
        use_case = _use_case(found, section)
    if use_case is not None and section == TOLD:
        rate = filters.one_of("rate", "Rate", {name: RATES[name].plain for name in SHOWN})
        customer_parts.over_time(cache.cached(load_rate, use_case, rate), use_case, found.titles[use_case])
    elif use_case is not None and section == WAITS:
        time_parts.waits(use_case)
    elif use_case is not None:
        _choices(found, use_case)
    elif section == CONTESTED:
        overturn_parts.overturned()
    elif section == SAY:
        indicator_parts.indicators()
    if use_case is not None:
        links.to_use_case(use_case, "Open the use case")
    return Chosen(section, use_case, rate)


def source(found: Customers) -> None:
    """Where the numbers come from."""
    page.source(
        ["interaction logs, consent histories and indicators", f"data to {day(found.last_day)}", "Wilson intervals"]
    )


def _use_case(found: Customers, section: str) -> str | None:
    if not found.titles:
        customer_parts.no_log()
        return None
    if section == TOLD:
        customer_parts.overview(found)
    return pick("use_case", "Use case", list(found.titles), found.titles)


def _choices(found: Customers, use_case: str) -> None:
    if use_case in found.with_consent:
        time_parts.propagation(use_case)
        customer_parts.opt_outs(cache.cached(load_opt_outs, use_case), use_case)
    else:
        customer_parts.no_history()
    choice_parts.choices(use_case)
