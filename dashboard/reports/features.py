"""What was found about single decisions as JSON and as lines of text."""

from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from dashboard.domain.plain_text import escaped


def as_json_record(found: Any) -> dict[str, Any]:
    """Everything that was found, a dataclass; what does not exist is null."""
    told: dict[str, Any] = _plain(asdict(found))
    return told


def _plain(value: Any) -> Any:
    """Numbers that do not exist as null, days as ISO text."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and pd.isna(value) else value


def table_lines(frame: pd.DataFrame) -> list[str]:
    """A table in text whose cells cannot act in a terminal."""
    cells = [list(frame.columns), *([_cell(cell) for cell in row] for row in frame.itertuples(index=False))]
    widths = [max(len(str(row[at])) for row in cells) for at in range(len(frame.columns))]
    rows = ("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells)
    return [row.rstrip() for row in rows]


def _cell(cell: Any) -> str:
    if isinstance(cell, str):
        return escaped(cell)
    return "–" if pd.isna(cell) else f"{cell:,}" if isinstance(cell, int) else f"{cell:.3g}"
