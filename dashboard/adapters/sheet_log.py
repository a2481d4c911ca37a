"""A log kept as an Excel sheet: its first sheet as Parquet with text columns, so that it is read like any other."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.register_reader import read_register
from dashboard.domain.register_mapping import Reading
from dashboard.errors import DecisionLogInvalid, Problem, RegistryInvalid


def sheet_to_parquet(path: Path, work: Path) -> Path:
    """Write the rows of the first sheet as Parquet; formulas stay text and rows without any cell are left out.

    Raises:
        DecisionLogInvalid: No workbook, too large, or no header with each name once.
    """
    try:
        table = read_register(path, Reading())
    except RegistryInvalid as error:
        raise DecisionLogInvalid(_unread(path), error.problems) from None
    names = [name.strip() for name in table.headers]
    if "" in names or len(set(names)) < len(names):
        problem = Problem("header", "a blank name, or a name that is there twice", "each column name once")
        raise DecisionLogInvalid(_unread(path), [problem])
    rows = [row for row in table.rows if any(cell is not None for cell in row)]
    columns = [pa.array([_text(row, place) for row in rows], pa.string()) for place in range(len(names))]
    target = work / "sheet.parquet"
    pq.write_table(pa.table(columns, names=names), target)
    return target


def _text(row: list[Any], place: int) -> str | None:
    cell = row[place] if place < len(row) else None
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)


def _unread(path: Path) -> str:
    return f"{path.name} is not a log that can be read; nothing was imported."
