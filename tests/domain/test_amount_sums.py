"""Sums of amounts: whatever way rows are added up, mean and spread are those of all of them, digits included."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.amount_sums import SUMS, summed, sums_of

AMOUNTS = st.lists(st.floats(-1e6, 1e6).map(lambda value: round(value, 2)), min_size=1, max_size=40)


def test_two_days_by_hand() -> None:
    """1 and 3 on one day, 8 on another: three amounts, 12 in all, spread 9 + 1 + 16 about their mean of 4."""
    rows = pd.DataFrame({"group": "F", "amount_n": [2, 1], "amount_sum": [4.0, 8.0], "amount_spread": [2.0, 0.0]})
    assert summed(rows, ["group"])[list(SUMS)].iloc[0].tolist() == [3, 12.0, 26.0]


@given(AMOUNTS, st.integers(0, 39))
def test_parts_add_up_to_the_whole(amounts: list[float], cut: int) -> None:
    """Two parts summed apart and then together are one pass, an empty part included."""
    frame = pd.DataFrame({"group": "F", "amount": amounts})
    parts = [sums_of(frame.iloc[part], ["group"]) for part in (slice(0, cut), slice(cut, None))]
    found = summed(pd.concat(parts), ["group"]).iloc[0]
    assert found["amount_n"] == len(amounts)
    assert found["amount_sum"] == pytest.approx(np.sum(amounts), rel=1e-9, abs=1e-6)
    assert found["amount_spread"] == pytest.approx(np.var(amounts) * len(amounts), rel=1e-9, abs=1e-3)


def test_large_amounts_near_each_other_keep_their_spread() -> None:
    """A billion and 0, 1, 2 beside it: the spread is 2, which squares about 0 lose in rounding."""
    amounts = np.array([1e9, 1e9 + 1, 1e9 + 2])
    found = sums_of(pd.DataFrame({"group": "F", "amount": amounts}), ["group"]).iloc[0]
    assert found["amount_spread"] == pytest.approx(2.0)
    assert (amounts**2).sum() - amounts.sum() ** 2 / 3 != pytest.approx(2.0)


def test_a_row_without_an_amount_changes_nothing() -> None:
    """Nobody's sum of 0 is no amount of 0."""
    rows = pd.DataFrame({"group": "F", "amount_n": [0, 2], "amount_sum": [0.0, 4.0], "amount_spread": [0.0, 2.0]})
    assert summed(rows, ["group"])[list(SUMS)].iloc[0].tolist() == [2, 4.0, 2.0]
