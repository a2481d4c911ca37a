"""A workbook whose cells are values: formulas and links are never made from text, and nothing is left out unseen."""

import re
from io import BytesIO
from typing import Any

import pandas as pd

from dashboard.reports.csv import neutral_frame

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
MOST_ROWS, MOST_TEXT, _LONGEST_NAME = (
    1_048_575,
    32_767,
    31,
)  # of a sheet below its heading, of a cell, of a sheet's name
_CUT = "… (cut: the CSV has all of it)"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def to_xlsx(frame: pd.DataFrame, *, sheet: str, source: str = "", most_rows: int = MOST_ROWS) -> bytes:
    """A sheet with a bold, frozen heading row, more of them where rows do not fit, and one that says whence it comes.

    Args:
        frame: The rows.
        sheet: Its name; what a workbook does not take in a name is left out of it.
        source: As of which ledger entry and checkpoint; without it there is no such sheet.
        most_rows: How many fit on a sheet.
    """
    buffer, rows = BytesIO(), _fitting(neutral_frame(frame))
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": OPTIONS}) as writer:
        for turn, start in enumerate(range(0, max(len(rows), 1), most_rows)):
            _write(writer, rows.iloc[start : start + most_rows], _named(sheet, turn))
        if source:
            _write(writer, neutral_frame(pd.DataFrame({"Source": source.split("\n")})), "Source")
    return buffer.getvalue()


def _write(writer: Any, rows: pd.DataFrame, sheet: str) -> None:
    rows.to_excel(writer, sheet_name=sheet, index=False, freeze_panes=(1, 0))
    writer.sheets[sheet].autofit()


def _named(sheet: str, turn: int) -> str:
    number = f" {turn + 1}" if turn else ""
    name = _NOT_IN_NAMES.sub("", sheet).strip() or "Rows"
    name = f"{name} rows" if name.lower() in {"source", "history"} else name
    return name[: _LONGEST_NAME - len(number)] + number


def _fitting(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with texts that a cell can hold, and times in UTC, which a workbook knows no zones of."""
    texts = {name: frame[name].map(_cut) for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])}
    return frame.assign(**texts)


def _cut(value: Any) -> Any:
    if isinstance(value, pd.Timestamp) and value.tzinfo is not None:
        return f"{value.tz_convert('UTC'):%Y-%m-%d %H:%M:%S} UTC"
    if isinstance(value, str) and len(value) > MOST_TEXT:
        return value[: MOST_TEXT - len(_CUT)] + _CUT
    return value
