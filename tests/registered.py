"""Small registers of cases for tests: a case, its steps, and what was stated about completeness."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from dashboard.domain.cases import Case, CaseRegister, Statement, Step
from tests.assessing import AS_OF


def at(text: str) -> datetime:
    """`2026-11-03` or `2026-11-03 14:00` as a time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def opened(kind: str, when: str, steps: Mapping[str, str] | None = None, **other: Any) -> Case:
    """A case of a kind, with the times of its steps; every extension is told to the person."""
    made = [Step(name, at(time_), told=name == "extended") for name, time_ in (steps or {}).items()]
    number = other.pop("id", f"{kind}-{when}")
    return Case(number, kind, at(when), steps=tuple(made), **other)


def incident(on: date, *, use_case: str | None = None, **facts: Any) -> Case:
    """An incident of a day that was triaged at once."""
    when = datetime.combine(on, time(9), UTC)
    return Case(f"incident-{on}", "incident", when, use_case, facts=facts, steps=(Step("triaged", when),))


def complete(*cases: Case, to: date = AS_OF, kinds: tuple[str, ...] = ()) -> CaseRegister:
    """A register of these cases that was stated complete for their kinds."""
    named = kinds or tuple({case.kind for case in cases})
    return CaseRegister(cases, tuple(Statement(kind, to, "officer") for kind in named))
