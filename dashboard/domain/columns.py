"""Comparisons as plain columns, made into a frame once, at the end."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.cells import Cells, Index
from dashboard.domain.metrics import RATES, Metric, Rate

Columns = dict[str, NDArray[np.generic]]
CELL = " cell"  # the row of the keys; replaced by them in the frame
_ABSENT: dict[str, object] = {"strata": 0, "reversed": False, "left_out": 0}


def columns_of(cells: Cells, metric: Metric, rates: Sequence[Rate], cell: Index, sides: tuple[Index, Index]) -> Columns:
    """Who is compared with whom, by how much evidence; a side is a row of cells, or -1.

    The denominator is the smallest of the rates'.
    """
    columns: Columns = {CELL: cell, "metric": np.full(len(cell), metric.name, dtype=object)}
    for name, rows in zip(("group", "reference"), sides, strict=True):
        names = np.full(len(rows), None, dtype=object)
        names[rows >= 0] = cells.names[rows[rows >= 0]]
        columns[name] = names
    evidence = np.minimum.reduce([rate.evidence(cells.counts) for rate in rates])
    columns |= dict.fromkeys(("value", "low", "high"), np.full(len(cell), np.nan))
    for name, values in (("n", cells.counts["n"]), ("denominator", evidence)):
        whole = np.append(values, 0).astype(np.int64)
        columns |= {name: whole[sides[0]], f"{name}_reference": whole[sides[1]]}
    if metric.scores:
        moved = np.append(rates[0].slack(cells.counts), 0.0)
        columns["bound"] = moved[sides[0]] + moved[sides[1]]
    return columns


def cell_columns(  # noqa: PLR0913  # one value per cell: of whom, what, or why not, and who was left out
    cells: Cells,
    metric: Metric,
    sides: tuple[Index, Index],
    numbers: NDArray[np.float64],
    undefined: NDArray[np.object_],
    *,
    rates: Sequence[Rate] = (),
    eligible: NDArray[np.bool_] | None = None,
) -> Columns:
    """One row per cell: value, low, high where there is no reason why not; recorded groups not eligible left out."""
    used = rates or [RATES[name] for name in metric.rates]
    columns = columns_of(cells, metric, used, np.arange(cells.size), sides)
    known = np.where(pd.isna(undefined)[:, None], numbers, np.nan)
    columns |= dict(zip(("value", "low", "high"), known.T, strict=True))
    kept = cells.recorded if eligible is None else eligible
    left_out = (cells.total(cells.recorded) - cells.total(kept)).astype(np.int64)
    return columns | {"undefined": undefined, "too_few": np.zeros(cells.size, dtype=bool), "left_out": left_out}


def frame_of(cells: Cells, parts: Sequence[Columns]) -> pd.DataFrame:
    """The keys of the cells beside the columns, part after part; what a part lacks is missing, 0 or False."""
    names = list(dict.fromkeys(name for part in parts for name in part if name != CELL))
    joined = {name: np.concatenate([_column(part, name) for part in parts]) for name in names}
    cell = np.concatenate([part[CELL] for part in parts]).astype(np.int64)
    keys = {str(name): values.array.take(cell) for name, values in cells.keys.items()}
    whole = pd.RangeIndex(len(cell))
    data = {name: pd.Series(values, index=whole, dtype=values.dtype, copy=False) for name, values in joined.items()}
    return pd.DataFrame(keys | data, index=whole)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _column(part: Columns, name: str) -> NDArray[np.generic]:
    return part[name] if name in part else np.full(len(part[CELL]), _ABSENT.get(name, np.nan))
