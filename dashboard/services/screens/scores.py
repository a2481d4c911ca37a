"""What scores say about each group of a use case: how well they rank, how true they are, from stored histograms."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_scores import score_counts
from dashboard.domain.calibration import calibration, calibration_error
from dashboard.domain.score_histograms import Estimate, auc, generalized_rate, histogram, roc
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class GroupScores:
    """One group: n people with a score, AUC, generalized error rates, and the two curves as tables.

    `error` is the expected calibration error, NaN where scores are no shares; `width` is that of a bin, 0 where every
    score was counted by itself.
    """

    group: str
    n: int
    auc: Estimate
    false_positives: Estimate
    false_negatives: Estimate
    error: float
    roc: pd.DataFrame
    calibration: pd.DataFrame
    width: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The groups of one attribute; `withheld` are those with fewer people than may be shown."""

    groups: tuple[GroupScores, ...]
    withheld: tuple[str, ...]


def load_scores(sources: Sources, use_case: str, attribute: str, *, since: date | None = None) -> Scores:
    """The scores of each group from the month of `since` to the date of the page; no groups where none were logged."""
    counts = score_counts(sources.database, DecisionStore(sources.store), use_case)
    month = pd.to_datetime(counts["month"])
    kept = (counts["attribute"] == attribute) & (month <= pd.Timestamp(sources.as_of))
    if since is not None:
        kept &= month >= pd.Timestamp(since).replace(day=1)
    defaults = sources.charter.defaults
    parts = {str(group): part for group, part in counts[kept].groupby("group")}
    small = tuple(name for name, part in parts.items() if part["rows"].sum() < defaults.min_display)
    shown = (_group(name, part, defaults.confidence) for name, part in parts.items() if name not in small)
    return Scores(tuple(shown), small)


def _group(name: str, counts: pd.DataFrame, confidence: float) -> GroupScores:
    found = histogram(counts)
    return GroupScores(
        group=name,
        n=int(counts["rows"].sum()),
        auc=auc(found, confidence),
        false_positives=generalized_rate(found, confidence, positives=False, missed=False),
        false_negatives=generalized_rate(found, confidence, positives=True, missed=True),
        error=calibration_error(found),
        roc=roc(found),
        calibration=calibration(found, confidence),
        width=found.width,
    )
