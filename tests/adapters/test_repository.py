"""A record comes back from the tables exactly as it went in."""

import string
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from dashboard.adapters import repository
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.history import record_as_of, registry_as_of
from dashboard.domain.actors import Actor, Role
from dashboard.domain.registry import (
    Channel,
    Evidence,
    Model,
    NotCollected,
    OptChoice,
    Organisation,
    Purpose,
    SignOff,
    UseCase,
    Waiver,
)
from dashboard.domain.users import User
from tests.conftest import ONE_STORE

IDS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12)
WORDS = st.text(st.sampled_from("aZ9 éßø漢字🙂'\"\\%;:<>=\n\t"), max_size=20).map("x{}".format)
DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))
SCALARS = st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS
MAYBE = st.none()

USE_CASES = st.builds(
    UseCase,
    id=IDS,
    title=WORDS,
    purpose=MAYBE | WORDS,
    team=MAYBE | WORDS,
    lifecycle=st.sampled_from(["inventoried", "draft", "live", "retired"]),
    go_live=MAYBE | DATES,
    customer_facing=MAYBE | st.booleans(),
    retention_days=MAYBE | st.integers(0, 10_000),
    channels=MAYBE | st.lists(st.builds(Channel, id=IDS, opt_out=MAYBE | st.builds(OptChoice, steps=st.just(1)))),
    purposes=MAYBE | st.lists(st.builds(Purpose, purpose=WORDS), max_size=2),
    protected_attributes=MAYBE
    | st.dictionaries(IDS, st.just("collected") | st.builds(NotCollected, not_collected=WORDS), max_size=3),
    models=st.lists(
        st.builds(Model, name=WORDS, version=WORDS, deployed_at=MAYBE | DATES, uri=MAYBE | WORDS), max_size=3
    ),
    evidence=st.lists(
        st.builds(Evidence, type=IDS, effective=MAYBE | DATES, states=st.dictionaries(IDS, SCALARS, max_size=3)),
        max_size=3,
    ),
    sign_offs=st.lists(st.builds(SignOff, kind=IDS, by=WORDS, on=DATES), max_size=2),
    waivers=st.lists(st.builds(Waiver, clause=WORDS, until=DATES, reason=WORDS), max_size=2),
    source=MAYBE | st.dictionaries(IDS, SCALARS, max_size=4),
)


def made(number: int, **fields: Any) -> UseCase:
    """A use case with a document and a model."""
    children = {"models": [Model(name="m", version="1")], "evidence": [Evidence(type="dpia")]}
    return UseCase.model_validate({"id": f"uc-{number:04}", "title": f"Use case {number}", **children, **fields})


def save(database: Database, actor: Actor, *use_cases: UseCase) -> dict[str, int]:
    """Store in one transaction."""
    with database.write(actor) as tx:
        return repository.save_use_cases(tx, use_cases)


@given(first=USE_CASES, second=USE_CASES)
@settings(max_examples=15, suppress_health_check=ONE_STORE)
def test_a_use_case_comes_back_as_it_went_in(
    database: Database, officer: Actor, first: UseCase, second: UseCase
) -> None:
    """Whatever the record, first saving and changing are loss-free, in the tables and in the ledger."""
    for use_case in (first, second.model_copy(update={"id": first.id})):
        save(database, officer, use_case)
        found = repository.use_case_record(database, use_case.id)
        past = record_as_of(database, "use_case", use_case.id, at=database.data_version())

        assert found is not None
        assert found[0] == use_case
        assert UseCase.model_validate(past) == UseCase.model_validate(repository.whole_record(use_case))


def test_the_registry_is_read_in_few_queries(sqlite_database: Database, officer: Actor) -> None:
    """The number of queries does not grow with the number of use cases."""
    save(sqlite_database, officer, *(made(number) for number in range(50)))
    statements: list[str] = []
    event.listen(sqlite_database.reader, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    registry = repository.load_registry(sqlite_database)

    assert len(registry.use_cases) == 50
    assert len([one for one in statements if one.startswith("SELECT")]) <= 8


def test_many_use_cases_are_one_event_each(database: Database, officer: Actor) -> None:
    """An import of more rows than one statement takes is still one transaction and one event per record."""
    records = [made(number) for number in range(1_203)]
    revisions = save(database, officer, *records)
    again = save(database, officer, *(made(number, team="Care") for number in range(5)))

    assert set(revisions.values()) == {1}
    assert set(again.values()) == {2}
    assert database.data_version() == 1_208
    assert verify_chain(database) == ()
    assert repository.load_registry(database).use_cases[5:] == records[5:]
    assert registry_as_of(database, at=1_203).use_cases == records


def test_the_organisation_keeps_its_documents_apart(database: Database, officer: Actor) -> None:
    """The organisation's documents and those of a use case are never mixed."""
    organisation = Organisation(name="Example", jurisdictions=["EU"], evidence=[Evidence(type="policy")])
    save(database, officer, made(1))
    for _ in range(2):
        with database.write(officer) as tx:
            repository.save_organisation(tx, organisation, demonstration=True)

    registry = repository.load_registry(database)
    assert registry.organisation == organisation
    assert registry.use_cases == [made(1)]
    with database.read() as connection:
        assert repository.organisation_in(connection) == (organisation, 2, True)


def test_people_are_stored_and_changed(database: Database, officer: Actor) -> None:
    """A person is found again with role and team; a change replaces, it does not double."""
    for active in (True, False):
        with database.write(officer) as tx:
            repository.save_user(tx, User("lead", "Team lead, Care", Role.TEAM_LEAD, "Care", active=active))

    assert repository.users(database) == (User("lead", "Team lead, Care", Role.TEAM_LEAD, "Care", active=False),)


@pytest.mark.parametrize("text", ["'); DROP TABLE use_cases; --", '"; DELETE FROM events', "%s :id ? {0} \\", "a;b\nc"])
def test_text_that_looks_like_sql_is_text(database: Database, officer: Actor, text: str) -> None:
    """Values are bound, never pasted."""
    use_case = made(1, team=text, purpose=text, source={text: text})
    save(database, officer, use_case)

    assert repository.load_registry(database).use_cases == [use_case]
