"""The tables of the Customers page, by section, so that two readings of a day can be held beside each other."""

from dataclasses import dataclass

import pandas as pd

from dashboard.domain.amounts import AMOUNTS
from dashboard.services.screens.choices import load_choices
from dashboard.services.screens.customers import load_customers, load_rate, points_table
from dashboard.services.screens.indicators import load_handling
from dashboard.services.screens.known_beside import Tables
from dashboard.services.screens.opt_outs import load_opt_outs
from dashboard.services.screens.overturns import load_overturns
from dashboard.services.screens.times import SHOWN, group_table, load_times
from dashboard.services.sources import Sources

TOLD, WAITS, CHOICES, CONTESTED, SAY = "told", "waits", "choices", "contested", "say"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the pickers of the page chose."""

    section: str
    use_case: str | None = None
    rate: str = ""


def load_customer_tables(sources: Sources, chosen: Chosen) -> Tables:
    """Name to table and the columns that name its rows."""
    if chosen.section == CONTESTED:
        found = load_overturns(sources)
        return {} if found is None else {"Contested decisions": (found.table, ("Use case", "Kind"))}
    if chosen.section == SAY:
        said = load_handling(sources)
        return {} if said is None else {"Net Promoter Score": (said.table, ("Indicator", "Period", "Handled"))}
    tables: Tables = {}
    if chosen.section == TOLD:
        tables = {"Last 30 days": (load_customers(sources).table, ("Use case",))}
    return tables if chosen.use_case is None else {**tables, **_of_use_case(sources, chosen, chosen.use_case)}


def _of_use_case(sources: Sources, chosen: Chosen, use_case: str) -> Tables:
    if chosen.section == TOLD:
        return {"By month": (points_table(load_rate(sources, use_case, chosen.rate)), ("Month",))}
    if chosen.section == WAITS:
        return {
            AMOUNTS[name].plain: (group_table(load_times(sources, use_case, name)), ("By", "Group")) for name in SHOWN
        }
    contacts = load_opt_outs(sources, use_case).by_month
    tables: dict[str, tuple[pd.DataFrame, tuple[str, ...]]] = {"Contacts": (contacts, ("Month", "Channel"))}
    choices = load_choices(sources, use_case)
    for ledger in choices.ledgers if choices else ():
        tables[ledger.title] = (ledger.months, ("Day", "Channel", "Purpose"))
    return tables
