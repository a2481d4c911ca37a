"""A workbook holds what the table holds, whatever is written in it and whatever it is called."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pandas as pd
import pytest

from dashboard.reports.xlsx import MOST_TEXT, to_xlsx


def book(frame: pd.DataFrame, **given: Any) -> Any:
    """The workbook, read back."""
    return openpyxl.load_workbook(BytesIO(to_xlsx(frame, **{"sheet": "table", **given})))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("groups-25/65", "groups-2565"),
        ("[a]:*?\\'", "a"),
        ("///", "Rows"),
        ("x" * 60, "x" * 31),
        ("Source", "Source rows"),
        ("history", "history rows"),
    ],
)
def test_any_name_makes_a_sheet(asked: str, named: str) -> None:
    """What a workbook refuses in a name, or has for itself, is no reason not to make it."""
    assert book(pd.DataFrame({"a": [1]}), sheet=asked, source="entry 5").sheetnames == [named, "Source"]


def test_rows_that_do_not_fit_go_on_the_next_sheet() -> None:
    """No row is left out; each sheet has its heading."""
    found = book(pd.DataFrame({"a": range(7)}), most_rows=3)

    assert found.sheetnames == ["table", "table 2", "table 3"]
    values = [[row[0].value for row in sheet.iter_rows()] for sheet in found]
    assert values == [["a", 0, 1, 2], ["a", 3, 4, 5], ["a", 6]]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    """Else the cell would be empty without a word."""
    cell = str(book(pd.DataFrame({"a": ["x" * (MOST_TEXT + 1)]})).active["A2"].value)

    assert len(cell) == MOST_TEXT
    assert cell.endswith("the CSV has all of it)")


def test_a_time_keeps_its_zone() -> None:
    """A workbook knows no zones, so the moment is written as text in UTC."""
    at = pd.Series([datetime(2026, 11, 28, 11, 5, tzinfo=UTC)])

    assert book(pd.DataFrame({"at": at})).active["A2"].value == "2026-11-28 11:05:00 UTC"


def test_a_table_without_rows_has_its_headings() -> None:
    """Nothing is not an error."""
    assert [cell.value for cell in book(pd.DataFrame({"a": [], "b": []})).active[1]] == ["a", "b"]
