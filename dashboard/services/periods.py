"""Dates, or years that are plain numbers, as named periods that sort."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.adapters.text_column import TextColumn
from dashboard.domain.counts import NOT_RECORDED
from dashboard.errors import DecisionLogInvalid, Problem

PERIODS: tuple[str, ...] = ("day", "week", "month", "quarter", "year")
_YEAR = re.compile(r"^\d{1,4}$")


def labels_of(column: TextColumn, period: str, name: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Codes into period names, in order of time; a missing time is `(not recorded)`.

    Raises:
        DecisionLogInvalid: a value is no date in ISO 8601, and the column is not one of years as numbers.
    """
    if all(_YEAR.match(value) for value in column.values):
        labels = np.asarray(column.values, dtype=object)
    else:
        labels = _formatted(_dates(column, name), period)
    order = sorted(set(labels), key=lambda label: (len(label), label))
    position = {label: code for code, label in enumerate(order)}
    codes = np.array([position[label] for label in labels] + [len(order)], dtype=np.int64)
    return codes[column.codes], (*order, NOT_RECORDED)


def _dates(column: TextColumn, name: str) -> pd.DatetimeIndex:
    parsed = pd.to_datetime(pd.Series(column.values, dtype=object), format="ISO8601", errors="coerce", utc=True)
    wrong = [column.values[place] for place in np.flatnonzero(parsed.isna().to_numpy())]
    if wrong:
        shown = ", ".join(map(repr, wrong[:3])) + (f" and {len(wrong) - 3:,} more" if len(wrong) > 3 else "")
        problem = Problem(name, shown, "dates such as 2026-03-31, or years such as 1998")
        raise DecisionLogInvalid("The time column holds something else than dates.", [problem])
    return pd.DatetimeIndex(parsed).tz_localize(None)


def _formatted(dates: pd.DatetimeIndex, period: str) -> NDArray[np.object_]:
    if period == "quarter":
        return np.asarray(dates.year.astype(str) + "-Q" + dates.quarter.astype(str), dtype=object)
    form = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}[period]
    return np.asarray(dates.strftime(form), dtype=object)
