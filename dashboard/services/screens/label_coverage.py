"""Whose actual outcome is known, by group and decision: what a reader must know before trusting a label metric."""

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from dashboard.domain.label_coverage import MARGIN, coverage_sentence, differing, label_coverage
from dashboard.domain.metrics import METRICS
from dashboard.domain.summing import summed
from dashboard.services.screens.counts import single_counts
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.words import percent
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class LabelCoverage:
    """A table by group and decision.

    Attributes:
        numbers: Group, Decision, Labelled, Decisions, Share; tiny groups withheld.
        said: the sentence where coverage differs beyond chance and margin, else empty.
        margin: how far apart is too far, as a share.
    """

    numbers: pd.DataFrame
    said: str
    margin: float = MARGIN


def load_label_coverage(
    sources: Sources, use_case: str, attribute: str, metric: str, *, days: int = 90
) -> LabelCoverage | None:
    """Of one attribute in the window; None where there are no decisions by it, or no label at all."""
    counts = single_counts(sources, use_case, since=sources.as_of - timedelta(days=days - 1))
    here = counts[counts["attribute"] == attribute]
    if here.empty or not here["labelled"].sum():
        return None
    return coverage_of(summed(here, "group"), metric, sources.charter.defaults.min_display)


def coverage_of(groups: pd.DataFrame, metric: str, least: int) -> LabelCoverage:
    """The table of counts by group."""
    known = label_coverage(list(groups["group"]), groups)
    sizes = pd.DataFrame({"n": [one.decisions for one in known], "stratum": [one.decision for one in known]})
    hidden = withheld(sizes, least)
    rows = [
        (one.group, one.decision, "withheld", "withheld", "withheld")
        if gone
        else (one.group, one.decision, f"{one.labelled:,}", f"{one.decisions:,}", percent(one.share))
        for one, gone in zip(known, hidden, strict=True)
    ]
    columns = ["Group", "Decision", "Labelled", "Decisions", "Share"]
    said = coverage_sentence(differing(known, metric_rates=METRICS[metric].rates, least=least))
    return LabelCoverage(pd.DataFrame(rows, columns=columns), said)
