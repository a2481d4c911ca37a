"""Distances between decisions, by hand and against trying every pair."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.nearest import MISSING, Categories, Norm, Numbers, distances, gap, gaps, nearest, scale

CELL = st.one_of(st.none(), st.sampled_from([-3.0, 0.0, 0.5, 7.0]))
WORD = st.one_of(st.none(), st.sampled_from(["x", "y", "z"]))
ROWS = st.lists(st.tuples(CELL, WORD, CELL, st.booleans()), min_size=1, max_size=12)


def numbers(*values: float | None) -> Numbers:
    """A column of numbers."""
    return Numbers(np.array([math.nan if value is None else value for value in values]))


def categories(*values: str | None) -> Categories:
    """A column of texts."""
    names = tuple(sorted({value for value in values if value is not None}))
    codes = [MISSING if value is None else names.index(value) for value in values]
    return Categories(np.array(codes, dtype=np.int32), names)


def test_a_number_counts_in_standard_deviations() -> None:
    """Of 1, 3, 5, 7 the deviation is √5; a missing one is one deviation away, and takes part in none."""
    column = numbers(1, 3, 5, 7, None)
    assert scale(column) == pytest.approx(math.sqrt(5))
    assert gaps(column, 0, math.sqrt(5)).tolist() == pytest.approx([0, 2 / 5**0.5, 4 / 5**0.5, 6 / 5**0.5, 1])
    assert gaps(column, 4, math.sqrt(5)).tolist() == [1, 1, 1, 1, 0]


def test_a_category_counts_by_the_chance_that_two_draws_agree() -> None:
    """Half a, a quarter b, a quarter missing: 1/4 + 1/16 + 1/16 agree; equal ones are no distance apart."""
    column = categories("a", "a", "b", None)
    assert scale(column) == pytest.approx(0.375)
    assert gaps(column, 0, 0.375).tolist() == [0, 0, 0.375, 0.375]


def test_a_feature_that_never_differs_is_no_distance() -> None:
    """A deviation of 0 divides nothing."""
    assert gaps(numbers(2, 2, None), 0, scale(numbers(2, 2, None))).tolist() == [0, 0, 1]
    assert scale(numbers(None, None)) == 0


def test_sums_and_roots() -> None:
    """3 and 4 apart are 7 by L1 and 5 by L2."""
    parts = [np.array([0.0, 3.0]), np.array([0.0, 4.0])]
    assert distances(parts, "L1", 2).tolist() == [0, 7]
    assert distances(parts, "L2", 2).tolist() == [0, 5]


def test_of_equally_near_ones_the_newest_is_taken() -> None:
    """Then the one that was stored first; who is not among them is never taken."""
    far, among = np.array([0.0, 2.0, 2.0, 2.0]), np.array([False, True, True, True])
    assert nearest(far, among, np.array([9, 1, 5, 5]), count=2) == [2, 3]
    assert nearest(far, np.zeros(4, dtype=bool), np.zeros(4, dtype=np.int64)) == []


@given(ROWS, st.sampled_from(["L1", "L2"]))
def test_the_same_as_trying_every_pair(
    rows: list[tuple[float | None, str | None, float | None, bool]], norm: Norm
) -> None:
    """Column by column finds what a loop over all decisions finds, one value after the other."""
    columns = [
        numbers(*[row[0] for row in rows]),
        categories(*[row[1] for row in rows]),
        numbers(*[row[2] for row in rows]),
    ]
    sizes = [scale(column) for column in columns]
    far = distances((gaps(column, 0, size) for column, size in zip(columns, sizes, strict=True)), norm, len(rows))
    tried = []
    for row in rows:
        apart = [gap(rows[0][at], row[at], sizes[at]) for at in range(3)]
        tried.append(sum(apart) if norm == "L1" else math.hypot(*apart))
    assert far.tolist() == pytest.approx(tried)
    other = np.array([row[3] != rows[0][3] for row in rows])
    found = nearest(far, other, np.zeros(len(rows), dtype=np.int64))
    wanted = [at for at in np.flatnonzero(other) if far[at] == min(far[other])]
    assert found == [int(at) for at in wanted[:1]]
