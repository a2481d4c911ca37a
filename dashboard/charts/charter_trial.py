"""The portfolio's own statuses now and under a draft of the charter, as two bars over the same use cases."""

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, marker
from dashboard.domain.wording import ICONS, WORDS

NOW, THEN = "Now", "With the draft"


def now_and_then(rows: tuple[tuple[str, int, int], ...], colours: Palette) -> go.Figure:
    """Use cases in service by status: (status, now, then), in the order shown."""
    built = figure(colours, height=150, margin={"l": 0, "r": 8, "t": 6, "b": 6, "pad": 6}, barmode="stack")
    for status, now, then in rows:
        if now or then:
            tone = colours.tone(status)
            built.add_bar(
                x=[then, now], y=[THEN, NOW], orientation="h", width=0.62, name=WORDS[status], showlegend=False,
                marker=marker(status, colours) | {"line": {"width": 2, "color": colours.ground}},
                text=[f"{ICONS[status]} {count:,}" if count else "" for count in (then, now)], textposition="inside",
                insidetextanchor="middle", textangle=0, constraintext="none",
                textfont={"color": tone.text if status == "waived" else tone.on_fill, "size": 14},
                hovertemplate=f"%{{y}}: %{{x:,}} use cases, {WORDS[status]}<extra></extra>",
            )  # fmt: skip
    built.update_xaxes(visible=False, rangemode="tozero")
    built.update_yaxes(showgrid=False, ticks="")
    return built
