"""Files that leave the application are text and numbers, never programs."""

from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.reports.csv import DANGEROUS, neutral, to_csv
from dashboard.reports.xlsx import to_xlsx

FORMULAS = [
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_formula_cells_become_text(cell: str) -> None:
    """Every way to start a formula is quoted, and what follows is kept as it was."""
    assert neutral(cell) == f"'{cell}"


@given(st.text(max_size=40))
@settings(max_examples=50)
def test_no_exported_text_starts_a_formula(text: str) -> None:
    """Whatever the text, its first visible character never starts a formula."""
    assert str(neutral(text)).lstrip(" ")[:1] not in DANGEROUS or not text.strip(" ")


def test_numbers_stay_numbers() -> None:
    """A negative number is not a formula and is not quoted."""
    assert b"-1.5" in to_csv(pd.DataFrame({"change": [-1.5]}))
    assert b"'" not in to_csv(pd.DataFrame({"change": [-1.5]}))


def test_headings_and_lists_are_neutral_too() -> None:
    """A heading is user text as well, and a list becomes one readable cell."""
    written = to_csv(pd.DataFrame({"=cmd": [["=1", "b"]]})).decode("utf-8-sig")

    assert written.splitlines() == ["'=cmd", '"\'=1, b"'] or written.splitlines() == ["'=cmd", '"\'=1, b"']


def test_workbook_has_no_formula() -> None:
    """In XLSX a cell with a formula's text is a text cell."""
    book = openpyxl.load_workbook(BytesIO(to_xlsx(pd.DataFrame({"name": FORMULAS[:4]}), sheet="use-cases")))

    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}
