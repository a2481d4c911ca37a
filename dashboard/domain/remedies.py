"""What a remedy of AIF360 or Fairlearn would do to groups: people expected in each cell, and the file that does it.

Rules that draw lots are told by what they do on average: a group's cells need not be whole people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.domain.intervals import Array, wilson_limits, z
from dashboard.domain.rates_of_groups import RATES

REWEIGHING, ODDS, CALIBRATED, REJECT = (
    "reweighing", "equalized odds", "calibrated equalized odds", "reject option",
)  # fmt: skip
THRESHOLD_ODDS, THRESHOLD_PARITY = "thresholds for equalized odds", "thresholds for demographic parity"
REMEDIES: tuple[str, ...] = (REWEIGHING, ODDS, THRESHOLD_ODDS, THRESHOLD_PARITY, CALIBRATED, REJECT)
BY_SCORES = frozenset({THRESHOLD_ODDS, THRESHOLD_PARITY, CALIBRATED, REJECT})
SHOWN: tuple[str, ...] = ("selection_rate", "true_positive_rate", "false_positive_rate", "accuracy")

Cell = str | float | int


@dataclass(frozen=True, slots=True)
class Cells:
    """People of a group with a known outcome, by decision and outcome."""

    group: str
    tp: float
    fp: float
    fn: float
    tn: float

    @property
    def positives(self) -> float:
        """People of a positive outcome; `negatives` of a negative one."""
        return self.tp + self.fn

    @property
    def negatives(self) -> float:
        """People of a negative outcome."""
        return self.fp + self.tn

    @property
    def people(self) -> float:
        """All of them."""
        return self.positives + self.negatives

    @property
    def selected(self) -> float:
        """Whoever is decided for."""
        return self.tp + self.fp

    def mixed(self, chosen: float, passed: float) -> "Cells":
        """These people when each one decided for, or passed over, is then selected with such a chance."""
        found = chosen * self.tp + passed * self.fn
        wrong = chosen * self.fp + passed * self.tn
        return Cells(self.group, found, wrong, self.positives - found, self.negatives - wrong)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A remedy worked out for these groups.

    Attributes:
        rates: names in RATES that it is about.
        rows: of the file that carries it out, all with the same columns.
        remarks: sentences about this result, such as a group that could not be helped.
        fixed: the rates after hold by construction, so that they have no interval.
    """

    name: str
    before: tuple[Cells, ...]
    after: tuple[Cells, ...]
    rows: tuple[Mapping[str, Cell], ...]
    rates: tuple[str, ...] = SHOWN
    remarks: tuple[str, ...] = ()
    fixed: bool = False
    parameters: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """A rate of a group: numerator over denominator with its interval; NaN where it does not exist."""

    top: float
    bottom: float
    value: float
    low: float
    high: float


def shares(groups: Sequence[Cells], rate: str, confidence: float, *, fixed: bool = False) -> dict[str, Share]:
    """A rate of every group with Wilson's interval of as many people, none where `fixed`."""
    top, bottom = RATES[rate].of(counts(groups))
    limits = wilson_limits(top, bottom, z(confidence))
    low, high = (np.full(len(top), np.nan), np.full(len(top), np.nan)) if fixed else (limits.low, limits.high)
    numbers = zip(groups, top, bottom, limits.point, low, high, strict=True)
    return {one.group: Share(*(float(number) for number in found)) for one, *found in numbers}


def counts(groups: Sequence[Cells]) -> pd.DataFrame:
    """The groups as COUNTS."""
    rows = [(one.group, one.tp, one.fp, one.fn, one.tn) for one in groups]
    frame = pd.DataFrame(rows, columns=["group", "tp", "fp", "fn", "tn"])
    people = frame["tp"] + frame["fp"] + frame["fn"] + frame["tn"]
    return frame.assign(n=people, labelled=people, undecided=0, selected=frame["tp"] + frame["fp"])


def together(groups: Sequence[Cells], name: str = "all") -> Cells:
    """The groups as one."""
    sums: Array = np.sum([(one.tp, one.fp, one.fn, one.tn) for one in groups], axis=0)
    return Cells(name, *(float(number) for number in sums))
