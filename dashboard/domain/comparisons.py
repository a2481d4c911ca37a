"""Groups against a reference group, and the two extremes of all groups, for every cell at once."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain import reasons
from dashboard.domain.cells import Cells, Index
from dashboard.domain.columns import Columns, cell_columns, columns_of
from dashboard.domain.extremes import widest
from dashboard.domain.held_pairs import held_pairs, sharing
from dashboard.domain.intervals import Array, simultaneous_z
from dashboard.domain.metrics import RATES, Metric, Rate
from dashboard.domain.pairs import Held, Pairs, agreement, all_pairs, hold, hold_within
from dashboard.domain.references import BEST, LARGEST, Rule, reference_rows

_NO_STRATUM = "no stratum holds both groups"


def eligible_rows(cells: Cells, rate: Rate, min_group: int) -> NDArray[np.bool_]:
    """Recorded groups whose denominator of this rate is large enough to be judged."""
    return cells.recorded & (rate.evidence(cells.counts) >= max(min_group, 1))


def pair_count(cells: Cells, eligible: NDArray[np.bool_]) -> Index:
    """How many unordered pairs of eligible groups each cell has."""
    groups = cells.total(eligible).astype(np.int64)
    return groups * (groups - 1) // 2


def against_reference(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    """One row per recorded group but the reference; group minus, or over, reference.

    With `best` the data choose the reference, so each interval is taken at 1 - alpha / (k(k-1)/2), k being the groups
    large enough to be chosen: all pairs then hold together with confidence 1 - alpha, the chosen ones included.
    """
    rates, rate = [RATES[name] for name in metric.rates], RATES[metric.rate]
    eligible: NDArray[np.bool_] = np.all([eligible_rows(cells, one, rule.min_group) for one in rates], axis=0)
    reference = reference_rows(cells, rule, rate, eligible)[cells.cell]
    rows = np.flatnonzero(cells.recorded & (np.arange(len(reference)) != reference))
    against = reference[rows]
    family = pair_count(cells, eligible) if rule.reference == BEST else np.ones(cells.size, dtype=np.int64)
    quantile = simultaneous_z(rule.confidence, family * sharing(metric))[cells.cell[rows]]
    columns = columns_of(cells, metric, rates, cells.cell[rows], (rows, against))
    if rule.reference not in {LARGEST, BEST}:
        columns["reference"][against < 0] = rule.reference
    columns["undefined"] = reasons.of_rates([reasons.of_pair(cells, metric, one, rows, against) for one in rates])
    return _measured(columns, cells, Pairs(rows, np.where(against < 0, rows, against), quantile), metric, rule)


def _measured(columns: Columns, cells: Cells, pairs: Pairs, metric: Metric, rule: Rule) -> Columns:
    crude = held_pairs(cells, pairs, metric, within=False)
    held = held_pairs(cells, pairs, metric, within=True) if cells.strata is not None else crude
    possible = pd.isna(columns["undefined"])
    defined = possible & np.isfinite(held.value)
    columns["undefined"][possible & ~defined] = _NO_STRATUM if cells.strata is not None else _nothing_left(metric)
    for name in ("value", "low", "high"):
        columns[name] = np.where(defined, getattr(held, name), np.nan)
    smaller = np.minimum(columns["denominator"], columns["denominator_reference"])
    columns["too_few"] = defined & (smaller < rule.min_group)
    if cells.strata is None:
        return columns
    one = len(metric.rates) == 1  # of two rates together no strata can agree or differ
    agreed = agreement(cells, pairs, RATES[metric.rate]) if one else np.full(len(held.value), np.nan)
    return columns | _crude(crude, held, metric.ideal) | {"homogeneity": agreed}


def _nothing_left(metric: Metric) -> str:
    """Why there is no value although both sides have one."""
    return "the reference's mean cannot be told from 0" if metric.basis == "amounts" else "nobody selected"


def _crude(crude: Held, held: Held, ideal: float) -> Columns:
    columns: Columns = {"crude": crude.value, "crude_low": crude.low, "crude_high": crude.high, "strata": held.strata}
    return columns | {"reversed": (held.value - ideal) * (crude.value - ideal) < 0}


def over_all(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    """One row per cell: the two extremes of all groups large enough, group being the worse off of the two.

    The true max - min is the largest of the true gaps of all pairs. Let every pair (of every rate the metric uses, m in
    all) have its interval [L, U] at 1 - alpha/m; all hold together with confidence 1 - alpha, and whenever they do,
    max L <= max - min <= max U over the pairs taken in both directions. So [max L, max U] is an interval of the stated
    confidence however the extremes were found; for min / max it is [min L, min(U, 1)]. The mean of two rates' extremes
    lies between the means of their limits. Within strata the crude extremes stand beside.
    """
    found = _over_all(cells, metric, rule)
    if cells.strata is None:
        return found
    crude = _over_all(replace(cells, strata=None), metric, rule)
    return found | {f"crude{end}": crude[name] for name, end in (("value", ""), ("low", "_low"), ("high", "_high"))}


def _over_all(cells: Cells, metric: Metric, rule: Rule) -> Columns:
    rates = [RATES[name] for name in metric.rates]
    usable = [eligible_rows(cells, rate, rule.min_group) for rate in rates]
    family = np.sum([pair_count(cells, rows) for rows in usable], axis=0)
    quantile = simultaneous_z(rule.confidence, family)
    parts = [_extremes(cells, metric, (rate, rows), (quantile, rule)) for rate, rows in zip(rates, usable, strict=True)]
    return parts[0] if len(parts) == 1 else _combined(parts[0], parts[1], metric)


def _extremes(cells: Cells, metric: Metric, what: tuple[Rate, NDArray[np.bool_]], how: tuple[Array, Rule]) -> Columns:
    (rate, eligible), (quantile, rule) = what, how
    first, second = all_pairs(cells, eligible)
    way = hold if cells.strata is None else hold_within
    held = way(cells, Pairs(first, second, quantile[cells.cell[first]]), rate, metric.kind)
    where, pair, forward, limits = widest(held, cells.cell[first], metric)
    rows, against = np.full((2, cells.size), -1, dtype=np.int64)
    up = forward != rate.error
    rows[where], against[where] = np.where(up, first[pair], second[pair]), np.where(up, second[pair], first[pair])
    values = np.full((cells.size, 3), np.nan)
    values[where] = limits
    undefined = reasons.of_cell(cells, metric, rate, eligible, min_group=rule.min_group)
    undefined[pd.isna(undefined) & np.isnan(values[:, 0])] = "no stratum holds two groups"
    return cell_columns(cells, metric, (rows, against), values, undefined, rates=[rate], eligible=eligible)


def _combined(first: Columns, second: Columns, metric: Metric) -> Columns:
    """Two rates' extremes as one value; the rate with the worse extreme names the groups."""
    sign = 1 if metric.kind == "gap" else -1
    lead = sign * _numbers(first, "value") >= sign * _numbers(second, "value")
    columns: Columns = {name: np.where(lead, first[name], second[name]) for name in first}
    missing = pd.isna(first["undefined"])
    columns["undefined"] = undefined = np.where(missing, second["undefined"], first["undefined"])
    for name in ("value", "low", "high"):
        one, two = _numbers(first, name), _numbers(second, name)
        joined = (one + two) / 2 if metric.combine == "mean" else sign * np.maximum(sign * one, sign * two)
        columns[name] = np.where(pd.isna(undefined), joined, np.nan)
    return columns


def _numbers(columns: Columns, name: str) -> Array:
    return columns[name].astype(float)
