"""What a clause cannot ask of the registry: fields that do not exist, values that a field can never have."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.domain.charter import Charter
from dashboard.domain.charter_walk import Contradiction, Path_, PlacedCheck, checks_of, clauses_of
from dashboard.domain.checks import EachCheck, EvidenceCheck, FairnessCheck, FieldCheck, FieldOperand, SignOffCheck
from dashboard.domain.conditions import Condition, Negation, Test
from dashboard.domain.measured_checks import QuantileCheck
from dashboard.domain.measured_rules import nearest
from dashboard.domain.plain_text import shown
from dashboard.domain.registry_fields import KnownField, organisation_fields, use_case_fields

Known = Mapping[str, KnownField]
Reading = tuple[Path_, str, tuple[Any, ...]]


def field_contradictions(charter: Charter) -> Iterator[Contradiction]:
    """Every field that the registry lacks, and every value that its field can never have."""
    uses = tuple(charter.acceptable_uses)
    for path, field, values, scope in _all_readings(charter):
        known = organisation_fields() if scope == "organisation" else use_case_fields()
        if field not in known and not field.startswith("protected_attributes."):
            expected = "a field of the registry (docs/registry.md)"
            yield Contradiction(path, f"the field {shown(field)}", expected, nearest(field, known))
            continue
        choices = uses if field == "acceptable_use" else known[field].choices if field in known else ()
        yield from _impossible(path, field, values, choices)


def fields_read(charter: Charter) -> dict[str, list[str]]:
    """For every field the ids of the clauses that read it, in the order of the charter."""
    readers: dict[str, list[str]] = {}
    for path, field, _, scope in _all_readings(charter):
        clause = charter.clauses[int(path[1])].id
        readers.setdefault(f"organisation.{field}" if scope == "organisation" else field, []).append(clause)
    return {field: list(dict.fromkeys(clauses)) for field, clauses in readers.items()}


def _all_readings(charter: Charter) -> Iterator[tuple[Path_, str, tuple[Any, ...], str]]:
    for path, clause in clauses_of(charter):
        for reading in _in_condition(clause.applies_to, (*path, "applies_to")):
            yield (*reading, clause.scope)
    for placed in checks_of(charter):
        for reading in (*_in_condition(placed.check.applies_to, (*placed.path, "applies_to")), *_in_check(placed)):
            yield (*reading, placed.clause.scope)


def _impossible(path: Path_, field: str, values: tuple[Any, ...], choices: tuple[str, ...]) -> Iterator[Contradiction]:
    for value in values:
        if choices and value not in choices:
            found = f"{shown(value)} for {field}"
            yield Contradiction(path, found, f"one of {', '.join(choices)}", nearest(str(value), choices))


def _in_condition(condition: Condition | None, path: Path_) -> Iterator[Reading]:
    match condition:
        case None:
            return
        case Test(field=field, op=op, value=value):
            yield path, field, _values(op, value)
        case Negation(part=part):
            yield from _in_condition(part, path)
        case _:
            for part in condition.parts:
                yield from _in_condition(part, path)


def _values(op: str, value: Any) -> tuple[Any, ...]:
    if op in ("is", "is_not", "includes"):
        return () if isinstance(value, FieldOperand) else (value,)
    return tuple(value) if op in ("in", "none_of", "subset_of") and isinstance(value, tuple | list) else ()


def _in_check(placed: PlacedCheck) -> Iterator[Reading]:
    check, path = placed.check, placed.path
    match check:
        case FieldCheck():
            yield from _in_field_check(check, placed)
        case EachCheck():
            yield (*path, "each"), check.each, ()
        case EvidenceCheck():
            yield from _named(check, path, "newer_than", "before")
        case SignOffCheck():
            yield from _named(check, path, "not_by", "newer_than")
            if isinstance(check.max_age, dict):
                yield (*path, "max_age"), "risk_tier", tuple(check.max_age)
        case FairnessCheck():
            yield from _named(check, path, "metric_from")
        case QuantileCheck():
            operands = ((key, getattr(check, key)) for key in ("at_most", "at_least"))
            yield from (((*path, key), item.field, ()) for key, item in operands if isinstance(item, FieldOperand))


def _named(check: Any, path: Path_, *keys: str) -> Iterator[Reading]:
    for key in keys:
        field = getattr(check, key)
        if field is not None:
            yield (*path, key), field, ()


def _in_field_check(check: FieldCheck, placed: PlacedCheck) -> Iterator[Reading]:
    prefix = f"{placed.within}." if placed.within else ""
    key = "field" if check.field else "fields"
    values = [value for op, operand in check.comparisons.items() for value in _values(op, operand)]
    for field in check.paths:
        yield (*placed.path, key), f"{prefix}{field}", tuple(values)
    for op, operand in check.comparisons.items():
        if isinstance(operand, FieldOperand):
            yield (*placed.path, op), f"{prefix}{operand.field}", ()
