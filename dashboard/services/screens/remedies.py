"""What a remedy would do to every group: rates before and after, right decisions gained or lost, and its file."""

from dataclasses import dataclass, field, replace

import pandas as pd

from dashboard.domain.remedies import (
    BY_SCORES,
    CALIBRATED,
    ODDS,
    REJECT,
    REWEIGHING,
    THRESHOLD_ODDS,
    Cells,
    Remedy,
    Share,
    shares,
    together,
)
from dashboard.domain.remedies_calibrated import Cost, calibrated
from dashboard.domain.remedies_odds import equalized_odds, thresholds_for_odds, thresholds_for_parity
from dashboard.domain.remedies_reject import Gap, reject_option
from dashboard.domain.reweighing import reweighing
from dashboard.services.screens.remedy_groups import Basis
from dashboard.services.sources import Sources

EVERYBODY = "all groups"
CUT = 0.5


@dataclass(frozen=True, slots=True)
class Wanted:
    """The remedy and what it leaves to choose.

    Attributes:
        cost: of calibrated equalized odds, what is made the same.
        cut: of calibrated equalized odds, the score from which people are selected.
        gap: of reject option, the rate that is compared.
        disadvantaged: of reject option; empty for the group of whom the smallest share was selected.
    """

    remedy: str
    cost: Cost = "weighted"
    cut: float = CUT
    gap: Gap = "selection_rate"
    disadvantaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """A rate of a group, or of EVERYBODY, before and after."""

    rate: str
    group: str
    before: Share
    after: Share


@dataclass(frozen=True, slots=True)
class Answer:
    """A remedy with its effects; `why_not` where these scores, or groups, cannot have it."""

    basis: Basis
    wanted: Wanted
    remedy: Remedy | None
    effects: tuple[Effect, ...] = ()
    why_not: str = ""
    key: str = field(default="")

    def of(self, rate: str) -> tuple[Effect, ...]:
        """One rate of every group, everybody last."""
        return tuple(one for one in self.effects if one.rate == rate)

    def everybody(self, rate: str) -> Effect | None:
        """One rate of all groups together."""
        return next((one for one in self.effects if (one.rate, one.group) == (rate, EVERYBODY)), None)


def load_remedy(sources: Sources, basis: Basis, wanted: Wanted) -> Answer:
    """The answer for these groups."""
    del sources  # what the groups are is enough
    key = repr((basis.key, wanted))
    why_not = basis.why_not or _unfit(basis, wanted)
    if why_not:
        return Answer(basis, wanted, None, why_not=why_not, key=key)
    whole = replace(wanted, disadvantaged=wanted.disadvantaged or (worst_off(basis.groups),))
    remedy = _worked_out(basis, whole)
    return Answer(basis, whole, remedy, _effects(remedy, basis.confidence), key=key)


def worst_off(groups: tuple[Cells, ...]) -> str:
    """Of whom the smallest share is selected; of equal ones the first by name."""
    return min(groups, key=lambda one: (one.selected / one.people, one.group)).group


def _unfit(basis: Basis, wanted: Wanted) -> str:
    if wanted.remedy not in (CALIBRATED, REJECT):
        return ""
    out = [one.group for one in basis.ladders if one.thresholds[-1] < 0 or one.thresholds[1] > 1]
    if out:
        return f"The scores of {', '.join(out)} are not between 0 and 1: this remedy reads scores as probabilities."
    if wanted.remedy == REJECT and set(wanted.disadvantaged) >= {one.group for one in basis.groups}:
        return "Every group is named as disadvantaged: reject option needs others to hold them against."
    return ""


def _worked_out(basis: Basis, wanted: Wanted) -> Remedy:
    if wanted.remedy not in BY_SCORES:
        return {REWEIGHING: reweighing, ODDS: equalized_odds}[wanted.remedy](basis.groups)
    if wanted.remedy == CALIBRATED:
        return calibrated(basis.ladders, basis.groups, wanted.cost, wanted.cut)
    if wanted.remedy == REJECT:
        return reject_option(basis.ladders, basis.groups, wanted.disadvantaged, wanted.gap)
    found = thresholds_for_odds if wanted.remedy == THRESHOLD_ODDS else thresholds_for_parity
    return found(basis.ladders, basis.groups)


def _effects(remedy: Remedy, confidence: float) -> tuple[Effect, ...]:
    before, after = ([*groups, together(groups, EVERYBODY)] for groups in (remedy.before, remedy.after))
    found = []
    for rate in remedy.rates:
        was = shares(before, rate, confidence)
        is_now = shares(after, rate, confidence, fixed=remedy.fixed)
        found += [Effect(rate, one.group, was[one.group], is_now[one.group]) for one in before]
    return tuple(found)


def file_of(remedy: Remedy) -> pd.DataFrame:
    """The rows that carry it out: weights, chances or thresholds by group."""
    return pd.DataFrame([dict(row) for row in remedy.rows])
