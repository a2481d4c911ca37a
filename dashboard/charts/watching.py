"""What all weekly looks say together, drawn over the months: a thin band, and the weeks of began and real."""

from datetime import date

from dashboard.charts.palette import Palette
from dashboard.charts.theme import Part
from dashboard.domain.wording import day
from dashboard.services.screens.watching import Run, Watching
from dashboard.services.screens.words import decimal, span

_FLOOR = 0.24  # where the upper plot of a trend begins


def looks(watched: Watching, colours: Palette) -> list[Part]:
    """Two thin lines for each model version: the limits that hold at all its looks at once."""
    return [_limit(run, side, colours) for run in watched.runs for side in ("low", "high")]


def _limit(run: Run, side: str, colours: Palette) -> Part:
    known = [look for look in run.looks if look.value is not None]
    said = [f"all looks so far {decimal(look.value)} ({span(look.low, look.high)})" for look in known]
    quiet = {"hoverinfo": "skip"} if side == "low" else {"hovertemplate": "%{customdata}<extra></extra>"}
    return {
        "type": "scatter", "mode": "lines", "x": [look.week for look in known],
        "y": [getattr(look, side) for look in known], "customdata": said, "line": {"width": 1, "color": colours.muted},
    } | quiet  # fmt: skip


def marks(watched: Watching, colours: Palette, *, since: date) -> tuple[list[Part], list[Part]]:
    """Where it began and since when it is real, for every version: upright lines, and the words at their feet."""
    found = [
        (word, week, place, colours.tone(status).text)
        for run in watched.runs
        for place, (word, week, status) in enumerate(_dated(run))
        if week is not None and week >= since
    ]
    lines = [_line(week, ink) for _, week, _, ink in found]
    return lines, [_word((word, week), ink, colours, place=place) for word, week, place, ink in found]


def _dated(run: Run) -> tuple[tuple[str, date | None, str], ...]:
    return ("▲ began", run.began, "watch"), ("✕ real", run.real, "non_compliant")


def _line(week: date, ink: str) -> Part:
    return {
        "type": "line", "xref": "x", "x0": week, "x1": week, "yref": "paper", "y0": _FLOOR, "y1": 1,
        "line": {"width": 1.5, "dash": "dash", "color": ink},
    }  # fmt: skip


def _word(what: tuple[str, date], ink: str, colours: Palette, *, place: int) -> Part:
    word, week = what
    return {
        "text": word, "hovertext": f"{word[2:]} about the week of {day(week)}", "xref": "x", "x": week,
        "yref": "paper", "y": _FLOOR, "yanchor": "bottom", "yshift": 2 + 18 * place,
        "xanchor": "right" if place == 0 else "left", "showarrow": False, "bgcolor": colours.ground, "borderpad": 1,
        "font": {"size": 12, "color": ink},
    }  # fmt: skip
