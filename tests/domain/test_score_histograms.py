"""AUC, ROC, calibration and generalized rates from histograms: by hand, and as close as the bins allow."""

from statistics import NormalDist

import numpy as np
import pytest

from dashboard.domain.calibration import calibration, calibration_error
from dashboard.domain.score_histograms import Histogram, auc, generalized_rate, missing, roc

SMALL = Histogram.of([0.9, 0.8, 0.8, 0.3, 0.1], [1, 1, 0, 0, np.nan])


def test_auc_by_hand() -> None:
    """Of four pairs three are in order and one is a tie: 3.5 of 4."""
    found = auc(SMALL, 0.95)
    assert found.value == pytest.approx(3.5 / 4)
    assert 0 < found.low < 3.5 / 4 < found.high <= 1
    assert found.bound == 0


def test_auc_without_both_kinds_says_why() -> None:
    """No label, or labels of one kind, give a reason and no number."""
    assert auc(Histogram.of([0.1, 0.2], [np.nan, np.nan]), 0.95).undefined == "no labels"
    assert auc(Histogram.of([0.1, 0.2], [1, 1]), 0.95).undefined == "no labels of both kinds"
    assert np.isnan(missing("no score").value)


def test_a_perfect_ranking_of_few_is_not_certain() -> None:
    """Three above three: the value is 1, and the interval reaches below three quarters."""
    found = auc(Histogram.of([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1]), 0.95)
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low < 0.75


def test_roc_by_hand() -> None:
    """Each threshold from the highest down says whom it would select; the first selects nobody."""
    points = roc(SMALL).to_numpy().tolist()
    assert points == [[np.inf, 0, 0], [0.9, 0, 0.5], [0.8, 0.5, 1], [0.3, 1, 1]]


def test_calibration_by_hand() -> None:
    """Scores of 0.8 and 0.8 with one success are off by 0.3, one of 0.9 by 0.1, one of 0.3 by 0.3."""
    bins = calibration(SMALL, 0.95).set_index("from")
    assert bins["n"].to_dict() == {0.3: 1, 0.8: 2, 0.9: 1}
    assert bins.loc[0.8, "share"] == 0.5
    assert bins.loc[0.8, "low"] < 0.5 < bins.loc[0.8, "high"]
    assert calibration_error(SMALL) == pytest.approx((2 * 0.3 + 0.1 + 0.3) / 4)


def test_scores_that_are_no_shares_have_no_calibration() -> None:
    """A score of 1 to 10 ranks, but it predicts no share."""
    found = Histogram.of([1, 5, 10], [0, 1, 1])
    assert calibration(found, 0.95).empty
    assert np.isnan(calibration_error(found))
    assert auc(found, 0.95).value == 1.0
    said = generalized_rate(found, 0.95, positives=True, missed=False).undefined
    assert said == "the scores are not between 0 and 1"


def test_generalized_rates_by_hand() -> None:
    """The mean score of those who qualify, and what it misses of them."""
    hit = generalized_rate(SMALL, 0.95, positives=True, missed=False)
    assert hit.value == pytest.approx((0.9 + 0.8) / 2)
    assert generalized_rate(SMALL, 0.95, positives=True, missed=True).value == pytest.approx(1 - hit.value)
    assert generalized_rate(SMALL, 0.95, positives=False, missed=False).value == pytest.approx((0.8 + 0.3) / 2)


@pytest.mark.parametrize("seed", range(5))
def test_the_exact_auc_lies_within_the_bound_of_the_bins(seed: int) -> None:
    """Counting 400 scores in ten bins moves the AUC by no more than the bound that is stated."""
    draws = np.random.default_rng(seed)
    label = (draws.random(400) < 0.4).astype(float)
    score = np.clip(draws.random(400) + 0.2 * label, 0, 1)
    exact, bins = auc(Histogram.of(score, label), 0.95), np.minimum(np.floor(score * 10), 9) / 10 + 0.05
    binned = auc(Histogram.of(bins, label, width=0.1), 0.95)
    assert binned.bound > 0
    assert abs(binned.value - exact.value) <= binned.bound
    assert binned.low <= exact.low
    assert exact.high <= binned.high


@pytest.mark.slow
@pytest.mark.parametrize(("positives", "negatives", "apart"), [(20, 30, 0), (50, 400, 1), (15, 15, 2.5), (10, 500, 3)])
def test_the_interval_of_the_auc_covers(positives: int, negatives: int, apart: float) -> None:
    """Nominal 95 % covers at least 93.5 % of 1,000 draws, close to 1 and with few positives too."""
    draws, truth, held = np.random.default_rng(3), NormalDist().cdf(apart / 2**0.5), 0
    label = np.repeat([1.0, 0.0], [positives, negatives])
    for _ in range(1000):
        scores = np.concatenate([draws.normal(apart, 1, positives), draws.normal(0, 1, negatives)]).round(1)
        found = auc(Histogram.of(scores, label), 0.95)
        held += found.low <= truth <= found.high
    assert held >= 935
