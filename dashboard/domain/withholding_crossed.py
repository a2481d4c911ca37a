"""Which groups of a crossing must be hidden where its attributes, and every smaller crossing, are told beside it.

Crossed counts add up to those of each attribute. So a crossed group with a withheld part is withheld: its parts would
give it away; what the withheld values of an attribute have in common with others is known all the same, and counts as
one group. A small count is safe when it can move by one while the others of a box of hidden counts (two values of each
attribute) move the other way round: every sum over any attribute stays as it is. Where the sums along one attribute are
hidden themselves, a box of the others is enough: those sums move with it.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import product

import numpy as np

from dashboard.domain.withholding import Counts, Hidden, hidden_beside

Cell = tuple[int, ...]
Moving = tuple[Hidden, Hidden]  # what could be one more, and what one less


def hidden_crossed(counts: Counts, least: int) -> Hidden:
    """What is hidden of a table with one axis for each attribute; -1 where nobody is in a crossed group.

    All of it where a small count cannot be made safe otherwise.
    """
    hidden: Hidden = np.zeros(counts.shape, dtype=bool)
    merged, places = counts, []
    for axis, size in enumerate(counts.shape):
        others = tuple(at for at in range(counts.ndim) if at != axis)
        alone = np.maximum(counts, 0).sum(axis=others)
        gone = hidden_beside(alone, np.zeros(size, dtype=np.int64), least)
        hidden |= np.expand_dims(gone, others)
        place = np.where(gone, 0, np.cumsum(~gone) - (0 if gone.any() else 1))
        merged = _merged(merged, place, axis)
        places.append(place)
    return (hidden | _boxed(merged, least)[np.ix_(*places)]) & (counts >= 0)


def _merged(counts: Counts, place: Counts, axis: int) -> Counts:
    """Values of an axis with the same place as one; -1 where none of them is there."""
    rows = np.moveaxis(counts, axis, 0)
    shape = (int(place.max(initial=0)) + 1, *rows.shape[1:])
    found, there = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool)
    np.add.at(found, place, np.maximum(rows, 0))
    np.logical_or.at(there, place, rows >= 0)
    return np.moveaxis(np.where(there, found, -1), 0, axis)


def _boxed(counts: Counts, least: int) -> Hidden:
    """Small counts, what is hidden of the smaller crossings, and what must go with them."""
    there = counts >= 0
    hidden: Hidden = there & (counts < least)
    sums = []
    for axis in range(counts.ndim if counts.ndim > 2 else 0):
        smaller = np.where(there.any(axis=axis), np.maximum(counts, 0).sum(axis=axis), -1)
        gone = _boxed(smaller, least)
        sums.append(_moving(smaller, gone, least))
        hidden |= np.expand_dims(gone, axis) & there
    while True:
        now = _moving(counts, hidden, least)
        exposed = next((cell for cell in _small(counts, least) if not _safe(now, sums, cell)), None)
        if exposed is None:
            return hidden
        box = _cheapest(_moving(counts, there, least), sums, exposed, np.where(hidden, 0, np.maximum(counts, 0)))
        if not box:
            return there
        hidden[tuple(np.transpose(box))] = True


def _small(counts: Counts, least: int) -> list[tuple[int, ...]]:
    return [tuple(int(at) for at in cell) for cell in np.argwhere((counts >= 0) & (counts < least))]


def _moving(counts: Counts, hidden: Hidden, least: int) -> Moving:
    """Which hidden counts could be one more, and which one less, and still be as small or as large."""
    small = counts < least
    return hidden & (~small | (counts < least - 1)), hidden & np.where(small, counts > 0, counts > least)


def _safe(now: Moving, sums: Sequence[Moving], cell: Cell) -> bool:
    return any(_boxes(moving, at).any() for _, moving, at in _frames(now, sums, cell))


def _frames(now: Moving, sums: Sequence[Moving], cell: Cell) -> Iterator[tuple[int | None, Moving, Cell]]:
    """The table, and the slices of a cell whose sums along the axis left out are hidden: axis, moving, place."""
    yield None, now, cell
    for axis, (more, less) in enumerate(sums):
        up, down = (way.take(cell[axis], axis=axis) for way in now)
        yield axis, (up & more, down & less), cell[:axis] + cell[axis + 1 :]


def _boxes(moving: Moving, cell: Cell) -> Hidden:
    """For each opposite corner whether the box can move, one way or the other."""
    ways = [[one if odd % 2 == 0 else other for odd, one, other in _corners(cell, first, second)]
            for first, second in (moving, moving[::-1])]  # fmt: skip
    return np.asarray(reduce(np.logical_and, ways[0]) | reduce(np.logical_and, ways[1]))


def _cheapest(now: Moving, sums: Sequence[Moving], cell: Cell, lost: Counts) -> list[Cell]:
    """The corners of the box that can move and costs fewest shown people; none where no box can."""
    found = []
    for axis, moving, at in _frames(now, sums, cell):
        movable = _boxes(moving, at)
        if movable.any():
            people = lost if axis is None else np.asarray(lost.take(cell[axis], axis=axis))
            costs = np.where(movable, sum(one for _, one, _ in _corners(at, people, people)), np.iinfo(np.int64).max)
            far = np.unravel_index(int(np.argmin(costs)), costs.shape)
            found.append((int(costs[far]), axis, _box(at, movable.shape, far)))
    if not found:
        return []
    _, axis, box = min(found, key=lambda one: one[0])
    return box if axis is None else [(*one[:axis], cell[axis], *one[axis:]) for one in box]


def _box(cell: Cell, others: Sequence[int], far: Sequence[np.intp]) -> list[Cell]:
    """Every corner, where `far` counts the places of each axis without the cell's own."""
    opposite = [[at for at in range(size + 1) if at != own][place]
                for size, own, place in zip(others, cell, far, strict=True)]  # fmt: skip
    return list(product(*zip(cell, opposite, strict=True)))


def _corners(cell: Cell, first: np.ndarray, second: np.ndarray) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """By corner how many axes lead to it from the cell, and both tables there, for every opposite corner at once."""
    found = []
    for turned in product((False, True), repeat=len(cell)):
        places = [
            np.delete(np.arange(size), own) if far else np.full(size - 1, own)
            for size, own, far in zip(first.shape, cell, turned, strict=True)
        ]
        at = np.ix_(*places)
        found.append((sum(turned), first[at], second[at]))
    return found
