"""Which groups of a crossing must be hidden where its attributes, and every smaller crossing, are told beside it.

Crossed counts add up to those of each attribute. So a crossed group with a withheld part is withheld: its parts would
give it away; what the withheld values of an attribute have in common with others is known all the same, and counts as
one group. A small count is safe when it can move by one while the others of a box of hidden counts (two values of each
attribute) move the other way round: every sum over any attribute stays as it is.
"""

from functools import reduce
from itertools import product

import numpy as np

from dashboard.domain.withholding import Counts, Hidden, hidden_beside


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
    hidden: Hidden = (counts >= 0) & (counts < least)
    for axis in range(counts.ndim if counts.ndim > 2 else 0):
        hidden |= np.expand_dims(_boxed(np.maximum(counts, 0).sum(axis=axis), least), axis)
    hidden &= counts >= 0
    while True:
        exposed = next((cell for cell in _small(counts, least) if not _boxes(counts, hidden, cell, least).any()), None)
        if exposed is None:
            return hidden
        if not _hide_a_box(counts, hidden, exposed, least):
            return counts >= 0


def _small(counts: Counts, least: int) -> list[tuple[int, ...]]:
    return [tuple(int(at) for at in cell) for cell in np.argwhere((counts >= 0) & (counts < least))]


def _boxes(counts: Counts, hidden: Hidden, cell: tuple[int, ...], least: int) -> Hidden:
    """For each opposite corner whether the box is hidden and can move, one way or the other."""
    small = counts < least
    up = hidden & (~small | (counts < least - 1))
    down = hidden & np.where(small, counts > 0, counts > least)
    ways = [[one if odd % 2 == 0 else other for odd, one, other in _corners(cell, first, second)]
            for first, second in ((up, down), (down, up))]  # fmt: skip
    return np.asarray(reduce(np.logical_and, ways[0]) | reduce(np.logical_and, ways[1]))


def _hide_a_box(counts: Counts, hidden: Hidden, cell: tuple[int, ...], least: int) -> bool:
    """Hide the box that costs fewest shown people; whether there is one that can move."""
    there = counts >= 0
    movable = _boxes(counts, there, cell, least)
    if not movable.any():
        return False
    lost = np.where(hidden, 0, np.maximum(counts, 0))
    cost = np.where(movable, sum(one for _, one, _ in _corners(cell, lost, lost)), np.iinfo(np.int64).max)
    far = np.unravel_index(int(np.argmin(cost)), cost.shape)
    opposite = [[at for at in range(size) if at != own][place]
                for size, own, place in zip(counts.shape, cell, far, strict=True)]  # fmt: skip
    for corner in product(*zip(cell, opposite, strict=True)):
        hidden[corner] = True
    return True


def _corners(cell: tuple[int, ...], first: np.ndarray, second: np.ndarray) -> list[tuple[int, np.ndarray, np.ndarray]]:
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
