"""That treating groups differently may be unlawful is acknowledged by an officer, on record."""

import json
from datetime import date
from types import SimpleNamespace

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.history import record_as_of
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import NotFound, NotPermitted
from dashboard.services.legal_note import ENTITY, KIND, LEGAL, AcknowledgeLaw, acknowledge_law, acknowledged
from dashboard.services.people import add_user
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.screens.history_words import Names, entry_words

DAY = date(2026, 11, 27)


@pytest.fixture
def store(database: Database) -> Database:
    """A use case and an officer, on both engines."""
    register_use_case(database, RegisterUseCase(UseCase(id="churn", title="Churn")), SYSTEM)
    add_user(database, User("o", "Chief AI Ethics Officer", Role.OFFICER), SYSTEM)
    return database


def test_an_officer_acknowledges_on_record(store: Database) -> None:
    """One event with who, when and the words; for another attribute nothing is said; the same click writes once."""
    read = AcknowledgeLaw("churn", "sex", DAY)
    assert acknowledged(store, "churn", "sex") is None
    saved = acknowledge_law(store, read, Actor("o", Role.OFFICER))
    assert acknowledge_law(store, read, Actor("o", Role.OFFICER)).replayed
    found = acknowledged(store, "churn", "sex")
    assert found is not None
    assert (found.person, found.role) == ("o", "officer")
    assert acknowledged(store, "churn", "age_band") is None
    assert store.data_version() == saved.seq
    record = record_as_of(store, "legal_note", "churn/sex", at=saved.seq)
    assert record is not None
    assert (record["words"], record["user"], record["on"]) == (LEGAL, "o", "2026-11-27")
    row = SimpleNamespace(kind=KIND, entity=ENTITY, entity_id="churn/sex", body=json.dumps({"record": record}))
    words = entry_words(row, Names({}, {"churn": "Churn"}))
    assert words == "Acknowledged that treating groups differently may be unlawful: Churn, by sex"


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.AUDITOR, Role.READER, Role.SYSTEM])
def test_nobody_else_may(store: Database, role: Role) -> None:
    """Who does not answer for the charter, and the dashboard itself, are told who may; nothing is written."""
    version = store.data_version()
    with pytest.raises(
        NotPermitted, match=r"may not acknowledge that treating groups .* The officer and the deputy may"
    ):
        acknowledge_law(store, AcknowledgeLaw("churn", "sex", DAY), Actor("x", role))
    assert store.data_version() == version


def test_a_use_case_that_is_not_there(store: Database) -> None:
    """Nothing is acknowledged about nothing."""
    with pytest.raises(NotFound, match="no use case 'gone'"):
        acknowledge_law(store, AcknowledgeLaw("gone", "sex", DAY), Actor("o", Role.OFFICER))
