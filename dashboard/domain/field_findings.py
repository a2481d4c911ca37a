"""The registry decides: `field` and `each` checks as columns."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from dashboard.domain.checks import EachCheck, FieldCheck, FieldOperand
from dashboard.domain.condition_columns import conjunction, holds
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.outcomes import Outcome, from_truth
from dashboard.domain.record_columns import NO, UNKNOWN, YES, Codes, Column, Days, Table, Truth

_ORDER: dict[str, Callable[[Days, Days], Truth]] = {
    "at_least": np.greater_equal,
    "at_most": np.less_equal,
    "before": np.less,
}


def assess_field(check: FieldCheck, subject: Subject, terms: Terms) -> Outcome:
    """Every named field passes every comparison; an absent field fails `present` and leaves the rest unknown."""
    del terms
    return from_truth(check, field_codes(check, subject.table))


def assess_each(check: EachCheck, subject: Subject, terms: Terms) -> Outcome:
    """Every member of the list passes; an absent or empty list is unknown, for nothing was declared."""
    del terms
    members = subject.table.members(check.each)
    inner = field_codes(check.check, members.table)
    return from_truth(check, each_owner(inner, members.owner, len(subject)))


def field_codes(check: FieldCheck, table: Table) -> Codes:
    """Three-valued answers of a field check, int8 of shape (records,)."""
    return conjunction([
        _comparison(table, path, op, operand) for path in check.paths for op, operand in check.comparisons.items()
    ])  # fmt: skip


def each_owner(codes: Codes, owner: Any, rows: int) -> Codes:
    """Kleene's and over the members of each owner; unknown for an owner without members."""
    result = np.full(rows, UNKNOWN, dtype=np.int8)
    result[owner] = YES
    result[owner[codes == UNKNOWN]] = UNKNOWN
    result[owner[codes == NO]] = NO
    return result


def _comparison(table: Table, path: str, op: str, operand: Any) -> Codes:
    column = table.column(path)
    if isinstance(operand, FieldOperand):
        if op in _ORDER and _all_dates(column) and _all_dates(table.column(operand.field)):
            return _two_dates(table, path, op, operand.field)
        return _two_columns(table, path, operand.field, lambda left, right: holds(op, left, right))
    answers = column.decide(lambda value: holds(op, value, operand))
    return np.where(column.known, answers, NO).astype(np.int8) if op == "present" else answers


def _all_dates(column: Column) -> bool:
    return all(isinstance(value, date) for value in column.values)


def _two_dates(table: Table, left: str, op: str, right: str) -> Codes:
    one, other = table.days(left), table.days(right)
    answers = np.where(_ORDER[op](one, other), YES, NO)
    return np.where(np.isnat(one) | np.isnat(other), UNKNOWN, answers).astype(np.int8)


def _two_columns(table: Table, left: str, right: str, rule: Callable[[Any, Any], int]) -> Codes:
    first, second = table.column(left), table.column(right)
    pairs = first.codes.astype(np.int64) * (len(second.values) + 1) + second.codes
    distinct, where = np.unique(pairs, return_inverse=True)
    answers = np.empty(len(distinct), dtype=np.int8)
    rows = np.empty(len(distinct), dtype=np.int64)
    rows[where] = np.arange(len(table))
    for index, row in enumerate(rows):
        one, other = table.value(int(row), left), table.value(int(row), right)
        answers[index] = UNKNOWN if one is None or other is None else rule(one, other)
    return answers[where]
