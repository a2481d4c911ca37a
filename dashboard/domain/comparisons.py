"""Groups against a reference group, and the two extremes of all groups, for every cell at once."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain import reasons
from dashboard.domain.cells import Cells, Index
from dashboard.domain.intervals import Array, simultaneous_z
from dashboard.domain.metrics import RATES, Metric, Rate
from dashboard.domain.pairs import Held, Pairs, all_pairs, hold, hold_within
from dashboard.domain.references import BEST, Rule, reference_rows


def eligible_rows(cells: Cells, rate: Rate, min_group: int) -> NDArray[np.bool_]:
    """Recorded groups whose denominator of this rate is large enough to be judged."""
    return cells.recorded & (rate.of(cells.counts)[1] >= max(min_group, 1))


def pair_count(cells: Cells, eligible: NDArray[np.bool_]) -> Index:
    """How many unordered pairs of eligible groups each cell has."""
    groups = cells.total(eligible).astype(np.int64)
    return groups * (groups - 1) // 2


def against_reference(cells: Cells, metric: Metric, rule: Rule) -> pd.DataFrame:
    """One row per recorded group but the reference; group minus, or over, reference.

    With `best` the data choose the reference, so each interval is taken at 1 - alpha / (k(k-1)/2), k being the groups
    large enough to be chosen: all pairs then hold together with confidence 1 - alpha, the chosen ones included.
    """
    rate = RATES[metric.rate]
    eligible = eligible_rows(cells, rate, rule.min_group)
    reference = reference_rows(cells, rule, rate, eligible)[cells.cell]
    rows = np.flatnonzero(cells.recorded & (np.arange(len(reference)) != reference))
    against = reference[rows]
    family = pair_count(cells, eligible) if rule.reference == BEST else np.ones(cells.size, dtype=np.int64)
    quantile = simultaneous_z(rule.confidence, family)[cells.cell[rows]]
    undefined = reasons.of_pair(cells, metric, rate, rows, against)
    pairs = Pairs(rows, np.where(against < 0, rows, against), quantile)
    frame = _frame(cells, metric, cells.cell[rows], (rows, against), (rate, undefined))
    return _measured(frame, cells, pairs, (metric, rate), rule)


def _measured(frame: pd.DataFrame, cells: Cells, pairs: Pairs, what: tuple[Metric, Rate], rule: Rule) -> pd.DataFrame:
    metric, rate = what
    crude = hold(cells, pairs, rate, metric.kind)
    held = hold_within(cells, pairs, rate, metric.kind) if cells.strata is not None else crude
    defined = frame["undefined"].isna().to_numpy() & np.isfinite(held.value)
    unmatched = frame["undefined"].isna().to_numpy() & ~defined
    frame.loc[unmatched, "undefined"] = "no stratum holds both groups"
    for name in ("value", "low", "high"):
        frame[name] = np.where(defined, getattr(held, name), np.nan)
    smaller = frame[["denominator", "denominator_reference"]].to_numpy().min(axis=1)
    frame["too_few"] = defined & (smaller < rule.min_group)
    return frame if cells.strata is None else _with_crude(frame, crude, held.strata, metric.ideal)


def _with_crude(frame: pd.DataFrame, crude: Held, strata: Index, ideal: float) -> pd.DataFrame:
    frame["crude"], frame["crude_low"], frame["crude_high"] = crude.value, crude.low, crude.high
    frame["strata"] = strata
    frame["reversed"] = ((frame["value"] - ideal) * (frame["crude"] - ideal) < 0).to_numpy()
    return frame


def _frame(
    cells: Cells, metric: Metric, cell: Index, sides: tuple[Index, Index], what: tuple[Rate, reasons.Texts]
) -> pd.DataFrame:
    (rows, against), (rate, undefined) = sides, what
    n, denominator = cells.counts["n"].to_numpy(), rate.of(cells.counts)[1]

    def of(values: NDArray[np.float64], where: Index) -> Array:
        return np.where(where < 0, 0, values[where])

    frame = cells.keys.iloc[cell].reset_index(drop=True)
    frame["metric"] = metric.name
    frame["group"] = _named(cells, rows)
    frame["reference"] = _named(cells, against)
    frame[["value", "low", "high"]] = np.nan
    frame["n"], frame["n_reference"] = of(n, rows).astype(np.int64), of(n, against).astype(np.int64)
    frame["denominator"] = of(denominator, rows).astype(np.int64)
    frame["denominator_reference"] = of(denominator, against).astype(np.int64)
    frame["undefined"] = pd.Series(undefined, dtype=object)
    return frame


def _named(cells: Cells, rows: Index) -> pd.Series:
    names = np.full(len(rows), None, dtype=object)
    names[rows >= 0] = cells.names[rows[rows >= 0]]
    return pd.Series(names, dtype=object)


def over_all(cells: Cells, metric: Metric, rule: Rule) -> pd.DataFrame:
    """One row per cell: the two extremes of all groups large enough, group being the worse off of the two.

    The true max - min is the largest of the true gaps of all pairs. Let every pair (of every rate the metric uses, m in
    all) have its interval [L, U] at 1 - alpha/m; all hold together with confidence 1 - alpha, and whenever they do,
    max L <= max - min <= max U over the pairs taken in both directions. So [max L, max U] is an interval of the stated
    confidence however the extremes were found; for min / max it is [min L, min(U, 1)]. The mean of two rates' extremes
    lies between the means of their limits.
    """
    rates = [RATES[name] for name in metric.rates]
    usable = [eligible_rows(cells, rate, rule.min_group) for rate in rates]
    family = np.sum([pair_count(cells, rows) for rows in usable], axis=0)
    quantile = simultaneous_z(rule.confidence, family)
    parts = [_extremes(cells, metric, (rate, rows), (quantile, rule)) for rate, rows in zip(rates, usable, strict=True)]
    return parts[0] if len(parts) == 1 else _combined(parts[0], parts[1], metric)


def _extremes(
    cells: Cells, metric: Metric, what: tuple[Rate, NDArray[np.bool_]], how: tuple[Array, Rule]
) -> pd.DataFrame:
    (rate, eligible), (quantile, rule) = what, how
    first, second = all_pairs(cells, eligible)
    pairs = Pairs(first, second, quantile[cells.cell[first]])
    way = hold if cells.strata is None else hold_within
    found = _widest(way(cells, pairs, rate, metric.kind), cells.cell[first], metric)
    undefined = reasons.of_cell(cells, metric, rate, eligible, min_group=rule.min_group)
    rows, against = np.full((2, cells.size), -1, dtype=np.int64)
    where, index, forward, limits = found
    up = forward != rate.error
    rows[where], against[where] = np.where(up, first[index], second[index]), np.where(up, second[index], first[index])
    frame = _frame(cells, metric, np.arange(cells.size), (rows, against), (rate, undefined))
    values = np.full((cells.size, 3), np.nan)
    values[where] = limits
    values[frame["undefined"].notna().to_numpy()] = np.nan
    frame[["value", "low", "high"]] = values
    lost = frame["undefined"].isna() & frame["value"].isna()
    frame.loc[lost, "undefined"] = "no stratum holds two groups"
    frame["too_few"] = False
    frame["left_out"] = (cells.total(cells.recorded) - cells.total(eligible)).astype(np.int64)
    return frame


def _widest(held: Held, cell: Index, metric: Metric) -> tuple[Index, Index, NDArray[np.bool_], Array]:
    """Cells that have a pair, the deciding pair, whether its first is the lower one, and value, low, high."""
    value, low, high, forward = _largest_gap(held) if metric.kind == "gap" else _smallest_ratio(held)
    known = np.flatnonzero(~np.isnan(value))
    where, starts = np.unique(cell[known], return_index=True)
    if not len(where):
        return where, where, np.zeros(0, dtype=bool), np.zeros((0, 3))
    extreme = np.maximum if metric.kind == "gap" else np.minimum
    limits = np.stack([extreme.reduceat(column[known], starts) for column in (value, low, high)], axis=1)
    hits = np.flatnonzero(value[known] == np.repeat(limits[:, 0], np.diff(np.append(starts, len(known)))))
    pick = known[hits[np.unique(cell[known][hits], return_index=True)[1]]]
    limits[:, 1:] = np.clip(limits[:, 1:], 0.0, np.inf if metric.kind == "gap" else 1.0)
    return where, pick, forward[pick], limits


def _largest_gap(held: Held) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    low, high = np.maximum(held.low, -held.high), np.maximum(held.high, -held.low)
    return np.abs(held.value), low, high, held.value <= 0


def _smallest_ratio(held: Held) -> tuple[Array, Array, Array, NDArray[np.bool_]]:
    """Nobody over somebody is 0; nobody over nobody stays unknown."""
    over_nobody = np.isnan(held.value) & (held.low > 0)
    with np.errstate(all="ignore"):
        value = np.where(over_nobody, 0.0, np.minimum(held.value, 1 / held.value))
        low, high = np.minimum(held.low, 1 / held.high), np.minimum(held.high, 1 / held.low)
    return value, low, high, (held.value <= 1) & ~over_nobody


def _combined(first: pd.DataFrame, second: pd.DataFrame, metric: Metric) -> pd.DataFrame:
    """Two rates' extremes as one value; the rate with the worse extreme names the groups."""
    sign = 1 if metric.kind == "gap" else -1
    lead = (sign * first["value"] >= sign * second["value"]).to_numpy()
    frame = first.where(pd.Series(lead), second)
    sides = [part[["value", "low", "high"]].to_numpy() for part in (first, second)]
    mean, worst = (sides[0] + sides[1]) / 2, sign * np.maximum(sign * sides[0], sign * sides[1])
    joined = mean if metric.combine == "mean" else worst
    undefined = first["undefined"].where(first["undefined"].notna(), second["undefined"])
    joined[undefined.notna().to_numpy()] = np.nan
    frame[["value", "low", "high"]] = joined
    frame["undefined"] = undefined
    return frame.astype(first.dtypes.to_dict())
