"""Cases as the ledger's entries held them: what was known, without the persons whom they are about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dashboard.adapters.cases_store import ENTITY, STATEMENT
from dashboard.adapters.database import Database
from dashboard.adapters.history import entries_until, records_as_of
from dashboard.domain.cases import Case, CaseRegister, Statement, Step


def register_then(database: Database, *, at: int) -> CaseRegister:
    """Every case that was known at an entry of the ledger, oldest first, and every statement; steps name nobody."""
    found = [_case(record) for record in records_as_of(database, ENTITY, at=at).values()]
    said = tuple(_statement(one.record) for one in entries_until(database, STATEMENT, at=at))
    return CaseRegister(tuple(sorted(found, key=lambda case: (case.opened, case.id))), said)


def case_then(database: Database, case_id: str, *, at: int) -> Case | None:
    """One case, each step with who recorded it; None where nobody had recorded the case."""
    by: dict[tuple[str, datetime], str] = {}
    case = None
    for entry in entries_until(database, ENTITY, case_id, at=at):
        case = _case(entry.record)
        for step in case.steps:
            by.setdefault((step.name, step.at), entry.actor)
    if case is None:
        return None
    return replace(case, steps=tuple(replace(step, by=by[step.name, step.at]) for step in case.steps))


def _case(record: Mapping[str, Any]) -> Case:
    steps = sorted((_step(one) for one in record["steps"]), key=lambda step: step.at)
    return Case(
        record["id"], record["kind"], datetime.fromisoformat(record["opened"]), record["use_case_id"],
        record["model_version"], record["channel"], facts=record["facts"], steps=tuple(steps),
    )  # fmt: skip


def _step(said: Mapping[str, Any]) -> Step:
    at = datetime.fromisoformat(said["at"])
    return Step(said["step"], at, said["reason"], said["outcome"], told=said["told"], facts=said["facts"])


def _statement(record: Mapping[str, Any]) -> Statement:
    return Statement(
        record["kind"], date.fromisoformat(record["complete_to"]), record["stated_by"], record["source"]
    )  # fmt: skip
