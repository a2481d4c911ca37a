"""A workbook whose cells are values: formulas and links are never made from text."""

from io import BytesIO

import pandas as pd

from dashboard.reports.csv import neutral_frame

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}


def to_xlsx(frame: pd.DataFrame, *, sheet: str, source: str = "") -> bytes:
    """One sheet with a bold, frozen heading row, and a second one that says where it comes from.

    Args:
        frame: The rows.
        sheet: Its name, at most 31 characters.
        source: As of which ledger entry and checkpoint; without it there is no second sheet.
    """
    buffer = BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs={"options": OPTIONS}) as writer:
        neutral_frame(frame).to_excel(writer, sheet_name=sheet[:31], index=False, freeze_panes=(1, 0))
        writer.sheets[sheet[:31]].autofit()
        if source:
            about = pd.DataFrame({"Source": source.split("\n")})
            neutral_frame(about).to_excel(writer, sheet_name="Source", index=False)
            writer.sheets["Source"].autofit()
    return buffer.getvalue()
