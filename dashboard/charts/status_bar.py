"""One bar of statuses over the use cases in service: icon and number inside, words stand in the badges above."""

from collections.abc import Mapping

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, marker
from dashboard.domain.wording import ICONS, WORDS


def status_bar(ordered: tuple[tuple[str, int], ...], colours: Palette) -> go.Figure:
    """Segments in the order given, as long as their share; a status with no use case has none."""
    counts = dict(ordered)
    built = figure(colours, height=54, margin={"l": 0, "r": 0, "t": 6, "b": 6, "pad": 0}, barmode="stack")
    total = sum(counts.values())
    for status, count in counts.items():
        if count:
            built.add_bar(
                x=[count], y=[""], orientation="h", width=1, name=WORDS[status],
                marker=marker(status, colours) | {"line": {"width": 2, "color": colours.ground}},
                hovertemplate=f"{count:,} of {total:,} use cases: {WORDS[status]}<extra></extra>",
            )  # fmt: skip
    _labels(built, counts, colours)
    built.update_xaxes(visible=False, range=[0, max(total, 1)])
    built.update_yaxes(visible=False)
    return built


def _labels(built: go.Figure, counts: Mapping[str, int], colours: Palette) -> None:
    at, total = 0, max(sum(counts.values()), 1)
    for status, count in counts.items():
        if count / total >= 0.035:  # narrower segments cannot hold it on a phone; the badges say it
            tone = colours.tone(status)
            waived = status == "waived"
            built.add_annotation(
                x=at + count / 2, y=0, yref="y", text=f"<b>{ICONS[status]} {count:,}</b>", showarrow=False,
                font={"size": 15, "color": tone.text if waived else tone.on_fill},
                bgcolor=tone.tint if waived else None, borderpad=2,
            )  # fmt: skip
        at += count
