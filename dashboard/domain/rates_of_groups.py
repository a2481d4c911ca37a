"""The rates of a group as data: what each divides by what, what the counts are called and why it may not exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.amount_sums import SUMS

Array = NDArray[np.float64]
CountColumns = pd.DataFrame | Mapping[str, Array]
Basis = Literal["decisions", "scores", "amounts"]
Scale = Literal["share", "odds", "f_score"]
RANKED = ("rank_won", "rank_size", "rank_slack", "rank_people")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of counts, numerator columns over denominator columns, or a rising function of that share.

    Attributes:
        unit: what the denominator counts.
        nothing: the reason shown where the denominator is 0.
        error: True where a higher rate is worse for the group.
        labels: True where the actual outcome must be known.
        scale: the rate is the share p itself, its `odds` p / (1 - p), or the `f_score` 2p / (1 + p).
        written: the formula where numerator and denominator do not say it.
        unbounded: the reason shown where odds have nothing to divide by.
        describes: True where neither more nor less is better.
        usual: False for what a table for reading leaves out.
        scores: True where it is found from scores, in the columns RANKED: a share `rank_won` / `rank_size`, which bins
            may have moved by `rank_slack` / `rank_size` at most, and which rests on `rank_people`.
        amounts: True where it is no share but the mean of amounts, in the columns SUMS and in their unit.
    """

    name: str
    plain: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    unit: str
    nothing: str
    error: bool = False
    labels: bool = True
    scale: Scale = "share"
    written: str = ""
    unbounded: str = ""
    describes: bool = False
    usual: bool = True
    scores: bool = False
    amounts: bool = False

    @property
    def basis(self) -> Basis:
        """What it is found from; scores and amounts are kept apart from counts of decisions."""
        return "scores" if self.scores else "amounts" if self.amounts else "decisions"

    def held(self, counts: CountColumns) -> bool:
        """Whether these counts have the columns that it is found from."""
        return not (self.scores and RANKED[0] not in counts) and not (self.amounts and SUMS[0] not in counts)

    @property
    def formula(self) -> str:
        """Numerator over denominator, in the names of the counts."""
        return self.written or " / ".join(
            " + ".join(part) if len(part) == 1 else f"({' + '.join(part)})"
            for part in (self.numerator, self.denominator)
        )

    @property
    def span(self) -> str:
        """The least and the greatest value."""
        if self.amounts:
            return "any number, in the unit of the amounts"
        return "0 and more" if self.scale == "odds" else "0 to 1"

    def of(self, counts: CountColumns) -> tuple[Array, Array]:
        """Numerator and denominator of the share, one element per row of counts."""
        top, bottom = (
            np.sum([np.asarray(counts[name], float) for name in part], axis=0)
            for part in (self.numerator, self.denominator)
        )
        return top, bottom

    def evidence(self, counts: CountColumns) -> Array:
        """How much the rate of each row rests on, in `unit`."""
        return np.asarray(counts[RANKED[3]], float) if self.scores else self.of(counts)[1]

    def slack(self, counts: CountColumns) -> Array:
        """How far bins of scores may have moved the rate of each row at most; 0 where every value was counted."""
        if not self.scores:
            return np.zeros(len(counts["n"]))
        moved, size = (np.asarray(counts[name], float) for name in RANKED[2:0:-1])
        share: Array = np.divide(moved, size, out=np.zeros(len(size)), where=size > 0)
        return share

    def scaled(self, share: Array) -> Array:
        """Shares as values of this rate; NaN and inf where odds have nothing to divide by."""
        if self.scale == "share":
            return share
        with np.errstate(all="ignore"):
            return share / (1 - share) if self.scale == "odds" else 2 * share / (1 + share)


_POSITIVES, _NEGATIVES = (("tp", "fn"), "positives", "no positives"), (("fp", "tn"), "negatives", "no negatives")
_LABELLED = (("labelled",), "labelled decisions", "no labels")
_SELECTED = (("tp", "fp"), "selected with a label", "nobody selected")
_PASSED = (("fn", "tn"), "passed over with a label", "nobody passed over")
_ALL_RATES = (
    Rate("selection_rate", "favourable decisions", ("selected",), ("n",), "decisions", "no decisions", labels=False),
    Rate("true_positive_rate", "found among those who qualify", ("tp",), *_POSITIVES),
    Rate("false_positive_rate", "wrongly selected among those who do not qualify", ("fp",), *_NEGATIVES, error=True),
    Rate("false_negative_rate", "overlooked among those who qualify", ("fn",), *_POSITIVES, error=True),
    Rate("true_negative_rate", "rightly passed over among those who do not qualify", ("tn",), *_NEGATIVES),
    Rate("precision", "rightly selected among the selected", ("tp",), *_SELECTED),
    Rate("accuracy", "right decisions", ("tp", "tn"), *_LABELLED),
    Rate("base_rate", "those who qualify", ("tp", "fn"), *_LABELLED, describes=True),
    Rate("negative_predictive_value", "rightly passed over among those passed over", ("tn",), *_PASSED, usual=False),
    Rate("false_discovery_rate", "wrongly selected among the selected", ("fp",), *_SELECTED, error=True, usual=False),
    Rate(
        "false_omission_rate", "overlooked among those passed over", ("fn",), *_PASSED, error=True, usual=False
    ),
    Rate("error_rate", "wrong decisions", ("fp", "fn"), *_LABELLED, error=True, usual=False),
    Rate(
        "f1_score", "balance of finding those who qualify and selecting rightly", ("tp",), ("tp", "fp", "fn"),
        "selected or overlooked", "nobody selected or overlooked", scale="f_score", written="2 tp / (2 tp + fp + fn)",
        usual=False,
    ),
    Rate(
        "oversights_per_wrong_selection", "people overlooked for each one wrongly selected", ("fn",), ("fn", "fp"),
        "wrong decisions", "no wrong decisions", error=True, scale="odds", written="fn / fp",
        unbounded="no wrong selections", usual=False,
    ),
    Rate(
        "share_of_selected", "share of all who are selected", ("selected",), ("all_selected",),
        "selected in all groups", "nobody selected", labels=False, written="selected / selected of all groups",
        describes=True, usual=False,
    ),
    Rate(
        "auc", "chance that the score puts one who qualifies above one who does not", ("rank_won",), ("rank_size",),
        "people with a score of the rarer outcome", "no scores of both outcomes",
        written="(pairs of both outcomes in the right order + ties / 2) / all such pairs", usual=False, scores=True,
    ),
    Rate(
        "mean_amount", "mean amount", SUMS[1:2], SUMS[:1], "amounts", "no amounts", labels=False,
        written="sum of amounts / number of amounts", describes=True, usual=False, amounts=True,
    ),
)  # fmt: skip
RATES: Mapping[str, Rate] = MappingProxyType({rate.name: rate for rate in _ALL_RATES})
