"""No hidden count can be worked out: every table alike in what is shown is tried, one by one."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.withholding import Counts, Hidden, hidden_beside, hidden_cells, total_gives_away

LEAST = 2


def row_tables(row: Counts, hidden: Hidden) -> list[tuple[int, ...]]:
    """Every row with the same shown counts, labels and total."""
    made: list[tuple[int, ...]] = [()]
    for count, gone in zip(row.tolist(), hidden.tolist(), strict=True):
        choices = range(int(row.sum()) + 1) if gone else (count,)
        labelled = [value for value in choices if (value < LEAST) == (count < LEAST)]
        made = [(*one, value) for one in made for value in labelled if sum(one) + value <= row.sum()]
    return [one for one in made if sum(one) == row.sum()]


def possible(counts: Counts, hidden: Hidden, *, column_totals: bool) -> list[Counts]:
    """Every table with the same shown counts, labels and totals."""
    rows = [row_tables(row, gone) for row, gone in zip(counts, hidden, strict=True)]
    tables = [np.array(table) for table in product(*rows)]
    return [table for table in tables if not column_totals or (table.sum(axis=0) == counts.sum(axis=0)).all()]


def known(counts: Counts, hidden: Hidden, *, column_totals: bool) -> list[tuple[int, int]]:
    """Small counts that are the same in every possible table."""
    tables = np.stack(possible(counts, hidden, column_totals=column_totals))
    same = (tables == tables[0]).all(axis=0) & hidden & (counts < LEAST)
    return [(int(row), int(column)) for row, column in np.argwhere(same)]


@settings(max_examples=150)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=4))
def test_one_attribute_with_its_total(sizes: list[int]) -> None:
    """Groups in a row with their total: no small one has only one possible value, unless the total must go as well."""
    counts = np.array([sizes])
    hidden = hidden_cells(counts, LEAST, column_totals=False)
    assert hidden[counts < LEAST].all()
    exposed = known(counts, hidden, column_totals=False)
    assert bool(exposed) == total_gives_away(counts, hidden, LEAST, column_totals=False)
    assert not exposed or hidden.all()


@settings(max_examples=150)
@given(st.sampled_from([(2, 2), (2, 3), (3, 2)]), st.lists(st.integers(0, 4), min_size=6, max_size=6))
def test_groups_by_month_with_both_totals(shape: tuple[int, int], values: list[int]) -> None:
    """Groups × months with the totals of both: the same, tried over every table that fits."""
    counts = np.array(values[: shape[0] * shape[1]]).reshape(shape)
    hidden = hidden_cells(counts, LEAST)
    assert hidden[counts < LEAST].all()
    exposed = known(counts, hidden, column_totals=True)
    assert bool(exposed) == total_gives_away(counts, hidden, LEAST)
    assert not exposed or hidden.all()


def test_one_small_month_takes_another_along() -> None:
    """A group with one small month: with its total known that month would follow from the others."""
    counts = np.array([[40, 2, 50, 60]])
    assert hidden_cells(counts, 10, column_totals=False).tolist() == [[True, True, False, False]]


def test_labels_can_give_away() -> None:
    """Two hidden groups of 9 and 9 under 10 with the total 18 can only be 9 and 9: a third goes with them."""
    counts = np.array([[9, 9, 300]])
    assert hidden_cells(counts, 10, column_totals=False).all()


@pytest.mark.parametrize("size", [0, 4])
def test_a_lone_small_group_takes_its_total_along(size: int) -> None:
    """One group alone is its own total."""
    counts = np.array([[size]])
    hidden = hidden_cells(counts, 10, column_totals=False)
    assert hidden.all()
    assert total_gives_away(counts, hidden, 10, column_totals=False)


def test_nothing_small_hides_nothing() -> None:
    """Where every count may be shown, every count is."""
    assert not hidden_cells(np.array([[10, 20], [30, 40]]), 10).any()


@settings(max_examples=200)
@given(st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=6), min_size=1, max_size=5), st.integers(1, 4))
def test_many_rows_at_once_hide_what_each_does_alone(rows: list[list[int]], least: int) -> None:
    """One pass over all of them, in any mixture, gives for every row what it gives alone."""
    sizes = np.array([count for row in rows for count in row])
    whole = np.array([at for at, row in enumerate(rows) for _ in row])
    mixed = np.random.default_rng(len(sizes)).permutation(len(sizes))

    found = np.zeros(len(sizes), dtype=bool)
    found[mixed] = hidden_beside(sizes[mixed], whole[mixed], least)

    for at in range(len(rows)):
        order = mixed[whole[mixed] == at]  # between equals the first in the order given goes along
        alone = hidden_cells(sizes[order][None, :], least, column_totals=False)[0]
        assert found[order].tolist() == alone.tolist()


def test_a_hidden_row_needs_a_companion_of_its_own() -> None:
    """3 of 900, 40 and 3 takes 40 along; another table beside it has two small ones and loses nothing more."""
    sizes, whole = np.array([900, 40, 3, 900, 4, 3, 70]), np.array([0, 0, 0, 1, 1, 1, 1])

    assert hidden_beside(sizes, whole, 10).tolist() == [False, True, True, False, True, True, False]
