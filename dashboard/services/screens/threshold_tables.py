"""Thresholds that were tried in words and tables: what a setting does to each group, and what every strategy costs."""

import math

import pandas as pd

from dashboard.domain.thresholds import PARITIES, SINGLE, Chosen
from dashboard.domain.wording import plural
from dashboard.services.screens.threshold_strategies import CHARTER, DECIDED, Asked, Gap, Strategies, Tried
from dashboard.services.screens.thresholds import Scored
from dashboard.services.screens.words import count, decimal, percent

ALIKE = {"demographic parity": "shares of selected people", "equal opportunity": "shares found among those who qualify",
         "equal accuracy": "shares of right decisions"}  # fmt: skip


def threshold_words(threshold: float) -> str:
    """`from 0.43`, or who is selected at either end."""
    if math.isnan(threshold):
        return DECIDED
    return "nobody" if math.isinf(threshold) and threshold > 0 else f"from {threshold:.4g}".replace("-", "−")


def cost_words(cost: float) -> str:
    """`1,234`, with a decimal where it has one."""
    return f"{cost:,.0f}" if float(cost).is_integer() else f"{cost:,.1f}"


def headline(chosen: Tried, found: Strategies, asked: Asked, parity: str) -> str:
    """What the strategy costs, against what was decided, and the gap that it leaves."""
    decided, gap = found.named(DECIDED), chosen.gaps[parity]
    people = sum(one.tp + one.fp + one.fn + one.tn for one in chosen.setting.groups)
    beside = f", as decided {cost_words(decided.setting.cost)}" if decided else ""
    proof = "" if chosen.strategy != CHARTER else f" {_kept(found)}"
    return (
        f"{chosen.strategy.capitalize()}: cost {cost_words(chosen.setting.cost)} over {count(people)} people{beside} "
        f"(wrong selections × {asked.ratio:g} + people overlooked). "
        f"The {ALIKE[parity]} differ by {gap_words(gap)}.{proof}"
    )


def _kept(found: Strategies) -> str:
    if found.kept.proven:
        return "Every group's interval lies inside the charter's line."
    return "The values lie inside the charter's line; the intervals do not, so it is not proven."


def gap_words(gap: Gap) -> str:
    """`4.1 points (2.0 to 6.2)`."""
    if math.isnan(gap.value):
        return "an unknown gap"
    return (
        f"{decimal(100 * gap.value, 1)} points (interval {decimal(100 * gap.low, 1)} to {decimal(100 * gap.high, 1)})"
    )


def matrix_table(chosen: Tried) -> pd.DataFrame:
    """The confusion matrix of every group with the shares that the parities compare."""
    return pd.DataFrame([_row(one) for one in chosen.setting.groups])


def _row(one: Chosen) -> dict[str, object]:
    people, qualify = one.tp + one.fp + one.fn + one.tn, one.tp + one.fn
    return {
        "Group": one.group,
        "Threshold": threshold_words(one.threshold),
        "Rightly selected": one.tp,
        "Wrongly selected": one.fp,
        "Overlooked": one.fn,
        "Rightly passed over": one.tn,
        "Selected": f"{percent((one.tp + one.fp) / people)} of {count(people)}",
        "Found": f"{percent(one.tp / qualify)} of {count(qualify)}" if qualify else "nobody qualifies",
        "Right": f"{percent((one.tp + one.tn) / people)} of {count(people)}",
    }


def strategy_table(found: Strategies, *, only_alike: bool) -> pd.DataFrame:
    """Every strategy with its cost and its gaps; with `only_alike` none that treats groups differently."""
    shown = [one for one in found.tried if not only_alike or one.strategy in (DECIDED, SINGLE)]
    rows = [
        {
            "Strategy": one.strategy,
            "Cost": cost_words(one.setting.cost),
            **{f"Gap: {parity}": gap_words(one.gaps[parity]) for parity in PARITIES},
            "Thresholds": "; ".join(f"{each.group} {threshold_words(each.threshold)}" for each in one.setting.groups),
            "Bins may hide": _hidden(one.setting.hidden),
        }
        for one in shown
    ]
    frame = pd.DataFrame(rows)
    return frame if any(one.setting.hidden for one in shown) else frame.drop(columns="Bins may hide")


def _hidden(hidden: float) -> str:
    return "not known" if math.isnan(hidden) else f"at most {cost_words(hidden)}"


def left_out_words(scored: Scored) -> str:
    """Who is not counted, and why; empty where everybody is."""
    said = [f"{name} ({why})" for name, why in scored.left_out]
    parts = [f"Left out: {', '.join(said)}."] if said else []
    if scored.unlabelled:
        parts.append(f"{plural(scored.unlabelled, 'person', 'people')} with a score but no known outcome not counted.")
    return " ".join(parts)
