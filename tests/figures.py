"""What Plotly says of the figures that charts make without asking it."""

import plotly.graph_objects as go
import pytest

from dashboard.charts import theme


def check_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a figure with a property or a value that Plotly does not know raises ValueError."""
    built = theme.unchecked

    def checked(traces: list[theme.Part], layout: theme.Part) -> go.Figure:
        figure = built(traces, layout)
        go.Figure(figure.to_dict())
        return figure

    monkeypatch.setattr(theme, "unchecked", checked)
