"""A table about single decisions as lines of text."""

from typing import Any

import pandas as pd

from dashboard.domain.plain_text import escaped


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
