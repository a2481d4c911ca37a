"""How sure are we: what the interval says, how many more decisions would settle it, and what is assumed."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.domain.cells import EFFECTS, tabulate
from dashboard.domain.counts import COUNTS
from dashboard.domain.intervals import decisions_needed
from dashboard.domain.metrics import METRICS, RATES, Metric
from dashboard.domain.outlook import times_needed
from dashboard.domain.recurring_sentences import recurring_sentence
from dashboard.domain.references import Rule
from dashboard.domain.verdicts import verdict
from dashboard.domain.wording import plural
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.trend import Against
from dashboard.services.screens.words import absent, count, decimal, percent

_MOST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Sure:
    """In plain words."""

    says: str
    settles: str
    assumes: str

    @property
    def sentence(self) -> str:
        """All of it."""
        return " ".join(part for part in (self.says, self.settles, self.assumes) if part)


def sure_of(
    known: tuple[pd.DataFrame, pd.DataFrame], found: pd.DataFrame, terms: Terms, against: Against, *, days: int
) -> Sure | None:
    """About one group of a comparison; None where the metric is over all groups or has no value.

    Args:
        known: COUNTS by group; and of its people group, decided, unnamed, EFFECTS, empty where nobody is named.
        found: the comparison, one row a group.
        terms: the charter's.
        against: the group, and its reference.
        days: length of the window, for the pace.
    """
    metric = METRICS[terms.metric]
    rows = found[found["group"] == against.group]
    if metric.over != "reference" or rows.empty or absent(rows.iloc[0]["value"]):
        return None
    row = rows.iloc[0]
    band = band_of_terms(terms)
    said = str(verdict([row["value"]], [row["low"]], [row["high"]], *band)[0])
    if bool(row["too_few"]):
        said = "too_few"
    groups, people = known
    labels = any(RATES[name].labels for name in metric.rates)
    sides = row["group"], row["reference"]
    again = recurring_sentence(people, sides, labels=labels, least=terms.min_display, basis=metric.basis)
    return Sure(
        _says(row, metric, terms, said),
        _settles(row, groups.set_index("group"), (metric, terms, said), days),
        " ".join(part for part in (again, _assumes(terms, len(found))) if part),
    )


def compares_shares(metric: Metric) -> bool:
    """Whether it is the gap or the ratio of one share of two groups, on which closed forms and weekly looks rest."""
    rate = RATES[metric.rate]
    plainly = metric.way == "pair" and len(metric.rates) == 1
    return (
        metric.over == "reference"
        and plainly
        and rate.basis == "decisions"
        and rate.scale == "share"
        and not rate.describes
    )


def band_of_terms(terms: Terms) -> tuple[float, float]:
    """Lower and upper limit, infinite where the charter sets none."""
    return (-math.inf if terms.lower is None else terms.lower, math.inf if terms.upper is None else terms.upper)


def _says(row: "pd.Series[Any]", metric: Metric, terms: Terms, said: str) -> str:
    figures = terms.figures
    between = f"{figures.number(row['low'])} and {figures.number(row['high'])}"
    if metric.basis == "amounts":
        return _says_of_amounts(row, terms, said)
    if not compares_shares(metric):
        against = f"{row['group']} against {row['reference']}"
        sure = f"With {terms.confidence * 100:g} % confidence {metric.plain[:1].lower()}{metric.plain[1:]}"
        return f"{sure}, {against}, is between {between} (measured {figures.number(row['value'])}): {_so(said, terms)}."
    if metric.kind == "ratio":
        what = f"between {between} times that of {row['reference']} (measured {decimal(row['value'])})"
    else:
        low, high, value = (f"{100 * row[name]:+.1f}".replace("-", "−") for name in ("low", "high", "value"))
        what = f"between {low} and {high} points away from that of {row['reference']} (measured {value})"
    name = RATES[metric.rate].plain
    sure = f"With {terms.confidence * 100:g} % confidence the share of {name}"
    return f"{sure} for {row['group']} is {what}: {_so(said, terms)}."


def _says_of_amounts(row: "pd.Series[Any]", terms: Terms, said: str) -> str:
    figures = terms.figures
    low, high, value = (figures.number(row[name], sign=not figures.ratio) for name in ("low", "high", "value"))
    apart = "times that of" if figures.ratio else "away from that of"
    away = f"between {low} and {figures.with_unit(high)} {apart} {row['reference']}"
    sure = f"With {terms.confidence * 100:g} % confidence the mean amount for {row['group']} is {away}"
    return f"{sure} (measured {value}): {_so(said, terms)}."


def _so(said: str, terms: Terms) -> str:
    figures = terms.figures
    limits = " to ".join(figures.number(limit) for limit in (terms.lower, terms.upper) if limit is not None)
    line = figures.with_unit(limits)
    if not limits:
        return "the charter sets no line for this measure"
    return {
        "non_compliant": f"all of it lies outside the charter's line of {line}, so it is proven",
        "point_over": f"the measured value lies outside the charter's line of {line}, but chance alone could do that",
        "compliant": f"all of it lies inside the charter's line of {line}, so this group is proven to be fine",
        "too_few": f"fewer than {count(terms.min_group)} {figures.counted} are never judged",
    }.get(said, f"it reaches over the charter's line of {line}, so nothing is proven either way")


def _settles(row: "pd.Series[Any]", groups: pd.DataFrame, how: tuple[Metric, Terms, str], days: int) -> str:
    metric, terms, said = how
    if said in ("non_compliant", "compliant") or (terms.lower is None and terms.upper is None):
        return ""
    if metric.basis == "amounts":
        return _settles_amounts(row, groups, terms, days)
    if not compares_shares(metric):
        return ""
    rate, own, other = RATES[metric.rate], groups.loc[[row["group"]]], groups.loc[[row["reference"]]]
    (k, n), (j, m) = rate.of(own[list(COUNTS)]), rate.of(other[list(COUNTS)])
    effect, beside = (float(side.get(EFFECTS[rate.labels], pd.Series(1.0)).iloc[0]) for side in (own, other))
    size = float(m[0] / n[0]) * effect / beside
    needed = effect * decisions_needed(
        k / n, j / m, band_of_terms(terms), terms.confidence, kind=metric.kind, reference_size=size
    )  # fmt: skip
    more = max(float(needed[0]), float(terms.min_group)) - float(n[0])
    if not math.isfinite(more):
        return "The value lies so near the line that no number of decisions would settle it."
    wanted = f"about {_about(more)} more {rate.unit} about {row['group']}"
    return f"If the rates stay as they are, {wanted} would settle it, {_pace(more, float(n[0]), days)}."


def _settles_amounts(row: "pd.Series[Any]", groups: pd.DataFrame, terms: Terms, days: int) -> str:
    """No closed form: its own numbers grow until the interval that judges is decided."""
    rule, n = Rule(terms.reference, terms.confidence, terms.min_group), float(row["denominator"])
    cells = tabulate(groups.reset_index(), by=[])
    times = times_needed(cells, terms.metric, rule, band_of_terms(terms), group=str(row["group"]))
    if not math.isfinite(times):
        return "The value lies so near the line that no number of amounts would settle it."
    wanted = f"about {_about((times - 1) * n)} more amounts of {row['group']}, the others growing alike"
    return f"If means and spread stay as they are, {wanted}, would settle it, {_pace((times - 1) * n, n, days)}."


def _pace(more: float, n: float, days: int) -> str:
    weeks = math.ceil(more / (n / (days / 7)))
    when = f"about {plural(weeks, 'week')}" if weeks <= _MOST_WEEKS else "more than ten years"
    return f"in {when} at today's pace"


def _about(number: float) -> str:
    """Two figures are as many as such a forecast has."""
    digits = max(len(str(round(number))) - 2, 0)
    return count(max(round(number, -digits), 1))


def _assumes(terms: Terms, comparisons: int) -> str:
    alone = f"{terms.confidence * 100:g} % holds for this interval alone"
    if comparisons < 2:
        return ""
    by_chance = percent(1 - terms.confidence, 0)
    also = {
        "none": f"{alone}, and each fair one of the {comparisons} groups here has a chance of {by_chance} to look "
        "different",
        "bonferroni": f"the charter widens intervals for all comparisons of a finding together; on this page {alone}",
        "benjamini_hochberg": f"{alone}; the charter corrects for many, so p alone and adjusted stand by each group",
    }[terms.multiplicity]
    return f"Of many comparisons: {also}."
