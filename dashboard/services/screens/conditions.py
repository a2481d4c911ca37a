"""Conditions in plain words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.domain.conditions import Both, Condition, Either, Negation, Test
from dashboard.domain.field_words import plain_field, plain_words
from dashboard.domain.wording import day

_OPS = {"at_least": "is at least", "at_most": "is at most", "before": "is before", "includes": "includes"}


def plain_value(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list | tuple):
        return listed([plain_value(item) for item in value], "or")
    return f"{value:g}" if isinstance(value, float) else plain_words(str(value))


def listed(items: Sequence[str], last: str) -> str:
    """`a, b and c`."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def condition_in_words(condition: Condition) -> str:
    """A condition as a clause of a sentence."""
    match condition:
        case Test():
            return _test(condition)
        case Negation():
            return f"not ({condition_in_words(condition.part)})"
        case Either():
            return _joined(condition.parts, " or ")
        case Both():
            return _joined(condition.parts, " and ")


def _joined(parts: Sequence[Condition], word: str) -> str:
    said = [condition_in_words(part) for part in parts]
    nested = [
        f"({text})" if isinstance(part, Either | Both) and len(part.parts) > 1 and len(parts) > 1 else text
        for part, text in zip(parts, said, strict=True)
    ]
    return word.join(nested)


def _test(test: Test) -> str:
    field = plain_field(test.field)
    if test.op == "is" and isinstance(test.value, bool):
        return f"“{field}” is {'true' if test.value else 'false'}"
    if test.op in ("is", "in"):
        return f"“{field}” is {plain_value(test.value)}"
    return f"“{field}” {_OPS[test.op]} {plain_value(test.value)}"
