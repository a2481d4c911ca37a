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
Coded = tuple[NDArray[np.int64], tuple[str, ...]]


def joint_counts(table: Table, request: AuditRequest) -> pd.DataFrame:
    """One column per attribute, PERIOD, STRATUM and COUNTS; one row per combination that occurs."""
    keys = _keys(table, request)
    code = np.zeros(table.rows, dtype=np.int64)
    for codes, values in keys.values():
        code, _ = pd.factorize(code * len(values) + codes)
    first = np.unique(code, return_index=True)[1]
    frame = pd.DataFrame(
        {
            name: pd.Series(np.asarray(values, dtype=object)[codes[first]], dtype=object)
            for name, (codes, values) in keys.items()
        }
    )
    for name, rows in outcomes(table, request).items():
        frame[name] = np.bincount(code[rows], minlength=len(first)).astype(np.int64)
    return frame


def _keys(table: Table, request: AuditRequest) -> dict[str, Coded]:
    nothing: Coded = np.zeros(table.rows, dtype=np.int64), ("",)
    keys = {name: coded(table.columns[name]) for name in request.attributes}
    keys[PERIOD] = labels_of(table.columns[request.time], request.period, request.time) if request.time else nothing
    keys[STRATUM] = coded(table.columns[request.within]) if request.within else nothing
    return keys


def coded(column: TextColumn) -> Coded:
    """Codes into values, the missing one being the last."""
    return np.where(column.codes < 0, len(column.values), column.codes), (*column.values, NOT_RECORDED)


def outcomes(table: Table, request: AuditRequest) -> dict[str, NDArray[np.bool_]]:
    """For each of COUNTS, which rows add to it."""
    decision = table.columns[request.decision]
    decided, chosen = decision.codes >= 0, _chosen(decision, request.favourable, f"--favourable of {request.decision}")
    labelled = positive = np.zeros(table.rows, dtype=bool)
    if request.label:
        column = table.columns[request.label]
        labelled = decided & (column.codes >= 0)
        positive = _chosen(column, request.positive, f"--positive of {request.label}")
    hit, miss = labelled & chosen, labelled & ~chosen
    sides = (hit & positive, hit & ~positive, miss & positive, miss & ~positive)
    return dict(zip(COUNTS, (decided, ~decided, decided & chosen, labelled, *sides), strict=True))


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
