"""The worst subgroup of a use case: every combination of attributes searched, with the search counted in."""

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from dashboard.domain.counts import CROSS
from dashboard.domain.metrics import METRICS
from dashboard.domain.subgroups import Search, Subgroup, raised, search, search_sentence
from dashboard.services.screens.counts import joint_counts
from dashboard.services.screens.suppression import withheld_crossed
from dashboard.services.screens.terms import terms_for
from dashboard.services.screens.words import decimal, percent, span
from dashboard.services.sources import Sources

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Subgroups:
    """What the search says.

    Attributes:
        said: how many were searched, the worst, and whether it stands out.
        numbers: Subgroup, n, Share, Interval (all searched groups together), Everybody else, p; the worst ten.
        searched: how many groups; `small` further ones were too small.
    """

    said: str
    numbers: pd.DataFrame
    searched: int
    small: int


def load_subgroups(sources: Sources, use_case: str, metric: str, *, days: int = 90) -> Subgroups | None:
    """Whole months that touch the window; None where attributes were not counted jointly."""
    joint = joint_counts(sources, use_case, since=(sources.as_of - timedelta(days=days - 1)).replace(day=1))
    crossed = joint[joint["attribute"].str.contains(CROSS, regex=False)]
    if crossed.empty or METRICS[metric].basis != "decisions":
        return None
    terms = terms_for(sources, metric)
    return subgroups_of(crossed, METRICS[metric].rate, max(terms.min_display, 30), terms.min_display)


def subgroups_of(crossed: pd.DataFrame, rate: str, least: int, min_display: int = 1) -> Subgroups:
    """Search the deepest crossings there are; those that would give a small group's number away are not named.

    Where all attributes were counted jointly that is one search; where only pairs were, each pair is searched and p is
    multiplied by the number of pairs (Bonferroni).
    """
    depth = crossed["attribute"].str.count(CROSS)
    found = [_searched(part, rate, least) for _, part in crossed[depth == depth.max()].groupby("attribute")]
    whole = _together(found)
    few = withheld_crossed(crossed, min_display)
    gone = set(zip(crossed.loc[few, "attribute"], crossed.loc[few, "group"], strict=True))
    rows = [_row(one) for one in whole.worst[:SHOWN] if (one.attribute, one.group) not in gone]
    columns = ["Subgroup", "n", "Share", "Interval", "Everybody else", "p"]
    return Subgroups(search_sentence(whole), pd.DataFrame(rows, columns=columns), whole.searched, whole.small)


def _searched(part: pd.DataFrame, rate: str, least: int) -> Search:
    names = str(part["attribute"].iloc[0]).split(CROSS)
    groups = part["group"].str.split(CROSS, n=len(names) - 1, expand=True).set_axis(names, axis=1)
    return search(pd.concat([groups, part.drop(columns=["attribute", "group"])], axis=1), names, rate, least=least)


def _together(found: list[Search]) -> Search:
    """Several searches as one: groups that several of them hold count once, at their smallest p."""
    if len(found) == 1:
        return found[0]
    worst: dict[tuple[str, str], Subgroup] = {}
    for one in (group for part in found for group in part.worst):
        known = worst.get((one.attribute, one.group))
        if known is None or one.p < known.p:
            worst[one.attribute, one.group] = one
    ranked = tuple(sorted(worst.values(), key=lambda one: -one.score))
    searched, small = sum(part.searched for part in found), sum(part.small for part in found)
    return raised(Search(found[0].rate, ranked, searched, small, found[0].least), len(found))


def _row(one: Subgroup) -> tuple[str, str, str, str, str, str]:
    name = ", ".join(
        f"{attribute.replace('_', ' ')} {value}"
        for attribute, value in zip(one.attribute.split(CROSS), one.group.split(CROSS), strict=True)
    )
    return name, f"{one.n:,}", percent(one.rate), span(one.low, one.high), percent(one.rest), decimal(one.p, 3)
