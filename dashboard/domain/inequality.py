"""How unequally decisions benefit people: generalized entropy of b = decision - outcome + 1, in all and between groups.

b is 2 for a wrong selection, 1 for a right decision, 0 for an oversight. Source: Speicher et al. 2018; AIF360.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.cells import Cells
from dashboard.domain.columns import Columns, cell_columns
from dashboard.domain.intervals import Array
from dashboard.domain.metrics import RATES, Metric
from dashboard.domain.reasons import first_reason
from dashboard.domain.references import Rule
from dashboard.domain.resampled import measured

_OUTCOMES = ("tp", "fp", "fn", "tn")
_BENEFITS = np.array([1.0, 2.0, 0.0, 1.0])
Index = Callable[[Array, Array], Array]


def _theil(people: Array, benefit: Array) -> Array:
    share = _relative(people, benefit)
    logs = np.log(np.where(share > 0, share, 1.0))
    return np.asarray((people * share * logs).sum(axis=-1) / people.sum(axis=-1))


def _entropy(people: Array, benefit: Array) -> Array:
    share = _relative(people, benefit)
    return np.asarray((people * (share**2 - 1)).sum(axis=-1) / people.sum(axis=-1) / 2)


def _variation(people: Array, benefit: Array) -> Array:
    return np.asarray(np.sqrt(2 * np.maximum(_entropy(people, benefit), 0.0)))


def _relative(people: Array, benefit: Array) -> Array:
    with np.errstate(all="ignore"):
        mean = (people * benefit).sum(axis=-1) / people.sum(axis=-1)
        relative: Array = benefit / mean[..., None]
    return relative


_INDEX: Mapping[str, Index] = {
    "theil_index": _theil,
    "generalized_entropy_index": _entropy,
    "coefficient_of_variation": _variation,
}
_BETWEEN = "between_group_"


class _Asked(NamedTuple):
    """What an index looks at: outcomes by group row, which rows count, why a cell has no value, and the index."""

    outcomes: Array
    used: NDArray[np.bool_]
    undefined: NDArray[np.object_]
    statistic: Callable[[Array], Array]
    between: bool


def _asked(cells: Cells, metric: Metric, rule: Rule) -> _Asked:
    between = metric.name.startswith(_BETWEEN)
    index = _INDEX[metric.name.removeprefix(_BETWEEN)]
    outcomes = np.stack([cells.counts[name] for name in _OUTCOMES], axis=1)
    used = cells.recorded & (outcomes.sum(axis=1) > 0) if between else np.ones(len(cells.cell), dtype=bool)
    undefined = _reasons(cells, outcomes, used, between=between, min_group=rule.min_group)
    return _Asked(outcomes, used, undefined, _between(index) if between else _overall(index), between)


def inequality(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    """One row per cell; every labelled decision counts, and between groups every group that is recorded."""
    asked = _asked(cells, metric, rule)
    numbers, effects = np.full((cells.size, 3), np.nan), _effects(cells)
    for members, counts in _alike(cells, asked):
        numbers[members] = measured(asked.statistic, counts, rule.confidence, effects[members])
    nobody = np.full(cells.size, -1, dtype=np.int64)
    columns = cell_columns(cells, metric, (nobody, nobody), numbers, asked.undefined)
    for name, values in (("n", cells.counts["n"]), ("denominator", asked.outcomes.sum(axis=1))):
        columns[name] = cells.total(values * asked.used).astype(np.int64)
    return columns


def index_values(cells: Cells, metric: Metric, rule: Rule) -> Array:
    """The value of each cell alone, without limits and so without draws; NaN where it is undefined."""
    asked, values = _asked(cells, metric, rule), np.full(cells.size, np.nan)
    for members, counts in _alike(cells, asked):
        values[members] = asked.statistic(counts)
    return values


def _alike(cells: Cells, asked: _Asked) -> Iterator[tuple[NDArray[np.int64], Array]]:
    """Cells of one shape with their counts: all people (cells, outcomes), or by group (cells, groups, outcomes)."""
    rows, outcomes = np.flatnonzero(asked.used & pd.isna(asked.undefined)[cells.cell]), asked.outcomes
    members, starts, groups = np.unique(cells.cell[rows], return_index=True, return_counts=True)
    if not len(members):
        return
    if not asked.between:
        yield members, np.add.reduceat(outcomes[rows], starts, axis=0)
        return
    for many in np.unique(groups):
        chosen = groups == many
        yield members[chosen], outcomes[rows[starts[chosen][:, None] + np.arange(many)]]


def _effects(cells: Cells) -> Array:
    """The largest design effect of each cell."""
    most = np.ones(cells.size)
    np.maximum.at(most, cells.cell, cells.wider(labels=True))
    return np.asarray(most**2)


def _overall(index: Index) -> Callable[[Array], Array]:
    return lambda counts: index(counts, np.broadcast_to(_BENEFITS, counts.shape))


def _between(index: Index) -> Callable[[Array], Array]:
    def statistic(counts: Array) -> Array:
        people = counts.sum(axis=-1)
        return index(people, (counts * _BENEFITS).sum(axis=-1) / people)

    return statistic


def _reasons(cells: Cells, outcomes: Array, used: Array, *, between: bool, min_group: int) -> np.ndarray:
    people, groups = cells.total(outcomes.sum(axis=1) * used), cells.total(used)
    benefit = cells.total((outcomes * _BENEFITS).sum(axis=1) * used)
    few = f"fewer than {min_group:,} {RATES['accuracy'].unit}"
    return first_reason(
        (people <= 0, "no labels"),
        ((groups < 2) & between, "only one group has labels"),
        (people < min_group, few),
        (benefit <= 0, "every decision overlooks somebody who qualifies"),
    )
