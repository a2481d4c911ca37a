"""Reads and adds cases, their steps, and statements that a register is complete."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, select

from dashboard.adapters.database import Database
from dashboard.adapters.ledger import Entry, moment, next_revision
from dashboard.adapters.repository import table
from dashboard.adapters.tables import CaseRow, CaseStatementRow, CaseStepRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.cases import Case, CaseRegister, Statement, Step

ENTITY, STATEMENT = "case", "case_statement"
_CASES, _STEPS, _STATEMENTS = table(CaseRow), table(CaseStepRow), table(CaseStatementRow)
_CASE = ("id", "kind", "opened", "model_version", "channel", "subject", "facts")
_STEP = ("at", "reason", "outcome", "told", "facts")


def register_in(connection: Connection) -> CaseRegister:
    """Every case, oldest first, and every statement."""
    return register_of(connection, None)


def register_of(connection: Connection, use_case: str | None) -> CaseRegister:
    """The cases of a use case, or all where none is named, oldest first, and every statement."""
    rows = connection.execute(select(_STATEMENTS).order_by(_STATEMENTS.c.id)).mappings()
    statements = tuple(Statement(row["kind"], row["complete_to"], row["stated_by"], row["source"]) for row in rows)
    query = select(_CASES) if use_case is None else select(_CASES).where(_CASES.c.use_case_id == use_case)
    return CaseRegister(tuple(_cases(connection, query)), statements)


def case_register(database: Database) -> CaseRegister:
    """The same from the store."""
    with database.read() as connection:
        return register_in(connection)


def cases_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Case]:
    """Those of the cases that are there."""
    found: dict[str, Case] = {}
    for start in range(0, len(ids), 500):
        query = select(_CASES).where(_CASES.c.id.in_(list(ids[start : start + 500])))
        found |= {case.id: case for case in _cases(connection, query)}
    return found


def next_number(connection: Connection, stem: str) -> int:
    """The next number of cases whose ids begin with `stem-`."""
    query = select(_CASES.c.id).where(_CASES.c.id.like(f"{stem}-%"))
    taken = [str(name).removeprefix(f"{stem}-") for name in connection.scalars(query)]
    return max((int(text) for text in taken if text.isascii() and text.isdecimal()), default=0) + 1


def add_cases(tx: Transaction, cases: Sequence[Case], *, kind: str = "case.opened") -> None:
    """Store cases that are new, with their steps and one event each."""
    stamp = {"recorded_by": tx.actor.user_id, "recorded_at": tx.now}
    rows = [{**_case_values(case), **stamp} for case in cases]
    if rows:
        tx.connection.execute(insert(_CASES), rows)
    _insert_steps(tx, [(case.id, step) for case in cases for step in case.steps])
    tx.append_all(Entry(kind, ENTITY, case.id, case_body(case), 1) for case in cases)


def add_steps(tx: Transaction, added: Mapping[str, Sequence[Step]], *, kind: str) -> None:
    """Store further steps of cases that are there, by id, with one event for each case."""
    _insert_steps(tx, [(name, step) for name, steps in added.items() for step in steps])
    after = cases_by_id(tx.connection, list(added))
    revisions = {name: next_revision(tx.connection, ENTITY, name) for name in added}
    tx.append_all(Entry(kind, ENTITY, name, case_body(after[name]), revisions[name]) for name in added)


def add_statement(tx: Transaction, kind: str, complete_to: date, source: str) -> None:
    """Store that the register of a kind is complete to a day, by who writes, with its event."""
    row = {"kind": kind, "complete_to": complete_to, "source": source, "stated_by": tx.actor.user_id}
    tx.connection.execute(insert(_STATEMENTS).values(**row, recorded_at=tx.now))
    tx.append("case_register.complete", STATEMENT, kind, {**row, "complete_to": complete_to.isoformat()})


def case_body(case: Case) -> dict[str, Any]:
    """The whole case as the ledger keeps it for ever: without the person whom it is about."""
    return {
        "id": case.id, "kind": case.kind, "opened": moment(case.opened), "use_case_id": case.use_case,
        "model_version": case.model_version, "channel": case.channel, "facts": dict(case.facts),
        "steps": [_step_body(step) for step in case.steps],
    }  # fmt: skip


def _step_body(step: Step) -> dict[str, Any]:
    said = {"step": step.name, "at": moment(step.at), "reason": step.reason, "outcome": step.outcome}
    return {**said, "told": step.told, "facts": dict(step.facts)}


def _case_values(case: Case) -> dict[str, Any]:
    return {**{name: getattr(case, name) for name in _CASE}, "facts": dict(case.facts), "use_case_id": case.use_case}


def _insert_steps(tx: Transaction, steps: Iterable[tuple[str, Step]]) -> None:
    rows = [
        {
            "case_id": name, "step": step.name, **{field: getattr(step, field) for field in _STEP},
            "facts": dict(step.facts), "recorded_by": tx.actor.user_id, "recorded_at": tx.now,
        }
        for name, step in steps
    ]  # fmt: skip
    if rows:
        tx.connection.execute(insert(_STEPS), rows)


def _cases(connection: Connection, query: Select[Any]) -> list[Case]:
    rows = list(connection.execute(query.order_by(_CASES.c.opened, _CASES.c.id)).mappings())
    wanted = query.with_only_columns(_CASES.c.id).order_by(None)
    steps: dict[str, list[Step]] = defaultdict(list)
    held = select(_STEPS).where(_STEPS.c.case_id.in_(wanted)).order_by(_STEPS.c.at, _STEPS.c.id)
    for row in connection.execute(held).mappings():
        steps[row["case_id"]].append(_step(row))
    return [
        Case(use_case=row["use_case_id"], steps=tuple(steps[row["id"]]), **{name: row[name] for name in _CASE})
        for row in rows
    ]


def _step(row: RowMapping) -> Step:
    return Step(row["step"], by=row["recorded_by"], **{name: row[name] for name in _STEP})
