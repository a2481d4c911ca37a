"""The portfolio month by month: met at the bottom, breaches on top, each series named beside its last bar."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.theme import end_label, figure, marker
from dashboard.domain.wording import WORDS, day, label
from dashboard.services.screens.portfolio_statuses import Month

STACK: tuple[str, ...] = ("compliant", "not_assessed", "waived", "watch", "non_compliant")


def months_figure(months: Sequence[Month], colours: Palette) -> go.Figure:
    """Stacked bars of use cases in service; one bar a month."""
    built = figure(colours, height=300, barmode="stack", bargap=0.22, hovermode="x unified")
    built.update_layout(margin={"l": 0, "r": 122, "t": 8, "b": 24, "pad": 4})
    for status in STACK:
        built.add_bar(
            x=[month.first_day for month in months], y=[month[status] for month in months],
            marker=marker(status, colours), name=WORDS[status], hovertemplate="%{y}",
            customdata=[day(month.as_of) for month in months],
        )  # fmt: skip
    if months:
        built.update_layout(annotations=_labels(months[-1], colours))
    built.update_yaxes(showgrid=True, nticks=5, rangemode="tozero")
    built.update_xaxes(dtick="M6" if len(months) > 6 else "M1", tickformat="%b<br>%Y", hoverformat="%b %Y")
    return built


def _labels(last: Month, colours: Palette) -> list[dict[str, object]]:
    """Beside the middle of each segment, pushed apart by at least one line."""
    total, at, labels = max(last.in_service, 1), 0.0, []
    lowest = -1.0
    for status in STACK:
        count = last[status]
        if count:
            middle = max(at + count / 2, lowest)
            lowest = middle + total * 0.075
            text = f"<b>{count:,}</b> {label(status)}"
            labels.append(end_label(text, y=middle, colour=colours.tone(status).text))
        at += count
    return labels
