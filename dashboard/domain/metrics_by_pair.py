"""Metrics that hold each group against a reference group: gap and ratio of every rate, and those of two rates."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.domain.metric import Kind, Metric

HARDT, AGARWAL, CHOULDECHOVA = "Hardt, Price and Srebro 2016", "Agarwal et al. 2018", "Chouldechova 2017"
BERK, CALDERS = "overall accuracy equality, Berk et al. 2018", "Calders and Verwer 2010"
TREATMENT, BELLAMY = "treatment equality, Berk et al. 2018", "Bellamy et al. 2018"
AUDIT, FRAME = "Saleiro et al. 2018", "Weerts et al. 2023"
FOUR_FIFTHS = "four fifths rule, EEOC Uniform Guidelines 1978"
TPR, FPR, PPV, NPV = "true_positive_rate", "false_positive_rate", "precision", "negative_predictive_value"
ODDS = (TPR, FPR)
# rate: in words, source, AIF360's gap and ratio, Aequitas's ratio
PAIRS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("selection_rate", "favourable decisions", CALDERS, "statistical_parity_difference", "disparate_impact", "pprev"),
    (TPR, "chances of those who qualify", HARDT, "equal_opportunity_difference", f"ratio({TPR})", "tpr"),
    (FPR, "wrong selections", CHOULDECHOVA, f"{FPR}_difference", f"{FPR}_ratio", "fpr"),
    ("false_negative_rate", "oversights", CHOULDECHOVA, "false_negative_rate_difference",
     "false_negative_rate_ratio", "fnr"),
    (PPV, "reliability of a selection", CHOULDECHOVA, "difference(positive_predictive_value)",
     "ratio(positive_predictive_value)", "precision"),
    ("accuracy", "right decisions", BERK, "difference(accuracy)", "ratio(accuracy)", ""),
    ("true_negative_rate", "right refusals", CHOULDECHOVA, "difference(true_negative_rate)",
     "ratio(true_negative_rate)", "tnr"),
    (NPV, "reliability of a refusal", CHOULDECHOVA, f"difference({NPV})", f"ratio({NPV})", "npv"),
    ("false_discovery_rate", "wrong ones among the selected", AUDIT, "false_discovery_rate_difference",
     "false_discovery_rate_ratio", "fdr"),
    ("false_omission_rate", "overlooked ones among the refused", AUDIT, "false_omission_rate_difference",
     "false_omission_rate_ratio", "for"),
    ("error_rate", "wrong decisions", BERK, "error_rate_difference", "error_rate_ratio", ""),
    ("base_rate", "those who qualify", BELLAMY, "mean_difference (of labels)", "disparate_impact (of labels)", ""),
    ("f1_score", "F1 scores", FRAME, "", "", ""),
)  # fmt: skip
WORDS = {rate: words for rate, words, *_ in PAIRS}
_MAIN = frozenset(rate for rate, *_ in PAIRS[:6])


def pairs() -> Iterator[Metric]:
    """A gap and a ratio of every rate."""
    for rate, words, source, gap, ratio, audited in PAIRS:
        usual, of_ratio = rate in _MAIN, FOUR_FIFTHS if rate == "selection_rate" else source
        yield _against(f"{rate}_gap", f"Gap in {words}", (rate,), source, aif360=gap, usual=usual)
        yield replace(
            _against(f"{rate}_ratio", f"Ratio of {words}", (rate,), of_ratio, aif360=ratio, usual=usual),
            aequitas=f"{audited}_disparity" if audited else "",
        )


def kind_of(name: str) -> Kind:
    """By the ending of the name."""
    return "ratio" if name.endswith(("_ratio", "_min_over_max")) else "gap"


def _against(  # noqa: PLR0913  # one row of the table
    name: str, plain: str, rates: tuple[str, ...], source: str, *, aif360: str = "", usual: bool = True
) -> Metric:
    return Metric(name, plain, rates, kind_of(name), "reference", source, "pair", aif360=aif360, usual=usual)


_CANCEL = "group minus reference; opposite signs cancel, so 0 alone proves nothing"
_SIZES = "0 or more, whichever side is worse off"
_SHARES = replace(
    _against("share_of_selected_gap", "Gap in shares of all selected", ("selection_rate",), AUDIT, usual=False),
    way="shares",
    written="(selected(group) - selected(reference)) / selected of all groups",
    read="group minus reference; it moves with the size of the groups too",
)
BOTH_RATES: tuple[Metric, ...] = (
    replace(
        _against("average_odds_gap", "Mean of both gaps, signed", ODDS, BELLAMY, aif360="average_odds_difference"),
        combine="signed", written="mean over both rates of (r(group) - r(reference))", read=_CANCEL,
    ),
    replace(
        _against("average_abs_odds_gap", "Mean size of both gaps", ODDS, BELLAMY,
                 aif360="average_abs_odds_difference"),
        combine="mean", written="mean over both rates of |r(group) - r(reference)|", read=_SIZES, spans="0 to 1",
    ),
    replace(
        _against("equalized_odds_gap", "Larger of both gaps", ODDS, HARDT, aif360="equalized_odds_difference"),
        written="max over both rates of |r(group) - r(reference)|", read=_SIZES, spans="0 to 1",
    ),
    replace(
        _against("average_predictive_value_gap", "Mean gap in what a decision tells", (PPV, "false_omission_rate"),
                 BELLAMY, aif360="average_predictive_value_difference"),
        combine="signed", written="mean over both rates of (r(group) - r(reference))", read=_CANCEL,
    ),
    _against("treatment_equality_gap", "Gap in oversights per wrong selection", ("oversights_per_wrong_selection",),
             TREATMENT),
    _against("treatment_equality_ratio", "Ratio of oversights per wrong selection",
             ("oversights_per_wrong_selection",), TREATMENT),
    _SHARES,
    replace(
        _SHARES, name="share_of_selected_ratio", plain="Ratio of shares of all selected", kind="ratio",
        aequitas="ppr_disparity", written="selected(group) / selected(reference)",
        read="group over reference; it moves with the size of the groups too",
    ),
)  # fmt: skip
