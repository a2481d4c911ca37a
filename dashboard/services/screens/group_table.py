"""The groups of one attribute with their rate and how they compare, tiny ones withheld in plain sight."""

import math
from dataclasses import dataclass

import pandas as pd

from dashboard.domain.columns import records
from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.fairness import METRICS, RATES, group_rates
from dashboard.domain.reversals import reversal_sentence
from dashboard.domain.verdicts import verdict
from dashboard.services.screens.suppression import FEW, withheld
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.words import absent, count

_STATUS = {"point_over": "watch", "undecided": "not_assessed"}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: its share with interval and how it compares; `why_not` where it does not.

    `p` alone and `adjusted` as they were assessed; empty where the charter corrects for nothing.
    """

    group: str
    n: str
    rate: str
    interval: str
    value: float | None
    low: float | None
    high: float | None
    compared: str
    status: str | None
    why_not: str
    suppressed: bool
    decisions: int
    is_reference: bool
    order: float
    p: str = ""
    adjusted: str = ""


def group_lines(groups: pd.DataFrame, found: pd.DataFrame, terms: Terms) -> tuple[GroupLine, ...]:
    """Lines by group; where a number could point to a person it is withheld (see suppression)."""
    metric = METRICS[terms.metric]
    rates = group_rates(groups.drop(columns=FEW, errors="ignore"), confidence=terms.confidence, rates=[metric.rate])
    against = {str(row["group"]): row for _, row in found.iterrows()} if metric.over == "reference" else {}
    reference = str(found["reference"].iloc[0]) if against else None
    hidden = withheld(groups, terms.min_display)
    if reference in set(groups.loc[hidden, "group"]):  # what is held against it would tell its numbers
        against, reference = {}, None
    return tuple(
        _suppressed(str(row["group"]), terms, small=FEW not in groups and row["n"] < terms.min_display)
        if gone
        else _line(row, metric.rate, against.get(str(row["group"])), reference, terms)
        for gone, (_, row) in zip(hidden, rates.iterrows(), strict=True)
    )


def _suppressed(group: str, terms: Terms, *, small: bool) -> GroupLine:
    least = terms.min_display
    why = (
        f"withheld: fewer than {least} {terms.figures.counted}"
        if small
        else "withheld: a smaller group could be worked out"
    )
    return GroupLine(
        group, f"< {least}" if small else "withheld", "withheld", "", None, None, None, "withheld", None, why,
        suppressed=True, decisions=0, is_reference=False, order=0.0,
    )  # fmt: skip


def _line(
    row: "pd.Series[float]", rate: str, compared: "pd.Series[float] | None", reference: str | None, terms: Terms
) -> GroupLine:
    group = str(row["group"])
    value = None if compared is None or absent(compared["value"]) else float(compared["value"])
    status = _judged(compared, terms) if compared is not None and value is not None else None
    low, high = (None, None) if compared is None or value is None else (float(compared["low"]), float(compared["high"]))
    metric = METRICS[terms.metric]
    figures = terms.figures
    return GroupLine(
        group=group,
        n=count(row["n"]),
        rate=figures.level(row[rate]),
        interval=f"{figures.level(row[f'{rate}_low'])} to {figures.level(row[f'{rate}_high'])}",
        value=value,
        low=low,
        high=high,
        compared="reference" if group == reference else figures.number(value) if value is not None else "–",
        status=status,
        why_not=_why_not(group, compared, group == reference, value),
        suppressed=False,
        decisions=int(row["n"]),
        is_reference=group == reference,
        order=_order(value, terms, ratio=metric.kind == "ratio"),
    )


def _judged(compared: "pd.Series[float]", terms: Terms) -> str | None:
    if terms.lower is None and terms.upper is None:
        return None
    if bool(compared.get("too_few", False)):
        return "not_assessed"
    lower = -math.inf if terms.lower is None else terms.lower
    upper = math.inf if terms.upper is None else terms.upper
    said = str(verdict([compared["value"]], [compared["low"]], [compared["high"]], lower, upper)[0])
    return _STATUS.get(said, said)


def _why_not(group: str, compared: "pd.Series[float] | None", is_reference: bool, value: float | None) -> str:  # noqa: FBT001
    if group == NOT_RECORDED:
        return "shown, never judged"
    if compared is None:
        return "" if is_reference else "not compared"
    if value is None:
        return str(compared["undefined"])
    return "too few to judge" if bool(compared.get("too_few", False)) else ""


def _order(value: float | None, terms: Terms, *, ratio: bool) -> float:
    if value is None:
        return math.inf
    rate = RATES[METRICS[terms.metric].rate]
    oriented = math.log(max(value, 1e-9)) if ratio else value
    if rate.amounts:  # less of a price is better, less of a refund is not: the furthest away leads
        return -abs(oriented)
    return -oriented if rate.error else oriented


def reversal(found: pd.DataFrame, attribute: str, stratum: str = "each stratum") -> str:
    """Sentences where like for like turns the sign, or leaves less than half, of what all decisions together say."""
    if "crude" not in found.columns:
        return ""
    words = attribute.replace("_", " ").capitalize()
    told = [reversal_sentence(row, stratum) for row in records(found)]
    said = " ".join(sentence for sentence in told if sentence)
    return f"{words}: {said}" if said else ""
