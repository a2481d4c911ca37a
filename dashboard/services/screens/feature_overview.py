"""An overview of features, and consistency among neighbours, in words and tables."""

import math

import pandas as pd

from dashboard.domain.consistency import Consistency
from dashboard.domain.feature_overview import Summary
from dashboard.domain.wording import listed, plural
from dashboard.services.consistent_decisions import Alike
from dashboard.services.feature_overview import Overview

_OWN = ", and a decision is no neighbour of itself"


def overview_headline(found: Overview) -> str:
    """The feature in which groups differ most, beyond what chance makes."""
    first = found.features[0] if found.features else None
    if first is None:
        return "No feature is kept."
    if found.attribute is None or first.unequal is None:
        return f"{plural(len(found.features), 'feature')} of {found.drawn:,} decisions"
    one, other = first.unequal.groups
    return (
        f"Groups by {found.attribute.replace('_', ' ')} differ most in {first.name}: {one} and {other} by "
        f"{first.unequal.gap:.2f} (chance alone: {first.unequal.by_chance:.2f}; 0 is alike, 1 shares nothing)"
    )


def overview_table(found: Overview) -> pd.DataFrame:
    """A line a feature, most unequal first."""
    rows = [
        (one.name, one.kind, one.missing, one.unique, *one.quantiles, one.zeros, *_unequal(one))
        for one in found.features
    ]
    columns = ["Feature", "Kind", "Missing", "Unique", "5 %", "Median", "95 %", "Zeros", "Groups differ by",
               "By chance", "Groups"]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    return table if found.attribute else table.drop(columns=["Groups differ by", "By chance", "Groups"])


def _unequal(one: Summary) -> tuple[float, float, str]:
    if one.unequal is None:
        return math.nan, math.nan, ""
    return one.unequal.gap, one.unequal.by_chance, " and ".join(one.unequal.groups)


def distribution(one: Summary) -> pd.DataFrame:
    """The bars of a feature."""
    return pd.DataFrame([(bar.label, bar.rows) for bar in one.bars], columns=["Value", "Decisions"])


def overview_notes(found: Overview) -> list[str]:
    """What it rests on."""
    said = []
    if found.drawn < found.decisions:
        said.append(f"{found.drawn:,} of {found.decisions:,} decisions, drawn by lot.")
    if found.left_out:
        said.append(f"{found.left_out:,} older decisions were not read.")
    if found.small:
        said.append(f"Not compared, because they are few: {listed(list(found.small))}.")
    return said


def alike_headline(found: Alike) -> str:
    """The value with its interval."""
    around = plural(found.rule.neighbours, "nearest neighbour")
    return f"Consistency {_value(found.value)}: how alike a decision is to its {around}, 1 being always"


def alike_table(found: Alike) -> pd.DataFrame:
    """Over all, then group by group."""
    rows = [("All", *_numbers(found.value)), *((name, *_numbers(one)) for name, one in found.groups.items())]
    return pd.DataFrame(rows, columns=["Group", "Consistency", "From", "To", "Decisions asked"])


def alike_notes(found: Alike) -> list[str]:
    """What it rests on, and in what it is not AIF360's."""
    own = "Features count as for counterfactuals, unlike in AIF360" + ("" if found.rule.own else _OWN)
    said = [
        f"{found.asked:,} decisions drawn by lot, their neighbours among {found.around:,} of model version "
        f"{found.model_version}; intervals at 95 %. {own}."
    ]
    if found.small:
        said.append(f"Not told apart, because few of them were drawn: {listed(list(found.small))}.")
    return said


def _numbers(one: Consistency) -> tuple[float, float, float, int]:
    return one.value, one.low, one.high, one.decisions


def _value(one: Consistency) -> str:
    return f"{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]"
