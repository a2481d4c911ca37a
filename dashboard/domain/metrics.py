"""The fairness metrics as data: what each is called, what it divides by what, what is ideal and who else defines it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.errors import NotFound

Kind = Literal["gap", "ratio"]
Over = Literal["reference", "all"]
Array = NDArray[np.float64]
CountColumns = pd.DataFrame | Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of counts: numerator columns over denominator columns.

    Attributes:
        unit: what the denominator counts.
        nothing: the reason shown where the denominator is 0.
        error: True where a higher rate is worse for the group.
        labels: True where the actual outcome must be known.
    """

    name: str
    plain: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    unit: str
    nothing: str
    error: bool = False
    labels: bool = True

    @property
    def formula(self) -> str:
        """Numerator over denominator, in the names of the counts."""
        return " / ".join(
            " + ".join(part) if len(part) == 1 else f"({' + '.join(part)})"
            for part in (self.numerator, self.denominator)
        )

    def of(
        self, counts: pd.DataFrame | Mapping[str, NDArray[np.float64]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Numerator and denominator, one element per row of counts."""
        top, bottom = (
            np.sum([np.asarray(counts[name], float) for name in part], axis=0)
            for part in (self.numerator, self.denominator)
        )
        return top, bottom


_POSITIVES, _NEGATIVES = (("tp", "fn"), "positives", "no positives"), (("fp", "tn"), "negatives", "no negatives")
_LABELLED = (("labelled",), "labelled decisions", "no labels")
_SELECTED = (("tp", "fp"), "selected with a label", "nobody selected")
_ALL_RATES = (
    Rate("selection_rate", "favourable decisions", ("selected",), ("n",), "decisions", "no decisions", labels=False),
    Rate("true_positive_rate", "found among those who qualify", ("tp",), *_POSITIVES),
    Rate("false_positive_rate", "wrongly selected among those who do not qualify", ("fp",), *_NEGATIVES, error=True),
    Rate("false_negative_rate", "overlooked among those who qualify", ("fn",), *_POSITIVES, error=True),
    Rate("true_negative_rate", "rightly passed over among those who do not qualify", ("tn",), *_NEGATIVES),
    Rate("precision", "rightly selected among the selected", ("tp",), *_SELECTED),
    Rate("accuracy", "right decisions", ("tp", "tn"), *_LABELLED),
    Rate("base_rate", "those who qualify", ("tp", "fn"), *_LABELLED),
)
RATES: Mapping[str, Rate] = MappingProxyType({rate.name: rate for rate in _ALL_RATES})


@dataclass(frozen=True, slots=True)
class Metric:
    """A comparison of rates between groups.

    Attributes:
        rates: names in RATES; two for the odds metrics.
        kind: `gap` (difference, ideal 0) or `ratio` (ideal 1).
        over: `reference` (each group against one) or `all` (the two extremes of all groups).
        combine: how two rates become one value: `worst` or `mean`.
        aif360: the same in AIF360, or empty.
        fairlearn: the same in Fairlearn, or empty.
    """

    name: str
    plain: str
    rates: tuple[str, ...]
    kind: Kind
    over: Over
    source: str
    aif360: str = ""
    fairlearn: str = ""
    combine: Literal["worst", "mean"] = "worst"

    @property
    def rate(self) -> str:
        """The first rate's name."""
        return self.rates[0]

    @property
    def ideal(self) -> float:
        """The value of perfect equality."""
        return 0.0 if self.kind == "gap" else 1.0

    @property
    def orientation(self) -> str:
        """Which way round the value is taken, and who is worse off."""
        if self.over == "all":
            return "largest minus smallest, 0 or more" if self.kind == "gap" else "smallest over largest, at most 1"
        sign, side = "minus" if self.kind == "gap" else "over", "above" if RATES[self.rate].error else "below"
        return f"group {sign} reference; {side} {self.ideal:g} the group is worse off"

    @property
    def formula(self) -> str:
        """The value in symbols; r is the rate."""
        if self.over == "reference":
            return "r(group) - r(reference)" if self.kind == "gap" else "r(group) / r(reference)"
        each, worst = ("max r - min r", "max") if self.kind == "gap" else ("min r / max r", "min")
        if len(self.rates) == 1:
            return each
        return f"{'mean' if self.combine == 'mean' else worst} over both rates of ({each})"


_PPV = "positive_predictive_value"
_HARDT, _AGARWAL, _CHOULDECHOVA = "Hardt, Price and Srebro 2016", "Agarwal et al. 2018", "Chouldechova 2017"
_BERK, _CALDERS = "overall accuracy equality, Berk et al. 2018", "Calders and Verwer 2010"
_FOUR_FIFTHS = "four fifths rule, EEOC Uniform Guidelines 1978"
_PAIRS: tuple[tuple[str, str, str, str, str], ...] = (
    ("selection_rate", "favourable decisions", _CALDERS, "statistical_parity_difference", "disparate_impact"),
    ("true_positive_rate", "chances of those who qualify", _HARDT, "equal_opportunity_difference",
     "ratio(true_positive_rate)"),
    ("false_positive_rate", "wrong selections", _CHOULDECHOVA, "false_positive_rate_difference",
     "false_positive_rate_ratio"),
    ("false_negative_rate", "oversights", _CHOULDECHOVA, "false_negative_rate_difference",
     "false_negative_rate_ratio"),
    ("precision", "reliability of a selection", _CHOULDECHOVA, f"difference({_PPV})", f"ratio({_PPV})"),
    ("accuracy", "right decisions", _BERK, "difference(accuracy)", "ratio(accuracy)"),
)  # fmt: skip


def _against_reference(rate: str, words: str, source: str, gap: str, ratio: str) -> tuple[Metric, Metric]:
    of_ratio = _FOUR_FIFTHS if rate == "selection_rate" else source
    return (
        Metric(f"{rate}_gap", f"Gap in {words}", (rate,), "gap", "reference", source, aif360=gap),
        Metric(f"{rate}_ratio", f"Ratio of {words}", (rate,), "ratio", "reference", of_ratio, aif360=ratio),
    )


_TPR, _FPR = "true_positive_rate", "false_positive_rate"


def _over_all(name: str, plain: str, rates: tuple[str, ...], source: str, fairlearn: str = "") -> Metric:
    kind: Kind = "ratio" if name.endswith("_ratio") else "gap"
    return Metric(name, plain, rates, kind, "all", source, fairlearn=fairlearn or name)


_OVER_ALL = (
    _over_all("demographic_parity_difference", "Widest gap in favourable decisions", ("selection_rate",), _AGARWAL),
    _over_all("demographic_parity_ratio", "Lowest over highest favourable decisions", ("selection_rate",), _AGARWAL),
    _over_all("equal_opportunity_difference", "Widest gap in chances of those who qualify", (_TPR,), _HARDT),
    _over_all("equal_opportunity_ratio", "Lowest over highest chances of those who qualify", (_TPR,), _HARDT),
    _over_all("equalized_odds_difference", "Widest gap in hits or in wrong selections", (_TPR, _FPR), _HARDT),
    _over_all("equalized_odds_ratio", "Worst ratio of hits or of wrong selections", (_TPR, _FPR), _HARDT),
    replace(
        _over_all("average_abs_odds_difference", "Mean of both widest gaps", (_TPR, _FPR), "Bellamy et al. 2018"),
        aif360="average_abs_odds_difference (two groups)",
        fairlearn='equalized_odds_difference(agg="mean")',
        combine="mean",
    ),
    _over_all("false_positive_rate_difference", "Widest gap in wrong selections", (_FPR,), _CHOULDECHOVA),
    _over_all(
        "predictive_equality_ratio", "Lowest over highest wrong selections", (_FPR,), _CHOULDECHOVA,
        "false_positive_rate_ratio",
    ),
    _over_all("false_negative_rate_difference", "Widest gap in oversights", ("false_negative_rate",), _CHOULDECHOVA),
    _over_all(
        "predictive_parity_difference", "Widest gap in reliability of a selection", ("precision",), _CHOULDECHOVA,
        "MetricFrame(precision_score).difference()",
    ),
    _over_all(
        "predictive_parity_ratio", "Lowest over highest reliability of a selection", ("precision",), _CHOULDECHOVA,
        "MetricFrame(precision_score).ratio()",
    ),
    _over_all("accuracy_score_difference", "Widest gap in right decisions", ("accuracy",), _BERK),
    _over_all("accuracy_score_ratio", "Lowest over highest right decisions", ("accuracy",), _BERK),
)  # fmt: skip
_REFERENCE = tuple(metric for row in _PAIRS for metric in _against_reference(*row))
METRICS: Mapping[str, Metric] = MappingProxyType({metric.name: metric for metric in (*_REFERENCE, *_OVER_ALL)})


def metric_named(name: str) -> Metric:
    """The metric of this name; NotFound lists what there is."""
    if name not in METRICS:
        raise NotFound(f"There is no fairness metric {name!r}; there are {', '.join(METRICS)}.")
    return METRICS[name]
