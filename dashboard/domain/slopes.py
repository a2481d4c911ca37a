"""How far every rate and metric moves when one decision more is counted: the slopes that a covariance is made of.

A figure of counts is, near its value, a sum over people of what one of them adds (its influence function). The slopes
are taken from the very functions that measure, one count moved at a time; all moved tables are measured in one go.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from dashboard.domain.amount_sums import SUMS
from dashboard.domain.cells import Cells, is_recorded
from dashboard.domain.columns import CELL
from dashboard.domain.counts import COUNTS
from dashboard.domain.inequality import index_values
from dashboard.domain.intervals import Array
from dashboard.domain.measuring import measured
from dashboard.domain.metrics import METRICS, RATES, Metric
from dashboard.domain.rates_of_groups import RANKED
from dashboard.domain.references import Rule

STEP = 1e-3  # decisions: small beside any group, large beside what rounding hides
Named = tuple[str, str]  # about (rate or metric) and name


def slopes_of(states: Array, groups: Sequence[str], named: Sequence[Named], rule: Rule) -> Mapping[Named, Array]:
    """By rate or metric (draws, groups, 3, 2, values): what each value gains from one decision more in each place.

    Args:
        states: (draws, groups, 3, 2): how many people of a group have an outcome (0, 1, unknown) and a decision (0, 1).
        groups: their names, sorted.
        named: rates, of which each group has a value, and metrics, of which each has one, or all together one.
        rule: its reference is a group.
    """
    draws, size = states.shape[:2]
    steps = np.concatenate([np.zeros((1, size * 6)), STEP * np.eye(size * 6)]).reshape(-1, size, 3, 2)
    laid = (states[:, None] + steps[None]).reshape(-1, size, 3, 2)
    cells = _cells(laid, groups)
    found = {}
    for about, name in named:
        values = _rate(cells, name) if about == "rate" else _metric(cells, METRICS[name], rule)
        values = values.reshape(draws, len(steps), -1)
        with np.errstate(all="ignore"):
            slopes = (values[:, 1:] - values[:, :1]) / STEP
        found[about, name] = slopes.reshape(draws, size, 3, 2, -1)
    return found


def _cells(states: Array, groups: Sequence[str]) -> Cells:
    many, size = states.shape[:2]
    decided = states.sum(axis=2)
    tn, fp, fn, tp = (states[:, :, outcome, decision] for outcome in (0, 1) for decision in (0, 1))
    columns = {"n": decided.sum(axis=2), "undecided": np.zeros((many, size)), "selected": decided[:, :, 1],
               "labelled": tp + fp + fn + tn, "tp": tp, "fp": fp, "fn": fn, "tn": tn}  # fmt: skip
    return Cells(
        keys=pd.DataFrame(index=range(many)),
        cell=np.repeat(np.arange(many), size),
        names=np.tile(np.asarray(groups, dtype=object), many),
        recorded=np.tile(np.array([is_recorded(name) for name in groups], dtype=bool), many),
        counts={name: columns[name].ravel() for name in COUNTS}
        | dict.fromkeys((*RANKED, *SUMS), np.zeros(many * size)),
    )


def _rate(cells: Cells, name: str) -> Array:
    whole = cells.total(cells.counts["selected"])[cells.cell]
    top, bottom = RATES[name].of({**cells.counts, "all_selected": whole})
    with np.errstate(all="ignore"):
        return np.asarray(RATES[name].scaled(top / bottom))


def _metric(cells: Cells, metric: Metric, rule: Rule) -> Array:
    if metric.way == "drawn":
        return index_values(cells, metric, rule)
    columns = measured(cells, metric, rule)
    values = columns["value"].astype(float)
    if metric.over == "all":
        return values
    names = list(cells.names[: len(cells.cell) // cells.size])
    found = np.full((cells.size, len(names)), np.nan)
    places = {name: at for at, name in enumerate(names)}
    found[columns[CELL].astype(np.int64), [places[name] for name in columns["group"]]] = values
    return found
