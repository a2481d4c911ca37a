"""What scores say about each group of a use case: how well they rank, how true they are, from stored histograms."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_scores import score_counts
from dashboard.domain.calibration import calibration, calibration_error
from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.score_histograms import NO_LABELS, Estimate, auc, generalized_rate, histogram, roc
from dashboard.services.screens.suppression import withheld
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class GroupScores:
    """One group: n people with a score, AUC, generalized error rates, and the two curves as tables.

    `error` is the expected calibration error, NaN where scores are no shares; `width` is that of a bin, 0 where every
    score was counted by itself. `calibration` lacks bins that are withheld as small groups are.
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
    """The groups of one attribute.

    Attributes:
        withheld: those with fewer than `least` people, and those that go with them so that nobody can subtract.
        labelled: whether anybody's actual outcome is known.
    """

    groups: tuple[GroupScores, ...]
    withheld: tuple[str, ...]
    least: int
    labelled: bool = True

    @property
    def compared(self) -> tuple[GroupScores, ...]:
        """The groups that pictures show: those that are recorded; nobody is treated as one of the others."""
        return tuple(one for one in self.groups if one.group != NOT_RECORDED)

    @property
    def ranked(self) -> tuple[GroupScores, ...]:
        """Those of them with an AUC, the highest first."""
        known = [one for one in self.compared if one.auc.undefined is None]
        return tuple(sorted(known, key=lambda one: -one.auc.value))


def load_scores(sources: Sources, use_case: str, attribute: str, *, since: date | None = None) -> Scores:
    """The scores of each group from the month of `since` to the date of the page; no groups where none were logged."""
    counts = score_counts(sources.database, DecisionStore(sources.store), use_case)
    month = pd.to_datetime(counts["month"])
    kept = (counts["attribute"] == attribute) & (month <= pd.Timestamp(sources.as_of))
    if since is not None:
        kept &= month >= pd.Timestamp(since).replace(day=1)
    defaults = sources.charter.defaults
    parts = {str(group): part for group, part in counts[kept].groupby("group")}
    sizes = pd.DataFrame({"group": list(parts), "n": [int(part["rows"].sum()) for part in parts.values()]})
    hidden = tuple(sizes.loc[withheld(sizes, defaults.min_display), "group"])
    shown = tuple(
        _group(name, part, defaults.confidence, defaults.min_display)
        for name, part in parts.items()
        if name not in hidden
    )
    known = any(one.auc.undefined != NO_LABELS for one in shown)
    return Scores(shown, hidden, defaults.min_display, known)


def _group(name: str, counts: pd.DataFrame, confidence: float, least: int) -> GroupScores:
    found = histogram(counts)
    bins = calibration(found, confidence)
    return GroupScores(
        group=name,
        n=int(counts["rows"].sum()),
        auc=auc(found, confidence),
        false_positives=generalized_rate(found, confidence, positives=False, missed=False),
        false_negatives=generalized_rate(found, confidence, positives=True, missed=True),
        error=calibration_error(found),
        roc=roc(found),
        calibration=bins[~withheld(bins, least)],
        width=found.width,
    )
