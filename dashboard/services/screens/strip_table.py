"""The worst-off group of each use case as a table: the numbers of the portfolio chart."""

import pandas as pd

from dashboard.domain.field_words import plain_words
from dashboard.domain.wording import label
from dashboard.services.screens.portfolio import Strip


def strip_table(strips: tuple[Strip, ...]) -> pd.DataFrame:
    """The numbers of the chart; with a unit where they are amounts."""
    table = pd.DataFrame(
        {
            "Use case": [strip.title for strip in strips],
            "Attribute": [plain_words(strip.attribute) for strip in strips],
            "Group": [strip.group for strip in strips],
            "Against": [strip.reference or "all groups" for strip in strips],
            "Metric": [plain_words(strip.metric) for strip in strips],
            "Value": [strip.value for strip in strips],
            "Low": [strip.low for strip in strips],
            "High": [strip.high for strip in strips],
            "n": [strip.n for strip in strips],
            "Lower limit": [strip.lower for strip in strips],
            "Upper limit": [strip.upper for strip in strips],
            "Status": [label(strip.status) for strip in strips],
            "Proven": [strip.proven for strip in strips],
        }
    )
    if any(strip.figures.compared_unit for strip in strips):
        table["Unit"] = [strip.figures.compared_unit for strip in strips]
    return table
