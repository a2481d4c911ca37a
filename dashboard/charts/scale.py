"""Axes for ratios and gaps: ranges that hold every interval and the charter's line, ticks that people know."""

import math
from collections.abc import Sequence
from typing import Any

_TICKS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0)
_FURTHEST = 20.0


def axis_range(
    lows: Sequence[float], highs: Sequence[float], limits: Sequence[float], *, ratio: bool, ideal: bool = True
) -> tuple[float, float]:
    """The ends of an axis with a little air; for ratios as powers of ten, as Plotly wants them.

    With `ideal` no difference at all (1 of a ratio, 0 of a gap) is on it; a rate has no such value.
    """
    same = [1.0 if ratio else 0.0] if ideal else []
    values = [value for value in (*lows, *highs, *limits, *same) if math.isfinite(value)] or [0.0]
    if ratio:
        values = [math.log10(min(max(value, 1 / _FURTHEST), _FURTHEST)) for value in values]
    low, high = min(values), max(values)
    air = max((high - low) * 0.06, 0.01)
    return low - air, high + air


def ratio_ticks(low: float, high: float, *, most: int = 7) -> dict[str, Any]:
    """Tick values between two powers of ten, thinned to `most`, never without 1."""
    inside = [tick for tick in _TICKS if low <= math.log10(tick) <= high]
    if len(inside) < 3:
        inside = _fine(10**low, 10**high) or inside
    kept = [tick for tick in inside if tick in (0.5, 0.8, 1.0, 1.25, 2.0)] if len(inside) > most else inside
    return {"tickvals": kept, "ticktext": [f"{tick:.2f}" if tick < 10 else "10" for tick in kept]}


def _fine(low: float, high: float) -> list[float]:
    """Round ticks for ratios that lie close together, three of them at least where there are any."""
    for step in (0.1, 0.05, 0.02, 0.01):
        ticks = [round(at * step, 2) for at in range(math.ceil(low / step), math.floor(high / step) + 1)]
        if len(ticks) >= 3:
            return ticks
    return []


def clipped(
    lows: Sequence[float], values: Sequence[float], highs: Sequence[float], limits: Sequence[float], *, ratio: bool
) -> tuple[float, float]:
    """Like `axis_range`, but one very wide interval cannot squeeze all the others: it runs out of the picture."""
    tight = axis_range(values, values, limits, ratio=ratio)
    whole = axis_range(lows, highs, limits, ratio=ratio)
    room = (tight[1] - tight[0]) * 0.25
    return max(whole[0], tight[0] - room), min(whole[1], tight[1] + room)
