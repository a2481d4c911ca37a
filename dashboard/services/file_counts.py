"""Rows of a table become counts, once; every figure comes from the counts."""

import difflib

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.adapters.table_reader import Table
from dashboard.adapters.text_column import TextColumn
from dashboard.domain.counts import COUNTS, NOT_RECORDED
from dashboard.errors import DecisionLogInvalid, Problem
from dashboard.services.audit_request import AuditRequest
from dashboard.services.periods import labels_of

PERIOD, STRATUM = " period", " stratum"  # no column of a file is called so: names are trimmed there
MOST_COMBINATIONS = 1 << 40
# What one row adds to COUNTS: undecided; not selected or selected, each without label, negative, positive.
_STATES = np.array(
    [
        [0, 1, 0, 0, 0, 0, 0, 0],
        [1, 0, 0, 0, 0, 0, 0, 0],
        [1, 0, 0, 1, 0, 0, 0, 1],
        [1, 0, 0, 1, 0, 0, 1, 0],
        [1, 0, 1, 0, 0, 0, 0, 0],
        [1, 0, 1, 1, 0, 1, 0, 0],
        [1, 0, 1, 1, 1, 0, 0, 0],
    ]
)
Coded = tuple[NDArray[np.int64], tuple[str, ...]]


def joint_counts(table: Table, request: AuditRequest) -> pd.DataFrame:
    """One column per attribute, PERIOD, STRATUM and COUNTS; one row per combination that occurs."""
    keys = _keys(table, request)
    code, width = _cells(keys, table.rows)
    first = np.full(width, table.rows)
    first[code[::-1]] = np.arange(table.rows)[::-1]
    held = np.argsort(first, kind="stable")[: np.count_nonzero(first < table.rows)]
    columns: dict[str, object] = {
        name: pd.Series(np.asarray(values, dtype=object)[codes[first[held]]], dtype=object)
        for name, (codes, values) in keys.items()
    }
    state = code * len(_STATES) + _states(table, request)
    found = np.bincount(state, minlength=width * len(_STATES)).reshape(width, len(_STATES))[held]
    return pd.DataFrame(columns | dict(zip(COUNTS, (found @ _STATES).T, strict=True)))


def _cells(keys: dict[str, Coded], rows: int) -> tuple[NDArray[np.int64], int]:
    """A code for the combination in each row, and how many codes there may be: no more than there are rows."""
    code, width = np.zeros(rows, dtype=np.int64), 1
    for codes, values in keys.values():
        if width * len(values) > MOST_COMBINATIONS:
            code, found = pd.factorize(code)
            width = len(found)
        code, width = code * len(values) + codes, width * len(values)
    if width <= rows:
        return code, width
    code, found = pd.factorize(code)
    return code, len(found)


def _keys(table: Table, request: AuditRequest) -> dict[str, Coded]:
    nothing: Coded = np.zeros(table.rows, dtype=np.int64), ("",)
    keys = {name: coded(table.columns[name]) for name in request.attributes}
    keys[PERIOD] = labels_of(table.columns[request.time], request.period, request.time) if request.time else nothing
    keys[STRATUM] = coded(table.columns[request.within]) if request.within else nothing
    return keys


def coded(column: TextColumn) -> Coded:
    """Codes into values, the missing one being the last."""
    return np.where(column.codes < 0, len(column.values), column.codes), (*column.values, NOT_RECORDED)


def _states(table: Table, request: AuditRequest) -> NDArray[np.int8]:
    """For each row the row of _STATES that it adds to COUNTS."""
    decision = table.columns[request.decision]
    chosen = _chosen(decision, request.favourable, f"--favourable of {request.decision}")
    outcome = np.zeros(table.rows, dtype=np.int8)
    if request.label:
        column = table.columns[request.label]
        positive = _chosen(column, request.positive, f"--positive of {request.label}")
        outcome = np.where(column.codes < 0, np.int8(0), np.int8(1) + positive)
    return np.where(decision.codes < 0, np.int8(0), np.int8(1) + np.int8(3) * chosen + outcome)


def outcomes(table: Table, request: AuditRequest) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each row whether it is decided, and whether favourably, as 1 or 0."""
    states = _states(table, request)
    return (states > 0).astype(np.int64), (states > 3).astype(np.int64)


def labels_known(table: Table, request: AuditRequest) -> NDArray[np.float64]:
    """For each row 1 or 0 as the outcome was positive or not; NaN where undecided or unlabelled."""
    return np.array([np.nan, np.nan, 0, 1, np.nan, 0, 1])[_states(table, request)]


def _chosen(column: TextColumn, wanted: tuple[str, ...], option: str) -> NDArray[np.bool_]:
    absent = [value for value in wanted if column.values and not column.has(value)]
    if absent:
        found = ", ".join(map(repr, column.values[:40])) + (" …" if len(column.values) > 40 else "")
        problems = [
            Problem(
                option, f"{value!r}, which no row holds", f"one of {found}", suggestion=nearest(value, column.values)
            )
            for value in absent
        ]
        raise DecisionLogInvalid("A value does not occur in its column.", problems)
    return column.is_one_of(wanted)


def nearest(given: str, there: tuple[str, ...] | list[str]) -> str | None:
    """A question naming the most similar text, or None."""
    near = difflib.get_close_matches(given.lower(), [item.lower() for item in there], n=1)
    return next((f"Did you mean {item!r}?" for item in there if near and item.lower() == near[0]), None)
