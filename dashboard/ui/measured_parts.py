"""The table of what an assessment measured of groups, as every page shows it."""

import pandas as pd
import streamlit as st

from dashboard.ui import tables
from dashboard.ui.status import status_column

_NUMBER = st.column_config.NumberColumn(format="%.3f")


def measurements(frame: pd.DataFrame, *, alt: str, name: str, at_once: int) -> None:
    """Verdicts as badges, numbers to three digits; the download has all of them."""
    shown = frame.assign(Verdict=frame["Verdict"].map(lambda verdict: [verdict]))
    columns = {"Verdict": status_column("Verdict")} | dict.fromkeys(("Value", "Low", "High"), _NUMBER)
    tables.data_table(shown, alt=alt, key=f"table-{name}", at_once=at_once, columns=tables.thousands(frame) | columns)
    tables.downloads(frame, name=name)
