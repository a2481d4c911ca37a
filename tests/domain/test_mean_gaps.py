"""The mean gap of a numeric outcome: by hand, as SciPy's Welch test has it, and with a reason where there is none."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.domain.mean_gaps import group_means, mean_gaps
from dashboard.domain.references import Rule


def sums(**groups: list[float]) -> pd.DataFrame:
    """One cell of sums from amounts."""
    rows = [(name, len(v), float(np.sum(v)), float(np.var(v) * len(v)) if v else 0.0) for name, v in groups.items()]
    return pd.DataFrame(rows, columns=["group", "amount_n", "amount_sum", "amount_spread"]).assign(cell="a")


def test_gap_by_hand() -> None:
    """Means of 2 and 5: the group has 3 less than the larger one."""
    row = mean_gaps(sums(F=[1, 2, 3], M=[4, 5, 6, 5]), by=["cell"], rule=Rule()).iloc[0]
    assert (row["metric"], row["group"], row["reference"], row["value"]) == ("mean_gap", "F", "M", -3.0)
    assert row["low"] < -3 < row["high"]


@pytest.mark.parametrize("seed", range(5))
def test_interval_equals_scipy(seed: int) -> None:
    """The interval is that of SciPy's Welch test, at most 2 % wider, whatever the spreads and sizes."""
    draws = np.random.default_rng(seed)
    one, two = draws.exponential(3, int(draws.integers(5, 60))), draws.normal(4, 9, int(draws.integers(61, 200)))
    theirs = stats.ttest_ind(one, two, equal_var=False).confidence_interval(0.95)
    row = mean_gaps(sums(F=list(one), M=list(two)), by=["cell"], rule=Rule()).iloc[0]
    assert row["value"] == pytest.approx(np.mean(one) - np.mean(two))
    assert 1 <= (row["high"] - row["low"]) / (theirs.high - theirs.low) < 1.02


def test_too_few_amounts_give_a_reason() -> None:
    """One amount has no spread, and amounts that are all alike prove nothing about the next."""
    row = mean_gaps(sums(F=[1], M=[4, 5, 6]), by=["cell"], rule=Rule()).iloc[0]
    assert row["undefined"] == "too few: 1 amounts in group F, at least 2 needed"
    row = mean_gaps(sums(F=[1, 1], M=[4, 4, 4]), by=["cell"], rule=Rule()).iloc[0]
    assert row["undefined"] == "no amount differs in either group"


def test_the_unrecorded_are_shown_and_not_compared() -> None:
    """A missing group has its mean and enters no comparison."""
    frame = pd.concat([sums(F=[1, 2, 3], M=[4, 5, 6, 5]), sums(**{"(not recorded)": [9, 9, 8]})])
    assert group_means(frame)["mean"].to_list() == pytest.approx([2, 5, 26 / 3])
    assert mean_gaps(frame, by=["cell"], rule=Rule())["group"].to_list() == ["F"]
