"""The groups that the pickers chose, against the reference and the charter's range."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.why_groups import why_groups
from dashboard.services.screens.explorer import Explorer


def group_rates(explorer: Explorer, colours: Palette) -> go.Figure | None:
    """The groups that have a value; None where there is none."""
    return why_groups(explorer.plot, colours) if explorer.plot is not None else None
