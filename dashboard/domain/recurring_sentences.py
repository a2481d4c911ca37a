"""What is said about people who come again: how much wider an interval is for them, or that nobody is known by name."""

from typing import Any

import pandas as pd

from dashboard.domain.cells import EFFECTS
from dashboard.domain.rates_of_groups import Basis
from dashboard.domain.repeated_subjects import ASSUMED
from dashboard.domain.wording import listed

MONTHLY = "within a month; who comes in two months counts as two"
_HARDLY = 1.005
_WIDENED = "and the interval is as wide as with that many times fewer decisions"
_NOT_WIDENED = "but intervals of figures from {many} are not widened: here every {one} counts as a person's only one"


def recurring_sentence(
    people: pd.DataFrame, sides: tuple[Any, Any], *, labels: bool, least: int, basis: Basis = "decisions"
) -> str:
    """The design effect behind one comparison.

    Args:
        people: of one attribute, of every month in reach: group, decided, unnamed, EFFECTS; empty where no log names
            its subjects.
        sides: the group and its reference; one that is no group of its own stands for all.
        labels: whether the metric needs actual outcomes, so that Kish's bound was taken.
        least: fewer decisions than this are not told by number.
        basis: what the metric is computed from; no design effect widens intervals of scores and of amounts.
    """
    if people.empty:
        return ASSUMED
    decided, unnamed = (int(people[name].sum()) for name in ("decided", "unnamed"))
    if decided <= unnamed:
        return ASSUMED
    effects = dict(zip(people["group"], people[EFFECTS[1] if labels else EFFECTS[0]], strict=True))
    named = [(str(side), float(effects[side])) for side in sides if side in effects]
    return f"{_widened(named, max(effects.values()), basis)}{_nameless(decided, unnamed, least)}"


def _widened(named: list[tuple[str, float]], most: float, basis: Basis) -> str:
    if max([effect for _, effect in named] or [most]) <= _HARDLY:
        return f"Hardly anybody comes again ({MONTHLY}): design effect 1.0, the interval is not widened."
    told = listed([f"{effect:.1f} for {group}" for group, effect in named]) or f"up to {most:.1f}"
    widened = _WIDENED if basis == "decisions" else _NOT_WIDENED.format(many=basis, one=basis.removesuffix("s"))
    return f"People come again ({MONTHLY}): design effect {told}, {widened}."


def _nameless(decided: int, unnamed: int, least: int) -> str:
    if not unnamed:
        return ""
    few = f"fewer than {least}" if unnamed < least else f"{unnamed:,}"
    return f" The log names nobody in {few} of {decided:,} decisions of these months: each counts as its own person."


def people_of(people: pd.DataFrame, row: int, attribute: str) -> pd.DataFrame:
    """Those of one record and attribute."""
    found: pd.DataFrame = people[(people["row"] == row) & (people["attribute"] == attribute)]
    return found
