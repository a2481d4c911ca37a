"""What the pickers of the Fairness page ask for, resolved: counts of the groups and what their comparison gives."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboard.domain.counts import CROSS
from dashboard.domain.fairness import METRICS, compare
from dashboard.domain.summing import summed
from dashboard.services.screens.apart import Apart, load_apart
from dashboard.services.screens.counts import CountsOf
from dashboard.services.screens.fairness_choices import Choices, choices_of, first_day, usual_metric
from dashboard.services.screens.suppression import FEW, withheld_crossed
from dashboard.services.screens.terms import Terms, terms_for
from dashboard.services.sources import Sources

LIKE = "like for like"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the pickers ask for; None means the first sensible choice.

    Attributes:
        attribute: one attribute, or several crossed.
        within: empty for all decisions together, LIKE for like for like, or the name of one stratum.
    """

    use_case: str
    attribute: str | None = None
    metric: str | None = None
    within: str = ""
    days: int = 90


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """What was asked for, resolved, with its counts and its comparison.

    Attributes:
        key: what was asked for, as text.
        counts: of the use case.
        asked: by the pickers.
        groups: COUNTS by group; of a crossing FEW as well.
        found: what `compare` says of them.
        by_stratum: joint counts of the window's months that have a stratum, whatever was asked for.
        within_strata: what `compare` says of those like for like; None without strata, and over all groups.
        monthly: whether they come from counts of months, whose window begins with a month.
        apart: of a measure of scores or amounts, what stands for the counts.
    """

    key: str
    counts: CountsOf
    asked: Asked
    attribute: str
    metric: str
    rule: Terms
    within: str
    monthly: bool
    since: date
    groups: pd.DataFrame
    found: pd.DataFrame
    choices: Choices
    by_stratum: pd.DataFrame
    within_strata: pd.DataFrame | None
    apart: Apart | None = None


def load_compared(sources: Sources, counts: CountsOf, asked: Asked) -> Compared | None:
    """The comparison asked for; None where the use case has no counts in reach."""
    since = first_day(sources, asked.days)
    choices = choices_of(counts.since(since), counts.joint, bases=counts.bases)
    names = (*choices.attributes, *choices.crossings)
    if not names:
        return None
    attribute = asked.attribute if asked.attribute in names else names[0]
    metric = asked.metric if asked.metric in choices.metrics else usual_metric(sources, choices)
    rule = terms_for(sources, metric)
    if METRICS[metric].basis != "decisions":
        return _counted_apart(sources, counts, asked, choices, rule)
    within = asked.within if asked.within in (LIKE, *choices.strata) and choices.strata else ""
    monthly = bool(within) or CROSS in attribute
    here = counts.months_since(since) if monthly else counts.since(since)
    here = _stratum(_of(here, attribute), within)
    joint = _of(counts.months_since(since), attribute)
    by_stratum = joint[joint["stratum"].fillna("") != ""]
    strata = "stratum" if within == LIKE else None
    found = compare(here, by=["attribute"], within=strata, **as_asked(rule))
    groups = summed(here, "group")
    if CROSS in attribute:
        groups[FEW] = _few(attribute, (groups, summed(joint, "group")), rule.min_display)
    return Compared(
        repr(asked), counts, asked, attribute, metric, rule, within, monthly, since, groups, found, choices,
        by_stratum, _like_for_like(by_stratum, rule),
    )  # fmt: skip


def _few(attribute: str, tables: tuple[pd.DataFrame, pd.DataFrame], least: int) -> "pd.Series[bool]":
    """Which of these groups the attributes beside them, here or over all strata, would give away."""
    gone: set[str] = set()
    for table in tables:
        crossed = table.assign(attribute=attribute)
        gone |= set(crossed.loc[withheld_crossed(crossed, least), "group"])
    return tables[0]["group"].isin(gone)


def _counted_apart(sources: Sources, counts: CountsOf, asked: Asked, choices: Choices, rule: Terms) -> Compared:
    """Scores and amounts are counted by single attribute: a crossing or a stratum falls back to what there is."""
    names, since = choices.attributes, first_day(sources, asked.days)
    attribute = asked.attribute if asked.attribute in names else names[0]
    apart = load_apart(sources, asked.use_case, attribute, metric=rule.metric, since=since)
    rule = replace(rule, figures=apart.figures or rule.figures)
    found = compare(apart.groups.assign(attribute=attribute), by=["attribute"], **as_asked(rule))
    return Compared(
        repr(asked), counts, asked, attribute, rule.metric, rule, within="", monthly=apart.monthly,
        since=since, groups=apart.groups, found=found, choices=choices, by_stratum=counts.joint[:0],
        within_strata=None, apart=apart,
    )  # fmt: skip


def as_asked(rule: Terms) -> dict[str, Any]:
    """The charter's terms as `compare` takes them."""
    return {
        "metric": rule.metric,
        "reference": rule.reference,
        "confidence": rule.confidence,
        "min_group": rule.min_group,
    }


def months_of(here: Compared) -> pd.DataFrame:
    """Every month of what was asked for."""
    if here.apart is not None:
        return here.apart.months
    level = here.counts.months() if here.monthly else here.counts.monthly
    return _stratum(_of(level, here.attribute), here.within)


def _of(counts: pd.DataFrame, attribute: str) -> pd.DataFrame:
    return counts[counts["attribute"] == attribute]


def _stratum(joint: pd.DataFrame, within: str) -> pd.DataFrame:
    return joint if within in ("", LIKE) else joint[joint["stratum"] == within]


def _like_for_like(counts: pd.DataFrame, rule: Terms) -> pd.DataFrame | None:
    """Whether or not like for like was asked for: a reversal is not to be found by luck."""
    if METRICS[rule.metric].over != "reference" or counts.empty:
        return None
    return compare(counts, by=["attribute"], within="stratum", **as_asked(rule))
