"""Which counts of a table must be hidden so that no small one can be worked out from the others and the totals.

A hidden count is safe when another table, alike in everything that is shown, holds another number in its place. Two
such tables differ by rings of hidden counts, one up, the next down, round and round; so a count is safe exactly where
it lies on a ring along which each can move by one and still be what its label says ("fewer than 10", "10 or more").
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Hidden = NDArray[np.bool_]


def hidden_cells(counts: Counts, least: int, *, column_totals: bool = True) -> Hidden:
    """Small counts, and those that must go with them.

    Args:
        counts: rows × columns, -1 where the table has no such cell; the total of every row is known to the reader.
        least: the smallest count that is shown; smaller ones are labelled as such.
        column_totals: whether the reader knows the totals of columns too.

    Returns:
        What is hidden. Where all of a row is, and still one could be worked out, its total must not be shown either
        (`total_gives_away`).
    """
    hidden = (counts < least) & (counts >= 0)
    while True:
        exposed = _exposed(counts, hidden, least, column_totals=column_totals)
        extra = (_companion(counts, hidden, cell, column_totals=column_totals) for cell in exposed)
        found = next((cell for cell in extra if cell is not None), None)
        if found is None:
            return hidden
        hidden[found] = True


def hidden_beside(counts: Counts, whole: Counts, least: int) -> Hidden:
    """What `hidden_cells` hides in tables of one row each, for all of them at once.

    In one row a small hidden count is safe where it can move and another hidden one the other way.

    Args:
        counts: one after the other.
        whole: the number of the table that each belongs to, from 0 on.
        least: the smallest count that is shown.
    """
    small = counts < least
    hidden, order = small.copy(), np.lexsort((np.arange(len(counts)), counts, whole))
    up, down = ~small | (counts < least - 1), np.where(small, counts > 0, counts > least)
    while True:
        ways = [np.bincount(whole, weights=hidden & way)[whole] - way for way in (down, up)]
        exposed = hidden & small & ~((up & (ways[0] > 0)) | (down & (ways[1] > 0)))
        waiting = order[(np.bincount(whole, weights=exposed)[whole] > 0)[order] & ~hidden[order]]
        if not len(waiting):
            return hidden
        hidden[waiting[np.unique(whole[waiting], return_index=True)[1]]] = True


def total_gives_away(counts: Counts, hidden: Hidden, least: int, *, column_totals: bool = True) -> bool:
    """Whether a small count can be worked out although all that could be hidden is: then totals must go."""
    return bool(_exposed(counts, hidden, least, column_totals=column_totals))


def _exposed(counts: Counts, hidden: Hidden, least: int, *, column_totals: bool) -> list[tuple[int, int]]:
    """Small counts with one possible value only."""
    small = _small(counts, hidden, least)
    return [cell for cell in small if not _safe(counts, hidden, least, cell=cell, column_totals=column_totals)]


def _small(counts: Counts, hidden: Hidden, least: int) -> list[tuple[int, int]]:
    return [(int(row), int(column)) for row, column in np.argwhere(hidden & (counts < least))]


def _companion(counts: Counts, hidden: Hidden, cell: tuple[int, int], *, column_totals: bool) -> tuple[int, int] | None:
    """The smallest shown count of the first place that has one: row, column, where a ring closes, anywhere.

    A row or a column in which another count is hidden already waits for its turn, so that few are lost.
    """
    row, column = cell
    in_row, in_column = np.zeros_like(hidden), np.zeros_like(hidden)
    in_row[row], in_column[:, column] = True, True
    places = [in_row & (hidden[row].sum() == 1)]
    if column_totals:
        closing = hidden[:, [column]] & hidden[[row], :]
        places += [in_column & (hidden[:, column].sum() == 1), closing, in_row, in_column, np.ones_like(hidden)]
    for among in (*places, in_row):
        shown = np.argwhere(among & ~hidden & (counts >= 0))
        if len(shown):
            best = min(shown.tolist(), key=lambda at: (int(counts[at[0], at[1]]), at))
            return int(best[0]), int(best[1])
    return None


def _safe(counts: Counts, hidden: Hidden, least: int, *, cell: tuple[int, int], column_totals: bool) -> bool:
    """Whether the count could be one more, or one less, with everything shown unchanged."""
    small = counts < least
    up = hidden & (~small | (counts < least - 1))
    down = hidden & np.where(small, counts > 0, counts > least)
    return _ring(up, down, cell, column_totals=column_totals) or _ring(down, up, cell, column_totals=column_totals)


def _ring(first: Hidden, second: Hidden, cell: tuple[int, int], *, column_totals: bool) -> bool:
    """Whether moving this count (`first` way) can be made good by others (`second` in columns, `first` in rows …).

    Without column totals any move in a column needs no making good there: all columns are one place.
    """
    row, column = cell
    if not first[row, column]:
        return False
    seen, waiting = {column}, [column]
    while waiting:
        for other in _reached(first, second, (waiting.pop(), cell), column_totals=column_totals):
            if other == -1:
                return True
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False


def _reached(first: Hidden, second: Hidden, at: tuple[int, tuple[int, int]], *, column_totals: bool) -> Iterator[int]:
    """Columns from which the move can go on after making it good in this one; -1 where the ring closes."""
    column, (row, start) = at
    columns = [column] if column_totals else list(range(second.shape[1]))
    for there in columns:
        for other in np.flatnonzero(second[:, there]):
            if (int(other), there) == (row, start):
                continue
            if other == row:
                yield -1
            yield from (int(one) for one in np.flatnonzero(first[other]) if int(one) != there)
