"""Cases are only ever added to, on both engines; what was stored is what an assessment sees."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.adapters.cases_store import add_cases, add_statement, add_steps, case_register
from dashboard.adapters.database import Database
from dashboard.adapters.ledger import head
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.cases import Step
from dashboard.domain.registry import UseCase
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.assessing import AS_OF
from tests.registered import at, opened

REQUEST = opened(
    "rights_request", "2026-11-01 10:00", {"acknowledged": "2026-11-02 09:30"},
    id="r-1", use_case="u", subject="c-17", channel="mail", facts={"right": "access"},
)  # fmt: skip


@pytest.fixture
def held(database: Database, officer: Actor) -> Database:
    """A store with one case and one statement."""
    register_use_case(database, RegisterUseCase(UseCase(id="u", title="Bot", lifecycle="live")), SYSTEM)
    with database.write(officer, "open") as tx:
        add_cases(tx, [REQUEST])
        add_statement(tx, "rights_request", AS_OF, "")
    return database


def test_what_was_stored_is_read_again(held: Database, officer: Actor) -> None:
    """Case, steps, facts and times in UTC, and a step that was added later."""
    with held.write(officer, "move") as tx:
        add_steps(tx, {"r-1": [Step("answered", at("2026-11-03 08:00"), "sent by post")]}, kind="case.moved")
    found = case_register(held)

    (case,) = found.cases
    assert (case.kind, case.opened, case.subject, case.facts) == (
        "rights_request", at("2026-11-01 10:00"), "c-17", {"right": "access"}
    )  # fmt: skip
    assert [(step.name, step.at, step.by) for step in case.steps] == [
        ("acknowledged", at("2026-11-02 09:30"), "officer"), ("answered", at("2026-11-03 08:00"), "officer")
    ]  # fmt: skip
    assert found.complete_to("rights_request", AS_OF) == AS_OF
    assert found.complete_to("contest", AS_OF) is None


def test_the_ledger_keeps_the_case_and_not_the_person(held: Database) -> None:
    """An event for each case, without the pseudonym: what cannot be erased must name nobody."""
    with held.read() as connection:
        bodies = connection.execute(text("SELECT kind, body FROM events WHERE entity = 'case'")).all()

    assert [kind for kind, _ in bodies] == ["case.opened"]
    assert "acknowledged" in bodies[0][1]
    assert "c-17" not in bodies[0][1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET channel = 'x'", "DELETE FROM cases", "UPDATE case_steps SET reason = 'x'",
        "DELETE FROM case_steps", "UPDATE case_statements SET kind = 'x'", "DELETE FROM case_statements",
    ],
)  # fmt: skip
def test_nothing_is_changed_or_removed(held: Database, officer: Actor, statement: str) -> None:
    """The database itself refuses, and everything is as before."""
    before = case_register(held)
    with held.write(officer, "edit") as tx, pytest.raises(DBAPIError, match="only ever added"):
        tx.connection.execute(text(statement))

    assert case_register(held) == before
    with held.read() as connection:
        assert head(connection).seq == held.data_version()
