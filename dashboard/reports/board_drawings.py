"""The drawings of a board pack as numbers from 0 to 1 on their axis: whoever sets them only draws lines."""

import math
from collections.abc import Sequence
from itertools import groupby

from dashboard.domain.field_words import plain_words
from dashboard.domain.metrics import METRICS
from dashboard.domain.wording import ICONS, WORDS, day, share
from dashboard.reports.paper import Drawing
from dashboard.services.screens.portfolio import Strip
from dashboard.services.screens.portfolio_statuses import Month, StatusCounts
from dashboard.services.screens.staff_requirements import Requirement
from dashboard.services.screens.words import count, decimal

_TITLE, _GROUP = 32, 36
_STACK = ("compliant", "not_assessed", "waived", "watch", "non_compliant")


def status_bar(counts: StatusCounts) -> Drawing:
    """One bar over the use cases in service."""
    parts = [{"status": str(status), "count": many, "label": f"{ICONS[status]} {many:,}"}
             for status, many in counts.ordered if many]  # fmt: skip
    said = ", ".join(f"{many:,} {WORDS[status]}" for status, many in counts.ordered)
    return Drawing("status_bar", {"parts": parts, "total": counts.in_service}, f"Of {counts.in_service:,}: {said}.")


def months(shown: Sequence[Month]) -> Drawing:
    """Stacked bars, met at the bottom, breach on top."""
    most = max((month.in_service for month in shown), default=1) or 1
    bars = [
        {"label": f"{month.first_day:%b %Y}", "parts": [{"status": str(name), "count": month[name]} for name in _STACK]}
        for month in shown
    ]
    last = [{"status": name, "count": shown[-1][name], "label": f"{ICONS[name]} {shown[-1][name]:,} {WORDS[name]}"}
            for name in _STACK if shown[-1][name]]  # fmt: skip
    ends = ", ".join(f"{one['non_compliant']} in breach on {day(one.as_of)}" for one in (shown[0], shown[-1]))
    return Drawing("months", {"bars": bars, "most": most, "last": last}, f"Use cases in service by month: {ends}.")


def intervals(strips: Sequence[Strip]) -> tuple[Drawing, ...]:
    """One drawing a metric, since an axis has one unit; ratios on a log axis."""
    by_metric = sorted(strips, key=lambda one: list(dict.fromkeys(strip.metric for strip in strips)).index(one.metric))
    return tuple(_strips(metric, list(rows)) for metric, rows in groupby(by_metric, key=lambda one: one.metric))


def _strips(metric: str, strips: list[Strip]) -> Drawing:
    known = METRICS.get(metric)
    ratio = known is not None and known.kind == "ratio"
    low, high = _ends(strips, ratio=ratio)
    rows = [
        {
            "status": one.status, "proven": one.proven, "title": _cut(one.title, _TITLE),
            "group": _cut(f"{plain_words(one.attribute)} {one.group}", _GROUP),
            "said": f"{ICONS[one.status]} {one.figures.told(one.value)}",
            "span": one.figures.span(one.low, one.high),
            **{name: _place(value, low, high, ratio=ratio) for name, value in
               (("at", one.value), ("low", one.low), ("high", one.high))},
            "from": 0.0 if one.lower is None else _place(one.lower, low, high, ratio=ratio),
            "to": 1.0 if one.upper is None else _place(one.upper, low, high, ratio=ratio),
        }
        for one in strips
    ]  # fmt: skip
    ticks = [{"at": _place(tick, low, high, ratio=ratio), "label": decimal(tick)} for tick in _ticks(low, high, ratio)]
    alt = "; ".join(f"{one.title}, {one.group}: {one.figures.told(one.value)} "
                    f"({one.figures.span(one.low, one.high)}), n {count(one.n)}"
                    for one in strips)  # fmt: skip
    named = plain_words(metric)
    return Drawing(
        "intervals", {"name": named, "rows": rows, "ticks": ticks}, f"{named[:1].upper()}{named[1:]}. {alt}."
    )


def _cut(text: str, most: int) -> str:
    """Short enough for one line; the table below has the whole."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _ends(strips: list[Strip], *, ratio: bool) -> tuple[float, float]:
    """The range that holds every value and limit with a little air; a very wide interval runs out of the picture."""
    values = [one.value for one in strips] + [x for one in strips for x in (one.lower, one.upper) if x is not None]
    values.append(1.0 if ratio else 0.0)
    wide = [x for one in strips for x in (one.low, one.high)]
    scaled = [_scale(x, ratio=ratio) for x in values]
    low, high = min(scaled), max(scaled)
    room = max((high - low) * 0.3, 0.02)
    low = max(min(_scale(x, ratio=ratio) for x in [*wide, *values]), low - room)
    high = min(max(_scale(x, ratio=ratio) for x in [*wide, *values]), high + room)
    air = (high - low) * 0.04
    return low - air, high + air


def _scale(value: float, *, ratio: bool) -> float:
    return math.log(min(max(value, 0.02), 50)) if ratio else value


def _place(value: float, low: float, high: float, *, ratio: bool) -> float:
    return round(min(max((_scale(value, ratio=ratio) - low) / (high - low), 0.0), 1.0), 4)


def _ticks(low: float, high: float, ratio: bool) -> list[float]:  # noqa: FBT001  # two kinds of axis
    wanted = (0.25, 0.5, 0.8, 1.0, 1.25, 2.0, 4.0) if ratio else (-0.5, -0.2, -0.1, 0.0, 0.1, 0.2, 0.5)
    return [tick for tick in wanted if low <= _scale(tick, ratio=ratio) <= high]


def coverage(asked: Sequence[Requirement]) -> Drawing:
    """A bar a requirement: who has it of those who must."""
    rows = [
        {
            "status": one.status, "title": one.course_title,
            "part": (len(one.counted) - len(one.missing)) / len(one.counted) if one.counted else 0.0,
            "said": f"{ICONS.get(one.status, '?')} {share(len(one.counted) - len(one.missing), len(one.counted))} "
                    f"of {len(one.counted):,}",
        }
        for one in asked
    ]  # fmt: skip
    said = "; ".join(f"{row['title']}: {row['said']}" for row in rows)
    return Drawing("coverage", {"rows": rows}, f"Who has what they must have. {said}.")
