"""Three crossed attributes: no hidden number follows, by a solver that knows all that is shown."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.domain.withholding_crossed import hidden_crossed

LEAST = 4


def known(counts: np.ndarray, gone: np.ndarray) -> list[tuple[np.ndarray, int]]:
    """Which cells add up to what, as a reader of the table, of its pairs and of its single attributes knows it."""
    found = [(mask(counts, [cell]), int(counts[cell])) for cell in map(tuple, np.argwhere(~gone & (counts >= 0)))]
    sizes = np.maximum(counts, 0)
    for axis in range(3):
        pair = np.where((counts >= 0).any(axis=axis), sizes.sum(axis=axis), -1)
        told = map(tuple, np.argwhere(~hidden_crossed(pair, LEAST)))
        found += [(line(counts, axis, cell), int(max(pair[cell], 0))) for cell in told]
        others = tuple(one for one in range(3) if one != axis)
        alone = sizes.sum(axis=others)
        few = hidden_crossed(alone, LEAST)
        groups = [[at] for at in np.flatnonzero(~few)] + ([list(np.flatnonzero(few))] if few.any() else [])
        found += [(mask(counts, groups_cells(counts, axis, group)), int(alone[group].sum())) for group in groups]
    return found


def mask(counts: np.ndarray, cells: list[tuple[int, ...]]) -> np.ndarray:
    """One where a cell is among these."""
    found = np.zeros(counts.shape)
    for cell in cells:
        found[cell] = 1
    return found.ravel()


def line(counts: np.ndarray, axis: int, cell: tuple[int, ...]) -> np.ndarray:
    """The cells along an axis."""
    return mask(counts, [(*cell[:axis], at, *cell[axis:]) for at in range(counts.shape[axis])])


def groups_cells(counts: np.ndarray, axis: int, places: list[int]) -> list[tuple[int, ...]]:
    """Every cell at these places of an axis."""
    return [cell for cell in np.ndindex(counts.shape) if cell[axis] in places]


def spread(counts: np.ndarray, gone: np.ndarray, cell: tuple[int, ...]) -> tuple[float, float]:
    """The least and the most that a cell can be."""
    rows, sums = zip(*known(counts, gone), strict=True)
    bounds = Bounds(0, np.where(counts.ravel() < 0, 0, 200))
    aim = mask(counts, [cell])
    ends = [
        milp(sign * aim, constraints=LinearConstraint(np.array(rows), sums, sums), bounds=bounds,
             integrality=np.ones(counts.size))
        for sign in (1, -1)
    ]  # fmt: skip
    return float(ends[0].fun), float(-ends[1].fun)


@settings(max_examples=60)
@given(st.lists(st.sampled_from([-1, 0, 1, 2, 3, 5, 8, 9, 20, 30]), min_size=18, max_size=18))
def test_no_small_number_of_three_attributes_follows(sizes: list[int]) -> None:
    """Two by three by three, absent places among them: every small count could be another one, unless all is hidden."""
    counts = np.array(sizes, dtype=np.int64).reshape(2, 3, 3)
    gone = hidden_crossed(counts, LEAST)
    assert gone[(counts >= 0) & (counts < LEAST)].all()
    if gone[counts >= 0].all():
        return
    for cell in map(tuple, np.argwhere((counts >= 0) & (counts < LEAST))):
        low, high = spread(counts, gone, cell)
        assert low < high


def test_a_lonely_small_count_does_not_take_the_table_along() -> None:
    """One person whose sex and language nobody recorded: the slice of their age hides them, the other ages stay."""
    counts = np.array([
        [[-1, -1, -1], [1, 30, 40]],
        [[-1, 90, 80], [30, 60, 70]],
        [[-1, 85, 95], [40, 75, 65]],
    ])  # fmt: skip
    gone = hidden_crossed(counts, LEAST)
    assert gone[0, 1, 0]
    assert not gone[:, 0][counts[:, 0] >= 0].all()
    low, high = spread(counts, gone, (0, 1, 0))
    assert low < high
