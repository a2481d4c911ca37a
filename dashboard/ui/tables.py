"""Tables: native data frames with downloads as CSV and XLSX that no spreadsheet will execute."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.domain.wording import day
from dashboard.reports.csv import to_csv
from dashboard.reports.xlsx import to_xlsx
from dashboard.services.screens.ledger import source_words
from dashboard.services.sources import checkpoints_of
from dashboard.settings import load_settings
from dashboard.ui import cache, dates
from dashboard.ui.text import plain

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


Frame = pd.DataFrame | Callable[[], pd.DataFrame]


def downloads(frame: Frame, *, name: str, title: str = "Download CSV") -> None:
    """Buttons for `name`.csv and `name`.xlsx; a file is made only when somebody clicks."""
    with st.container(horizontal=True, gap="small"):
        _csv(frame, name=name, title=title)
        _xlsx(frame, name=name, title=title.replace("CSV", "XLSX") if "CSV" in title else f"{title} as XLSX")


def filed(name: str, past: date | None) -> str:
    """What was known on a past day is never taken for what is known today."""
    return name if past is None else f"{name}-known-{past}"


def _csv(frame: Frame, *, name: str, title: str) -> None:
    st.download_button(
        title,
        lambda: to_csv(_made(frame)),
        file_name=f"{filed(name, dates.past())}.csv",
        mime="text/csv",
        key=f"csv-{name}",
        on_click="ignore",
    )


def _xlsx(frame: Frame, *, name: str, title: str) -> None:
    past = dates.past()  # when somebody clicks, no page is spoken of
    st.download_button(
        title,
        lambda: to_xlsx(_made(frame), sheet=name, source=_source(past)),
        file_name=f"{filed(name, past)}.xlsx",
        mime=_XLSX,
        key=f"xlsx-{name}",
        on_click="ignore",
    )


def _source(past: date | None) -> str:
    said = source_words(cache.sources().database, checkpoints_of(load_settings()))
    return said if past is None else f"As known on {day(past)}. Written at: {said}"


def _made(frame: Frame) -> pd.DataFrame:
    return frame() if callable(frame) else frame


def _dated(frame: pd.DataFrame) -> dict[str, Any]:
    """Dates read 14 Sep 2026 in every table; what holds anything but dates is left as it is."""
    dates = [str(name) for name in frame if pd.api.types.infer_dtype(frame[name], skipna=True) == "date"]
    return {name: st.column_config.DateColumn(format="D MMM YYYY") for name in dates}


def data_table(
    frame: pd.DataFrame, *, alt: str, columns: Mapping[str, Any] | None = None, at_once: int = 20, **options: Any
) -> Any:
    """A sortable table: rows of 34 px, no index, lazy above 1,000 rows; `options` go to `st.dataframe`.

    More than `at_once` rows (a screenful, or less beside other tables) scroll inside it.
    """
    tall = len(frame) > at_once
    return st.dataframe(
        frame,
        hide_index=True,
        row_height=34,
        height=34 * (at_once + 1) if tall else "content",
        column_config=_dated(frame) | dict(columns or {}),
        placeholder="–",
        lazy=len(frame) > 1000 and "on_select" not in options,  # Streamlit cannot select in a lazy one
        alt=alt,
        **options,
    )


def thousands(frame: pd.DataFrame) -> dict[str, Any]:
    """Columns of whole numbers, written with separators as the reader's browser has them."""
    whole = [name for name in frame.columns if pd.api.types.is_integer_dtype(frame[name])]
    return {str(name): st.column_config.NumberColumn(format="localized") for name in whole}


def same_numbers(numbers: Frame, *, name: str, title: str = "The same as a table") -> None:
    """The numbers behind a chart with a download, closed, and sent only once opened; `name` is unique on the page."""
    box = st.expander(title, key=f"open-{name}", on_change="rerun")
    if not box.open:
        return
    frame = _made(numbers)
    with box:
        alt = f"{title}: {name.replace('-', ' ')}"
        data_table(frame, alt=alt, columns=thousands(frame), key=f"table-{name}")
        downloads(frame, name=name)


def escaped(frame: pd.DataFrame) -> pd.DataFrame:
    """Every cell as literal text for `plain_table`, by hand: pandas' own map takes longer than all the rest of it."""
    cells = {name: [plain(value) for value in column.tolist()] for name, column in frame.items()}
    return pd.DataFrame(cells, columns=frame.columns, dtype=object)


def plain_table(frame: pd.DataFrame, *, alt: str) -> None:
    """At most 20 rows and 4 columns as real HTML; cells are markdown, so text from people comes escaped."""
    st.table(frame, border="horizontal", hide_index=True, alt=alt)
