"""Metrics that put one value on all groups: the widest gap, the distance to all together, the worst group's rate."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.domain.metric import Metric
from dashboard.domain.metrics_by_pair import (
    AGARWAL,
    BELLAMY,
    BERK,
    CHOULDECHOVA,
    FPR,
    FRAME,
    HARDT,
    ODDS,
    PAIRS,
    PPV,
    TPR,
    WORDS,
    kind_of,
)
from dashboard.domain.rates_of_groups import RATES


def _over_all(  # noqa: PLR0913  # one row of the table
    name: str, plain: str, rates: tuple[str, ...], source: str, fairlearn: str = "", *, usual: bool = True
) -> Metric:
    return Metric(
        name, plain, rates, kind_of(name), "all", source, "extremes", fairlearn=fairlearn or name, usual=usual
    )


def _framed(rate: str, ending: str) -> str:
    own = {"true_negative_rate": "true_negative_rate", "false_negative_rate": "false_negative_rate",
           "error_rate": "zero_one_loss"}  # fmt: skip
    return f"{own[rate]}_{ending}" if rate in own else f"MetricFrame({rate}).{ending}()"


NAMED = (
    _over_all("demographic_parity_difference", "Widest gap in favourable decisions", ("selection_rate",), AGARWAL),
    _over_all("demographic_parity_ratio", "Lowest over highest favourable decisions", ("selection_rate",), AGARWAL),
    _over_all("equal_opportunity_difference", "Widest gap in chances of those who qualify", (TPR,), HARDT),
    _over_all("equal_opportunity_ratio", "Lowest over highest chances of those who qualify", (TPR,), HARDT),
    _over_all("equalized_odds_difference", "Widest gap in hits or in wrong selections", ODDS, HARDT),
    _over_all("equalized_odds_ratio", "Worst ratio of hits or of wrong selections", ODDS, HARDT),
    replace(
        _over_all("average_abs_odds_difference", "Mean of both widest gaps", ODDS, BELLAMY),
        aif360="average_abs_odds_difference (two groups)", fairlearn='equalized_odds_difference(agg="mean")',
        combine="mean",
    ),
    _over_all("false_positive_rate_difference", "Widest gap in wrong selections", (FPR,), CHOULDECHOVA),
    _over_all("predictive_equality_ratio", "Lowest over highest wrong selections", (FPR,), CHOULDECHOVA,
              "false_positive_rate_ratio"),
    _over_all("false_negative_rate_difference", "Widest gap in oversights", ("false_negative_rate",), CHOULDECHOVA),
    _over_all("predictive_parity_difference", "Widest gap in reliability of a selection", (PPV,), CHOULDECHOVA,
              "MetricFrame(precision_score).difference()"),
    _over_all("predictive_parity_ratio", "Lowest over highest reliability of a selection", (PPV,), CHOULDECHOVA,
              "MetricFrame(precision_score).ratio()"),
    _over_all("accuracy_score_difference", "Widest gap in right decisions", ("accuracy",), BERK),
    _over_all("accuracy_score_ratio", "Lowest over highest right decisions", ("accuracy",), BERK),
)  # fmt: skip


def extremes() -> Iterator[Metric]:
    """Widest gap and lowest over highest of every rate that has no such metric under a name of its own."""
    named = {(metric.rates, metric.kind) for metric in NAMED}
    for rate, words, source, *_ in PAIRS:
        if ((rate,), "gap") not in named:
            name, fairlearn = f"{rate}_difference", _framed(rate, "difference")
            yield _over_all(name, f"Widest gap in {words}", (rate,), source, fairlearn, usual=False)
        if ((rate,), "ratio") not in named:
            name, fairlearn = f"{rate}_min_over_max", _framed(rate, "ratio")
            yield _over_all(name, f"Lowest over highest {words}", (rate,), source, fairlearn, usual=False)


def to_overall() -> Iterator[Metric]:
    """Every share against that of all groups together."""
    for rate, words in WORDS.items():
        if RATES[rate].scale != "share":
            continue
        gap = replace(
            _over_all(f"{rate}_to_overall_difference", f"Widest gap to all in {words}", (rate,), FRAME, usual=False),
            way="overall", fairlearn='MetricFrame.difference(method="to_overall")', written="max |r(group) - r(all)|",
            read="largest distance to all groups together, 0 or more",
        )  # fmt: skip
        yield gap
        yield replace(
            gap, name=f"{rate}_to_overall_ratio", plain=f"Worst ratio to all of {words}", kind="ratio",
            fairlearn='MetricFrame.ratio(method="to_overall")', written="min of r(group) / r(all) and its inverse",
            read="furthest from all groups together, at most 1",
        )  # fmt: skip


_SCORES = {TPR: "recall_score", PPV: "precision_score", "accuracy": "accuracy_score", "f1_score": "f1_score",
           "error_rate": "zero_one_loss"}  # fmt: skip


def worst_groups() -> Iterator[Metric]:
    """The rate of the group that fares worst."""
    for rate, words in WORDS.items():
        if RATES[rate].describes:
            continue
        worst = "max" if RATES[rate].error else "min"
        theirs = f"{_SCORES[rate]}_group_{worst}" if rate in _SCORES else f"MetricFrame.group_{worst}()"
        yield _worst(rate, words, worst, theirs, (rate,))
    yield _worst("balanced_accuracy", "balanced accuracy", "min", "balanced_accuracy_score_group_min",
                 (TPR, "true_negative_rate"))  # fmt: skip


def _worst(name: str, words: str, worst: str, theirs: str, rates: tuple[str, ...]) -> Metric:
    which, ideal = ("Highest", 0.0) if worst == "max" else ("Lowest", 1.0)
    whole = _over_all(f"{name}_group_{worst}", f"{which} {words} of a group", rates, FRAME, theirs, usual=False)
    of = "r" if len(rates) == 1 else "mean of both rates"
    return replace(
        whole, way="level", written=f"{worst} {of} over the groups", read="the worst-off group's own rate",
        ideally=ideal, combine="mean",
    )  # fmt: skip
