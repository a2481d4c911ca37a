"""When a clause, or a part of a check, applies: the condition language of charter-format 1."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

OPERATORS = ("at_least", "at_most", "before", "includes")


@dataclass(frozen=True, slots=True)
class Test:
    """One field held against one value: op is `is`, `in`, `at_least`, `at_most`, `before`, `includes`."""

    __test__ = False
    field: str
    op: str
    value: Any


@dataclass(frozen=True, slots=True)
class Both:
    """Every part must hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part must hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """The part must not hold."""

    part: "Condition"


Condition = Test | Both | Either | Negation


def parse_condition(value: Any) -> Condition:
    """Turn the YAML mapping into a condition; ValueError says what is wrong."""
    if isinstance(value, Test | Both | Either | Negation):
        return value
    if not isinstance(value, dict) or not value:
        raise ValueError("a mapping of field to value, or any, all, not")
    return Both(tuple(_entry(str(key), item) for key, item in value.items()))


def _entry(key: str, item: Any) -> Condition:
    if key in ("any", "all"):
        if not isinstance(item, list) or not item:
            raise ValueError(f"a list of conditions under {key}")
        parts = tuple(parse_condition(part) for part in item)
        return Either(parts) if key == "any" else Both(parts)
    if key == "not":
        return Negation(parse_condition(item))
    if isinstance(item, dict):
        if not item or any(op not in OPERATORS for op in item):
            raise ValueError(f"one of {', '.join(OPERATORS)} under {key}")
        tests = tuple(Test(key, op, operand) for op, operand in item.items())
        return tests[0] if len(tests) == 1 else Both(tests)
    if isinstance(item, list):
        return Test(key, "in", tuple(item))
    return Test(key, "is", item)


def fields_of(condition: Condition) -> frozenset[str]:
    """Every registry field that the condition reads."""
    match condition:
        case Test():
            return frozenset({condition.field})
        case Negation():
            return fields_of(condition.part)
        case _:
            return frozenset().union(*(fields_of(part) for part in condition.parts))


ConditionField = Annotated[
    Condition,
    BeforeValidator(parse_condition),
    WithJsonSchema({"type": "object", "minProperties": 1}),
]
