"""The score of a model along a feature: the mean of all, the middle of individual curves, and one decision's own."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, shown
from dashboard.services.try_feature import Curved


def model_curve(found: Curved, colours: Palette) -> go.Figure:
    """Lines over the values of the feature; from the dotted line on the decision is favourable."""
    texts = any(isinstance(value, str) for value in found.values)
    where = [shown(str(value), limit=18) if texts else value for value in found.values]
    built = figure(colours, height=300, hovermode="x unified", showlegend=True)
    built.update_layout(legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "font": {"size": 13}})
    looks = (
        {"color": colours.muted, "width": 1, "dash": "dash"}, {"color": colours.muted, "width": 2},
        {"color": colours.ink, "width": 3},
    )  # fmt: skip
    for one in found.curves:
        line = looks[2 if one.name.startswith("This") else 1 if one.name.startswith("Mean") else 0]
        built.add_scatter(
            x=where, y=list(one.scores), name=one.name, mode="lines+markers" if texts else "lines", line=line,
            hovertemplate="%{y:.3f}",
        )  # fmt: skip
    built.add_hline(y=found.model.threshold, line={"dash": "dot", "color": colours.muted, "width": 1})
    built.update_yaxes(showgrid=True, nticks=6)
    built.update_xaxes(type="category" if texts else "linear", title=shown(found.feature, limit=40))
    return built
