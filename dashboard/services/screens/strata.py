"""One attribute like for like: every stratum with its own figures, the Mantel-Haenszel value and the crude one."""

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from dashboard.domain.columns import records
from dashboard.domain.fairness import METRICS, RATES, Rate, compare
from dashboard.domain.reversals import beside_sentence
from dashboard.domain.summing import summed
from dashboard.services.screens.counts import joint_counts
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.terms import Terms, terms_for
from dashboard.services.screens.words import absent, count, percent, span
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class StratumLine:
    """One group in one stratum; numbers of tiny groups are withheld."""

    stratum: str
    group: str
    n: str
    rate: str


@dataclass(frozen=True, slots=True)
class StratifiedLine:
    """One group against the reference over all strata: both values, and whether the strata agree.

    Attributes:
        within: the Mantel-Haenszel value with its interval, or why there is none.
        together: the crude value with its interval.
        homogeneity: p of the strata agreeing (Breslow–Day with Tarone's correction), or None where it cannot be told.
        said: the sentence that holds both values.
    """

    group: str
    reference: str
    within: str
    together: str
    strata: int
    homogeneity: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Strata:
    """The strata of one attribute and metric; `numbers` is what is shown, for download."""

    attribute: str
    metric: str
    lines: tuple[StratumLine, ...]
    compared: tuple[StratifiedLine, ...]
    numbers: pd.DataFrame


def load_strata(sources: Sources, use_case: str, attribute: str, metric: str, *, days: int = 90) -> Strata | None:
    """Whole months that touch the window; None without strata, and for metrics over all groups."""
    joint = joint_counts(sources, use_case, since=(sources.as_of - timedelta(days=days - 1)).replace(day=1))
    here = joint[(joint["attribute"] == attribute) & (joint["stratum"].fillna("") != "")]
    if here.empty or METRICS[metric].over != "reference":
        return None
    terms = terms_for(sources, metric)
    found = compare(
        here, by=["attribute"], metric=metric, reference=terms.reference, confidence=terms.confidence,
        min_group=terms.min_group, within="stratum",
    )  # fmt: skip
    return strata_of(here, found, attribute, terms)


def strata_of(here: pd.DataFrame, found: pd.DataFrame, attribute: str, terms: Terms) -> Strata:
    """The strata of counts by stratum and group, and what `compare` says of them like for like."""
    metric = terms.metric
    lines = _lines(summed(here, "stratum", "group"), RATES[METRICS[metric].rate], terms)
    compared = _compared(here, found, terms)
    columns = ["Stratum", "Group", "n", "Share"]
    numbers = pd.DataFrame([(line.stratum, line.group, line.n, line.rate) for line in lines], columns=columns)
    return Strata(attribute, metric, lines, compared, numbers)


def _lines(counts: pd.DataFrame, rate: Rate, terms: Terms) -> tuple[StratumLine, ...]:
    hidden = withheld(counts, terms.min_display)
    top, bottom = rate.of(counts)
    shown = [
        ("withheld", "withheld")
        if gone
        else (count(n), f"{percent(k / m)} of {count(m)} {rate.unit}" if m else rate.nothing)
        for gone, n, k, m in zip(hidden, counts["n"], top, bottom, strict=True)
    ]
    return tuple(
        StratumLine(str(stratum), str(group), n, share)
        for stratum, group, (n, share) in zip(counts["stratum"], counts["group"], shown, strict=True)
    )


def _compared(counts: pd.DataFrame, found: pd.DataFrame, terms: Terms) -> tuple[StratifiedLine, ...]:
    totals = summed(counts, "group")
    hidden = set(totals.loc[withheld(totals, terms.min_display), "group"])
    rows = [row for row in records(found) if not {row["group"], row["reference"]} & hidden]
    return tuple(
        StratifiedLine(
            group=str(row["group"]),
            reference=str(row["reference"]),
            within=_valued(row["value"], row["low"], row["high"]) or str(row["undefined"]),
            together=_valued(row["crude"], row["crude_low"], row["crude_high"]),
            strata=int(row["strata"]),
            homogeneity=None if absent(row["homogeneity"]) else float(row["homogeneity"]),
            said=beside_sentence(row, "each stratum") if not absent(row["value"]) else "",
        )
        for row in rows
    )


def _valued(value: float, low: float, high: float) -> str:
    return "" if absent(value) else f"{value:.3f} ({span(low, high)})"
