"""The tables of one use case on the Fairness page, so that two readings of a day can be held beside each other."""

from dataclasses import dataclass

import pandas as pd

from dashboard.services.screens.charter_lines import load_charter_lines
from dashboard.services.screens.compared import Asked, load_compared
from dashboard.services.screens.counts import load_counts
from dashboard.services.screens.explorer import load_explorer
from dashboard.services.screens.group_picture import group_frame
from dashboard.services.screens.known_beside import Tables
from dashboard.services.screens.month_heat import heat_numbers, load_months
from dashboard.services.screens.one_group import load_one_group
from dashboard.services.screens.trend import Against, trend_table
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the pickers of the page chose."""

    asked: Asked
    title: str
    group: Against | None = None


def load_fairness_tables(sources: Sources, chosen: Chosen) -> Tables:
    """Name to table and the columns that name its rows; nothing where there is nothing to compare."""
    counts = load_counts(sources, chosen.asked.use_case)
    here = load_compared(sources, counts, chosen.asked)
    if here is None:
        return {}
    found = load_explorer(sources, here, chosen.title)
    groups = group_frame(found.lines, found.attribute, found.rule.figures)
    tables: dict[str, tuple[pd.DataFrame, tuple[str, ...]]] = {"Groups": (groups, (str(groups.columns[0]),))}
    if chosen.group is not None:
        lines = load_charter_lines(sources, found.metric)
        trend = load_one_group(sources, here, chosen.group, lines).trend
        if trend is not None:
            tables[f"{chosen.group.group} by month"] = (trend_table(trend), ("Month",))
    months = load_months(sources, counts, found.metric)
    if not months.empty:
        tables["Every group by month"] = (heat_numbers(months), ("Attribute", "Month", "Group"))
    return tables
