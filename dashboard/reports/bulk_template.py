"""The table that a bulk registration starts from: a heading row to fill in below, and every column explained."""

from collections.abc import Mapping
from io import BytesIO

import pandas as pd

from dashboard.reports.csv import to_csv
from dashboard.reports.xlsx import OPTIONS

Columns = Mapping[str, tuple[str, str]]


def template_csv(columns: Columns) -> bytes:
    """The heading row alone."""
    return to_csv(pd.DataFrame(columns=list(columns)))


def template_xlsx(columns: Columns) -> bytes:
    """A sheet to fill in, and a sheet that says what each column means and what may stand in it."""
    buffer = BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": OPTIONS}) as writer:
        pd.DataFrame(columns=list(columns)).to_excel(writer, sheet_name="Use cases", index=False, freeze_panes=(1, 1))
        column_guide(columns).to_excel(writer, sheet_name="Columns", index=False, freeze_panes=(1, 0))
        writer.sheets["Use cases"].autofit()
        writer.sheets["Columns"].set_column(0, 2, 60)
    return buffer.getvalue()


def column_guide(columns: Columns) -> pd.DataFrame:
    """Column, meaning, what may stand there."""
    rows = [(name, meaning, allowed) for name, (meaning, allowed) in columns.items()]
    return pd.DataFrame(rows, columns=["Column", "What it means", "What may stand there"])
