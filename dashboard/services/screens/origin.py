"""What a finding was decided from, as the screen shows it."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class Behind:
    """A short text, and the whole list as a table to open; `name` says what the table lists.

    `cases`: the register of cases has a page for each row.
    """

    said: tuple[str, ...]
    name: str = ""
    table: pd.DataFrame | None = None
    cases: bool = False
