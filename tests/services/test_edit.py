"""One field, or a model version: changed by the rules of every change, and dated where it matters."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.record_edits import editable
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, NotFound, NotPermitted, RegistryInvalid
from dashboard.services.edit import ChangeField, DeployModel, change_field, deploy_model
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCase, register_use_case

DAY = date(2026, 11, 27)
LEAD, AUDITOR = Actor("lead", Role.TEAM_LEAD), Actor("auditor", Role.AUDITOR)


@pytest.fixture
def store(database: Database) -> Database:
    """The lead's draft with one model."""
    people = (LEAD, AUDITOR)
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id, one.role) for one in people)), SYSTEM)
    bot = {"id": "bot", "title": "Bot", "owner": "lead", "models": [{"name": "ranker", "version": "1"}]}
    register_use_case(database, RegisterUseCase(UseCase.model_validate(bot)), LEAD)
    return database


def record(database: Database) -> UseCase:
    """The use case as it is stored."""
    found = use_case_record(database, "bot")
    assert found is not None
    return found[0]


def change(database: Database, path: str, value: str, *, revision: int = 1, actor: Actor = LEAD) -> UseCase:
    """Change one field; returns the record."""
    change_field(database, ChangeField("bot", revision, path, value), actor)
    return record(database)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("team", "Retention", "Retention"),
        ("customer_facing", "yes", True),
        ("retention_days", "30", 30),
        ("go_live", "2026-12-24", date(2026, 12, 24)),
        ("jurisdictions", "EU, UK", ["EU", "UK"]),
        ("sourcing", "vendor", "vendor"),
        ("team", "", None),
    ],
)
def test_a_field_is_read_as_it_expects(store: Database, path: str, value: str, expected: Any) -> None:
    """Text, truth, number, date, list and choice; an empty value is unknown."""
    assert getattr(change(store, path, value), path) == expected


def test_a_field_inside_a_record_is_made_with_it(store: Database) -> None:
    """The overseer is named where none was on record, and taken away again."""
    found = change(store, "overseer.name", "lead").overseer
    assert found is not None
    assert found.name == "lead"
    assert change(store, "overseer.name", "", revision=2).overseer in (None, type(found)())


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("retention_days", "many", "a whole number"),
        ("sourcing", "magic", "one of built, vendor"),
        ("go_live", "2026-02-31", "a date"),
        ("lifecycle", "live", "a field that is filled in here"),
        ("waivers", "x", "a field that is filled in here"),
        ("risk_tier", "minimal", "a field that is filled in here"),
        ("nonsense", "x", "a field that is filled in here"),
        ("title", " ", "title"),
    ],
)
def test_what_cannot_be_is_told(store: Database, path: str, value: str, expected: str) -> None:
    """Wrong values, decided fields and unknown ones are refused in a sentence, and nothing is stored."""
    with pytest.raises(RegistryInvalid, match=expected):
        change(store, path, value)
    assert use_case_record(store, "bot") == (record(store), 1)


def test_only_a_material_change_is_dated(store: Database) -> None:
    """A new purpose makes documents that must be newer than the last material change old; a new team does not."""
    assert change(store, "team", "Retention").last_material_change is None
    assert change(store, "purpose", "Sell", revision=2).last_material_change == datetime.now(UTC).date()


def test_a_new_version_takes_the_place_of_the_one_before(store: Database) -> None:
    """The version before ends on the first day of the new one; a second click changes nothing."""
    command = DeployModel("bot", 1, "ranker", "2", DAY, type="llm")
    deploy_model(store, command, LEAD)
    assert deploy_model(store, command, LEAD).replayed
    assert [(one.version, one.deployed_at, one.retired_at) for one in record(store).models] == [
        ("1", None, DAY),
        ("2", DAY, None),
    ]
    deploy_model(store, DeployModel("bot", 2, "reranker", "1", DAY, replaces=True), LEAD)
    assert [one.name for one in record(store).models if one.retired_at is None] == ["ranker", "reranker"]


def test_stale_tabs_strangers_and_blanks_are_refused(store: Database) -> None:
    """Changed since it was opened, no such use case, nobody who may, no version."""
    change(store, "team", "Retention")
    with pytest.raises(ChangedSinceOpened):
        change(store, "team", "Sales")
    with pytest.raises(NotFound):
        change_field(store, ChangeField("nothing", 1, "team", "x"), LEAD)
    with pytest.raises(NotPermitted):
        change(store, "team", "x", actor=AUDITOR)
    with pytest.raises(RegistryInvalid, match="the version of the model"):
        deploy_model(store, DeployModel("bot", 2, "ranker", " ", DAY), LEAD)
    with pytest.raises(RegistryInvalid, match="a version that is not on record yet"):
        deploy_model(store, DeployModel("bot", 2, "ranker", "1", DAY), LEAD)


def test_nothing_that_is_decided_can_be_edited() -> None:
    """No path leads into lifecycle, waivers, sign-offs, stops, tier, triage or acceptance."""
    heads = {path.split(".")[0] for path in editable()}
    decided = {"lifecycle", "waivers", "sign_offs", "stop_ordered_on", "stopped_on", "risk_tier", "triage", "evidence"}
    assert not heads & decided
    assert {"title", "owner", "overseer", "purpose"} <= heads
