"""What the registry says, in a sentence: the reasons of `field` and `each` findings."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from dashboard.domain.checks import EachCheck, FieldCheck, FieldOperand
from dashboard.domain.condition_columns import holds
from dashboard.domain.conditions import Condition, fields_of
from dashboard.domain.field_words import plain_field
from dashboard.domain.record_columns import NO, UNKNOWN, YES, Table
from dashboard.domain.wording import day, listed

_EXPECTED = {
    "is": "{}", "is_not": "not {}", "in": "one of {}", "none_of": "none of {}", "includes": "to include {}",
    "subset_of": "nothing but {}", "at_least": "at least {}", "at_most": "at most {}", "before": "before {}",
}  # fmt: skip


def field_sentence(check: FieldCheck, table: Table, row: int) -> str:
    """What is wrong, else what is unknown, else what holds."""
    said: dict[int, list[str]] = {NO: [], UNKNOWN: [], YES: []}
    for path in check.paths:
        for op, operand in check.comparisons.items():
            answer, text = _said(table, row, path, (op, operand))
            said[answer].append(text)
    return f"{_capital(listed(list(dict.fromkeys(said[NO] or said[UNKNOWN] or said[YES]))))}."


def each_sentence(check: EachCheck, table: Table, row: int) -> str:
    """How many members fail, and the first of them."""
    members = table.members(check.each)
    rows = np.flatnonzero(members.owner == row)
    what = words(check.each)
    if not len(rows):
        return f"{_capital(what)}: none recorded."
    sentences = [field_sentence(check.check, members.table, int(member)) for member in rows]
    answers = [_answer(check.check, members.table, int(member)) for member in rows]
    worst = NO if NO in answers else UNKNOWN if UNKNOWN in answers else YES
    if worst == YES:
        return f"All {len(rows)} {what} hold. {sentences[0]}"
    failing = [text for text, answer in zip(sentences, answers, strict=True) if answer == worst]
    verb = "fail" if worst == NO else "are not fully recorded"
    return f"{len(failing)} of {len(rows)} {what} {verb}: {failing[0]}"


def unsure_sentence(condition: Condition | None, table: Table, row: int) -> str:
    """Which unknown fields leave it open whether a clause applies."""
    fields = sorted(fields_of(condition)) if condition is not None else []
    missing = [words(path) for path in fields if table.value(row, path) is None]
    return f"Whether this applies is open: {listed(missing) or 'something'} {_is(missing)} not recorded."


def words(path: str) -> str:
    """A field's path as words."""
    return plain_field(path).replace(": ", " ")


def shown(value: Any) -> str:
    """A value as words."""
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return day(value) if isinstance(value, date) else str(value)


def _answer(check: FieldCheck, table: Table, row: int) -> int:
    answers = [
        _said(table, row, path, comparison)[0] for path in check.paths for comparison in check.comparisons.items()
    ]
    return NO if NO in answers else UNKNOWN if UNKNOWN in answers else YES


def _said(table: Table, row: int, path: str, comparison: tuple[str, Any]) -> tuple[int, str]:
    op, operand = comparison
    value, name = table.value(row, path), words(path)
    if op == "present":
        answer = NO if value is None else holds(op, value, operand)
        return answer, f"{name} is filled in" if answer == YES else f"{name} is not filled in"
    other = table.value(row, operand.field) if isinstance(operand, FieldOperand) else operand
    if value is None or other is None:
        return UNKNOWN, f"{words(operand.field) if value is not None else name} is not recorded"
    answer = holds(op, value, other)
    if op == "subset_of" and answer == NO:
        extra = [item for item in value if holds("in", item, other if isinstance(other, tuple) else tuple(other)) == NO]
        return NO, f"{name} holds {shown(extra)}, which {_is(extra)} not among {_list_name(operand)}"
    text = f"{name} is {shown(value)}"
    return answer, text if answer == YES else f"{text} (expected {_expected(op, operand, other)})"


def _list_name(operand: Any) -> str:
    return words(operand.field) if isinstance(operand, FieldOperand) else shown(operand)


def _expected(op: str, operand: Any, value: Any) -> str:
    text = _EXPECTED[op].format(shown(value))
    return f"{text}, {words(operand.field)}" if isinstance(operand, FieldOperand) else text


def _is(names: Sequence[str]) -> str:
    return "are" if len(names) > 1 else "is"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
