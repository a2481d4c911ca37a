"""What answers to the intake questions say about a record, field by field; an open or unsure answer says nothing."""

from typing import Any

from dashboard.domain.intake import Intake, Says
from dashboard.domain.registry import UseCase
from dashboard.domain.triage import Answer, Answers, asked_fields, holds

UNSURE = "unsure"


def said_fields(intake: Intake, answers: Answers) -> dict[str, Any]:
    """Path of a field to its value; what is unknown is left out."""
    asked: dict[str, Answer | None] = {}
    for field in asked_fields(intake, answers):
        answer = answers.get(field.id)
        asked[field.id] = None if answer == UNSURE else answer
    said = {says.field: _value(says, asked) for says in intake.record}
    return {path: value for path, value in said.items() if value is not None}


def departures(intake: Intake, use_case: UseCase) -> tuple[str, ...]:
    """Paths at which the record no longer says what the answers behind its tier said; then a new triage is due."""
    triaged = use_case.triage.answers if use_case.triage else None
    if triaged is None:
        return ()
    known = {field.id for field in intake.fields}
    answers = {name: tuple(one) if isinstance(one, list) else one for name, one in triaged.items() if name in known}
    record = use_case.model_dump(mode="json", exclude_none=True)
    said = said_fields(intake, answers)
    return tuple(path for path, value in said.items() if _at(record, path) != value)


def put(record: dict[str, Any], path: str, value: Any) -> None:
    """Set a value at a path with dots, making the records on the way."""
    *outer, last = path.split(".")
    for step in outer:
        record = record.setdefault(step, {})
    record[last] = value


def _at(record: dict[str, Any], path: str) -> Any:
    value: Any = record
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _value(says: Says, asked: dict[str, Answer | None]) -> Any:
    if says.true_if is not None:
        return holds(says.true_if, asked)
    if says.copy_of is not None:
        answer = asked.get(says.copy_of)
        return list(answer) if isinstance(answer, tuple) else answer
    for case in says.cases or []:
        held = True if case.if_ is None else holds(case.if_, asked)
        if held is None:
            return None
        if held:
            return case.value
    return None
