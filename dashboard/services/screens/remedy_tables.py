"""Remedies in words and tables: the headline, every group before and after, and what a remedy cannot do."""

import math
from collections.abc import Mapping

import pandas as pd

from dashboard.domain.metrics import RATES
from dashboard.domain.remedies import (
    CALIBRATED,
    ODDS,
    REJECT,
    REWEIGHING,
    THRESHOLD_ODDS,
    THRESHOLD_PARITY,
    Share,
)
from dashboard.domain.wording import plural
from dashboard.services.screens.remedies import EVERYBODY, Answer, Effect
from dashboard.services.screens.remedy_groups import Basis
from dashboard.services.screens.words import count, decimal, percent

WHAT: Mapping[str, str] = {
    REWEIGHING: "weights by group and outcome for training a model again",
    ODDS: "the decisions as they are, some turned by lot, so that both error rates are the same in every group",
    THRESHOLD_ODDS: "two thresholds and lots for each group, so that both error rates are the same",
    THRESHOLD_PARITY: "two thresholds and lots for each group, so that the same share is selected",
    CALIBRATED: "some scores replaced by the group's base rate, so that the scores err equally",
    REJECT: "close to the threshold the disadvantaged are selected and all others passed over",
}
LIMITS: Mapping[str, str] = {
    REWEIGHING: "What a model trained with these weights decides is not known before it is trained. A weight cannot "
    "repair outcomes that were recorded unfairly.",
    ODDS: "Two people alike in everything but a lot are decided differently. Groups that are decided about better are "
    "brought down to what every group can reach.",
    THRESHOLD_ODDS: "Two people alike in everything but a lot are decided differently. Groups predicted better "
    "are brought down to what every group can reach.",
    THRESHOLD_PARITY: "Who qualifies is not looked at: where fewer of a group qualify, more are wrongly selected; "
    "between two thresholds a lot decides.",
    CALIBRATED: "It makes one mean error of the scores the same, not the decisions, and never two errors at once. "
    "Whose score is replaced, a lot decides, and nothing about that person counts any more.",
    REJECT: "It is one lower and one higher threshold, no more. All groups that are not named as disadvantaged count "
    "as one.",
}


def effect_table(answer: Answer) -> pd.DataFrame:
    """Every rate of every group before and after, with denominators and intervals."""
    return pd.DataFrame([_row(one) for one in answer.effects])


def _row(one: Effect) -> dict[str, str]:
    return {
        "Group": one.group,
        "Rate": RATES[one.rate].plain,
        "Before": _share(one.before),
        "After": _share(one.after),
        "Change": _points(one.after.value - one.before.value),
    }


def _share(one: Share) -> str:
    if math.isnan(one.value):
        return "nobody to count"
    sure = "by construction" if math.isnan(one.low) else f"{percent(one.low)} to {percent(one.high)}"
    return f"{percent(one.value)} of {count(round(one.bottom))} ({sure})"


def _points(change: float) -> str:
    if math.isnan(change):
        return "–"
    points = round(100 * change, 1) + 0.0  # no minus before nothing
    return f"{'+' if points > 0 else ''}{decimal(points, 1)} points"


def headline(answer: Answer) -> str:
    """What it makes the same, and what that costs in right decisions."""
    remedy = answer.remedy
    if remedy is None:
        return answer.why_not
    said = f"{remedy.name.capitalize()}: {WHAT[remedy.name]}."
    right = answer.everybody("accuracy")
    if right is None:
        return f"{said} {_weights(answer)}"
    people = count(round(right.before.bottom))
    change = right.after.top - right.before.top
    turned = f"{count(round(abs(change)))} {'more' if change > 0 else 'fewer'}"
    return (
        f"{said} Right decisions: {percent(right.after.value)} of {people}, as decided {percent(right.before.value)} "
        f"({turned}). {_widest(answer)}"
    )


def _weights(answer: Answer) -> str:
    held = {} if answer.remedy is None else answer.remedy.parameters
    return (
        f"They make who qualifies the same share in every group. {count(float(held['people']))} people then count as "
        f"much as {count(float(held['effective_people']))} who all count alike; the largest weight is "
        f"{decimal(float(held['largest_weight']))}."
    )


def _widest(answer: Answer) -> str:
    parts = []
    for rate in ("selection_rate", "true_positive_rate", "false_positive_rate"):
        groups = [one for one in answer.of(rate) if one.group != EVERYBODY]
        was, now = (_spread([side.value for side in sides]) for sides in _sides(groups))
        parts.append(f"{RATES[rate].plain} {decimal(100 * was, 1)} → {decimal(100 * now, 1)}")
    return f"Widest gap in points: {'; '.join(parts)}."


def _sides(groups: list[Effect]) -> tuple[list[Share], list[Share]]:
    return [one.before for one in groups], [one.after for one in groups]


def _spread(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return max(known) - min(known) if known else math.nan


def left_out_words(basis: Basis) -> str:
    """Who is not counted, and why; empty where everybody is."""
    said = [f"{name} ({why})" for name, why in basis.left_out]
    parts = [f"Left out: {', '.join(said)}."] if said else []
    if basis.unlabelled:
        parts.append(f"{plural(basis.unlabelled, 'person', 'people')} without a known outcome not counted.")
    return " ".join(parts)
