"""Two bars of statuses, one above the other: use cases in service as they were reported on two days."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import figure, marker
from dashboard.domain.wording import ICONS, WORDS

Counts = Sequence[tuple[str, int]]


def two_days_figure(days: tuple[str, str], counts: tuple[Counts, Counts], colours: Palette) -> go.Figure:
    """The earlier day on top; both bars on one scale, so that a portfolio that grew is longer."""
    built = figure(colours, height=150, barmode="stack", bargap=0.3, margin={"l": 0, "r": 0, "t": 6, "b": 6, "pad": 6})
    rows = [dict(one) for one in counts]
    for status in rows[0]:
        numbers = [row[status] for row in rows]
        built.add_bar(
            x=numbers, y=list(days), orientation="h", name=WORDS[status],
            marker=marker(status, colours) | {"line": {"width": 2, "color": colours.ground}},
            hovertemplate="%{x:,} use cases on %{y}: " + WORDS[status] + "<extra></extra>",
        )  # fmt: skip
    widest = max(sum(row.values()) for row in rows)
    for place, row in zip(days, rows, strict=True):
        _labels(built, place, row, widest, colours)
    built.update_xaxes(visible=False, range=[0, max(widest, 1)])
    built.update_yaxes(autorange="reversed", showgrid=False)
    return built


def _labels(built: go.Figure, place: str, row: dict[str, int], widest: int, colours: Palette) -> None:
    at = 0
    for status, count in row.items():
        if count / max(widest, 1) >= 0.04:  # narrower segments cannot hold it on a phone; the table says it
            tone, waived = colours.tone(status), status == "waived"
            built.add_annotation(
                x=at + count / 2, y=place, text=f"<b>{ICONS[status]} {count:,}</b>", showarrow=False,
                font={"size": 14, "color": tone.text if waived else tone.on_fill},
                bgcolor=tone.tint if waived else None, borderpad=2,
            )  # fmt: skip
        at += count
