"""Model versions on one time axis: which one served when."""

from datetime import date

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, shown
from dashboard.domain.wording import day
from dashboard.services.screens.use_case_record import ModelSpan

_MILLISECONDS = 86_400_000


def versions(spans: tuple[ModelSpan, ...], colours: Palette, *, as_of: date) -> go.Figure:
    """One bar a version from its first to its last day; the serving ones in full ink."""
    names = [f"{shown(span.name, limit=20)} {shown(span.version, limit=12)}" for span in spans]
    ends = [min(span.retired or as_of, as_of) for span in spans]
    serving = [span.retired is None or span.retired > as_of for span in spans]
    built = figure(colours, height=30 * len(spans) + 46, margin={"l": 0, "r": 8, "t": 8, "b": 24, "pad": 6})
    built.add_trace(
        go.Bar(
            y=list(range(len(spans))),
            base=[span.deployed for span in spans],
            x=[max((end - span.deployed).days, 1) * _MILLISECONDS for span, end in zip(spans, ends, strict=True)],
            orientation="h",
            width=0.55,
            marker={"color": [colours.groups[0] if now else colours.neutral for now in serving]},
            hovertext=[
                f"{name}: {day(span.deployed)} to {'today' if now else day(span.retired)}"
                for name, span, now in zip(names, spans, serving, strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    built.update_xaxes(type="date", nticks=5, tickformat="%b %Y")
    built.update_yaxes(tickvals=list(range(len(spans))), ticktext=names, autorange="reversed")
    return built
