"""What all decisions together say against what they say like for like: never one without the other."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from dashboard.domain.metrics import METRICS, Kind

Turn = Literal["turns", "shrinks", ""]
QUARREL = 0.05  # below this p the strata are said to differ


def turn_of(row: Mapping[str, Any]) -> Turn:
    """`turns` where the sign turns, `shrinks` where less than half is left; empty otherwise.

    Only what is proven is told: the crude interval leaves equality out; for a turn so does the like-for-like one, for
    a shrink it leaves the crude value out. Ratios are halved on the log scale.

    Args:
        row: of `compare(…, within=…)`: metric, value, low, high, crude, crude_low, crude_high.
    """
    metric = METRICS[str(row["metric"])]
    value, low, high, crude, crude_low, crude_high = (
        _distance(float(row[name]), metric.kind)
        for name in ("value", "low", "high", "crude", "crude_low", "crude_high")
    )
    if np.isnan(value) or np.isnan(crude) or crude_low <= 0 <= crude_high:
        return ""
    if value * crude < 0 and not low <= 0 <= high:
        return "turns"
    return "shrinks" if value / crude < 0.5 and not low <= crude <= high else ""


def reversal_sentence(row: Mapping[str, Any], stratum: str) -> str:
    """Both values in words where the picture turns or loses more than half; empty where it does neither.

    Args:
        row: as for `turn_of`, with group, reference, and `homogeneity` where it was tested.
        stratum: the plain name of the strata, such as `channel`.
    """
    turn = turn_of(row)
    if not turn:
        return ""
    kind = METRICS[str(row["metric"])].kind
    within, together = (_shown(float(row[name]), kind) for name in ("value", "crude"))
    what = "the picture turns round" if turn == "turns" else "more than half of it comes from the mix of cases"
    whose = f"the {kind} of {row['group']} to {row['reference']}"
    if METRICS[str(row["metric"])].over == "all":  # taken together, two others may lie furthest apart
        whose = f"the widest {kind}"
    said = f"Within {stratum} {whose} is {within}, taken together {together}"
    return f"{said}: {what}. {quarrel_sentence(row, stratum)}".strip()


def beside_sentence(row: Mapping[str, Any], stratum: str) -> str:
    """For a like-for-like finding: the reversal, else the crude value, which is never hidden; empty without strata."""
    crude = float(row.get("crude", np.nan))
    if np.isnan(crude):
        return ""
    told = reversal_sentence(row, stratum)
    if told:
        return told
    kind = METRICS[str(row["metric"])].kind
    return f"Within {stratum}; taken together {_shown(crude, kind)}. {quarrel_sentence(row, stratum)}".strip()


def quarrel_sentence(row: Mapping[str, Any], stratum: str) -> str:
    """Said where the strata differ from each other, so that their average stands for none of them."""
    p = float(row.get("homogeneity", np.nan))
    if np.isnan(p) or p >= QUARREL:
        return ""
    shown = "p < 0.001" if p < 0.001 else f"p = {p:.2g}"
    return f"It is not the same in every {stratum} (Breslow–Day {shown}), so look at each."


def _distance(value: float, kind: Kind) -> float:
    if kind == "gap":
        return value
    with np.errstate(divide="ignore"):
        return float(np.log(value))


def _shown(value: float, kind: Kind) -> str:
    return f"{100 * value:.1f} points".replace("-", "−") if kind == "gap" else f"{value:.2f}"
