"""Three-valued answers: one comparison, and whole conditions over columns (Kleene's strong logic)."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np

from dashboard.domain.conditions import Both, Condition, Either, Negation, Test
from dashboard.domain.record_columns import NO, UNKNOWN, YES, Codes, Table, filled

_NOT = np.array([YES, NO, UNKNOWN], dtype=np.int8)


def conjunction(parts: Sequence[Codes]) -> Codes:
    """No where any part is no, else unknown where any is unknown, else yes."""
    stack = np.stack(parts)
    return np.where((stack == NO).any(axis=0), NO, stack.max(axis=0)).astype(np.int8)


def disjunction(parts: Sequence[Codes]) -> Codes:
    """Yes where any part is yes, else unknown where any is unknown, else no."""
    return negation(conjunction([negation(part) for part in parts]))


def negation(part: Codes) -> Codes:
    """Yes and no change places; unknown stays."""
    return _NOT[part]


def condition_codes(condition: Condition | None, table: Table) -> Codes:
    """Whether the condition holds for each record, int8 of shape (records,): 0 no, 1 yes, 2 unknown."""
    match condition:
        case None:
            return np.full(len(table), YES, dtype=np.int8)
        case Test():
            return table.column(condition.field).decide(lambda value: holds(condition.op, value, condition.value))
        case Negation():
            return negation(condition_codes(condition.part, table))
        case Both():
            return conjunction([condition_codes(part, table) for part in condition.parts])
        case Either():
            return disjunction([condition_codes(part, table) for part in condition.parts])


def holds(op: str, value: Any, operand: Any) -> int:
    """One comparison of a known value: 0, 1, or 2 where a member of a list is unknown or the kinds do not compare.

    A list satisfies `is` and `in` when one of its members does; `is_not` and `none_of` are their negations.
    """
    return _COMPARISONS[op](_members(value), operand)


def _members(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _equal(left: Any, right: Any) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _is(members: tuple[Any, ...], operand: Any) -> int:
    return _in(members, (operand,))


def _in(members: tuple[Any, ...], operands: Any) -> int:
    if any(_equal(member, operand) for member in members for operand in operands):
        return YES
    return UNKNOWN if None in members else NO


def _subset(members: tuple[Any, ...], operands: Any) -> int:
    allowed = _members(tuple(operands) if isinstance(operands, list) else operands)
    answers = [UNKNOWN if member is None else _in((member,), allowed) for member in members]
    return _every(answers)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[tuple[Any, ...], Any], int]:
    def answer(members: tuple[Any, ...], operand: Any) -> int:
        return _every([_comparable(member, operand, compare) for member in members])

    return answer


def _comparable(left: Any, right: Any, compare: Callable[[Any, Any], bool]) -> int:
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    dates = isinstance(left, date) and isinstance(right, date)
    return int(compare(left, right)) if numbers or dates else UNKNOWN


def _every(answers: Sequence[int]) -> int:
    if NO in answers:
        return NO
    return UNKNOWN if UNKNOWN in answers else YES


_COMPARISONS: dict[str, Callable[[tuple[Any, ...], Any], int]] = {
    "is": _is,
    "is_not": lambda members, operand: int(_NOT[_is(members, operand)]),
    "in": _in,
    "none_of": lambda members, operands: int(_NOT[_in(members, operands)]),
    "includes": _is,
    "subset_of": _subset,
    "at_least": _ordered(lambda left, right: left >= right),
    "at_most": _ordered(lambda left, right: left <= right),
    "before": _ordered(lambda left, right: left < right),
    "present": lambda members, _: int(any(member is not None and filled(member) for member in members)),
}
