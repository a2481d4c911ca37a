"""Every table on a page can be taken away, as CSV and as XLSX."""

import ast
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui import dates, tables

TABLES, TAKEN = {"data_table", "dataframe"}, {"downloads", "same_numbers"}
ITSELF = {("tables", "data_table"), ("ledger_parts", "_table")}  # a page of what its caller offers whole
Scope = ast.FunctionDef | ast.Module


def scopes(path: Path) -> Iterator[tuple[str, Counter[str]]]:
    """Each function, and the module itself, with how often it calls what by its last name."""
    tree = ast.parse(path.read_text())
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(inner) for one in functions for inner in ast.walk(one)}
    yield "", Counter(_called(node) for node in ast.walk(tree) if id(node) not in inside)
    for one in functions:
        yield one.name, Counter(map(_called, ast.walk(one)))


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_every_table_offers_its_downloads(root: Path) -> None:
    """Whoever draws a table offers it beside it; none is left to be copied by hand."""
    lacking = []
    for folder in ("ui", "views"):
        for path in sorted((root / "dashboard" / folder).glob("*.py")):
            for name, calls in scopes(path):
                tables, taken = (sum(calls[one] for one in wanted) for wanted in (TABLES, TAKEN))
                if tables > taken and (path.stem, name) not in ITSELF:
                    lacking.append(f"{path.name}:{name} draws {tables} and offers {taken}")

    assert lacking == []


PAGE = """
import pandas as pd
from dashboard.ui.tables import downloads

downloads(pd.DataFrame({"a": [1]}), name="first")
downloads(pd.DataFrame({"a": [1]}), name="second", title="Download this explanation")
"""


def test_both_kinds_of_file_are_offered(tmp_path: Path) -> None:
    """One button each; a title of its own says which is the workbook."""
    (tmp_path / "page.py").write_text(PAGE)
    app = AppTest.from_file(str(tmp_path / "page.py"), default_timeout=60).run()

    assert [one.proto.label for one in app.get("download_button")] == [
        "Download CSV", "Download XLSX", "Download this explanation", "Download this explanation as XLSX",
    ]  # fmt: skip


def test_dates_in_a_table_read_as_everywhere() -> None:
    """A column of dates, one of them absent, is written 14 Sep 2026; texts and figures are left as they are."""
    script = """
from datetime import date
import pandas as pd
from dashboard.ui.tables import data_table
frame = pd.DataFrame({"Since": [date(2026, 9, 14), None], "What": ["2026-09-14", "b"], "n": [1, 2]})
data_table(frame, alt="Dates")
"""
    columns = json.loads(AppTest.from_string(script, default_timeout=60).run().dataframe[0].proto.columns)
    assert columns.keys() - {"_index"} == {"Since"}
    assert columns["Since"]["type_config"]["format"] == "D MMM YYYY"


def test_a_file_of_a_past_day_carries_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was known then is filed under its day, and today's under its name alone."""
    filed: list[str] = []
    monkeypatch.setattr(tables.st, "download_button", lambda *_, file_name, **__: filed.append(file_name))
    tables.downloads(pd.DataFrame({"a": [1]}), name="customers")
    with dates.on(date(2026, 9, 30)):
        tables.downloads(pd.DataFrame({"a": [1]}), name="customers")

    assert filed == [
        "customers.csv", "customers.xlsx", "customers-known-2026-09-30.csv", "customers-known-2026-09-30.xlsx",
    ]  # fmt: skip
