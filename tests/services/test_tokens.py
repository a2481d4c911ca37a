"""A token is made by the officer, shown once, known by its hash, and never leads round the second pair of eyes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.adapters.tokens_store import last_uses
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted, NotRecognised
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.screens.tokens import load_tokens
from dashboard.services.tokens import (
    Holder,
    Made,
    MakeToken,
    RevokeToken,
    holder_of,
    make_token,
    note_use,
    revoke_token,
)
from tests.adapters.test_evidence_files import PDF
from tests.clock import now
from tests.small_charter import CHARTER
from tests.test_settings import WHOLE

LEAD, OFFICER, DEPUTY = (
    Actor("lead", Role.TEAM_LEAD), Actor("officer", Role.OFFICER, authenticated=True), Actor("deputy", Role.DEPUTY),
)  # fmt: skip
READER = Actor("reader", Role.READER)
DAY = date(2026, 11, 27)


@pytest.fixture
def store(database: Database) -> Database:
    """A store with an officer, a deputy, a lead, a reader and the lead's use case."""
    people = (LEAD, OFFICER, DEPUTY, READER)
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)), SYSTEM)
    bot = UseCase(id="bot", title="Bot", owner="lead", lifecycle="live", registered_at=date(2025, 1, 1))
    register_use_case(database, RegisterUseCase(bot), SYSTEM)
    return database


def made(database: Database, actor: Actor = OFFICER, **other: Any) -> Made:
    """A token for the lead's pipeline."""
    values: dict[str, Any] = {"name": "Pipeline", "user": "lead", "scopes": ("read", "push:evidence")}
    return make_token(database, MakeToken(**(values | other)), actor)


def holder(database: Database, **other: Any) -> Holder:
    """Whoever shows a new token."""
    spelt = made(database, **other).spelt
    assert spelt is not None
    return holder_of(database, spelt, datetime.now(UTC))


def test_a_token_is_the_person_it_stands_for(store: Database) -> None:
    """With the role that they have now; proved because its maker had signed in; never fresh enough to decide."""
    found = holder(store)

    assert found.actor == Actor("lead", Role.TEAM_LEAD, authenticated=True, fresh=False)
    add_users(store, AddUsers((User("lead", "Lead", Role.READER),)), SYSTEM)
    assert holder_of(store, _spelt(store), datetime.now(UTC)).actor.role is Role.READER
    assert verify_chain(store) == ()


def _spelt(database: Database) -> str:
    spelt = made(database, scopes=("read",)).spelt
    assert spelt is not None
    return spelt


def test_the_secret_is_stored_nowhere(store: Database) -> None:
    """No event holds it; a second click with the same key makes nothing and shows nothing."""
    first = made(store, key="once")
    again = made(store, key="once")
    assert first.spelt is not None
    with store.read() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM events WHERE entity = 'api_token'").scalars().all()

    assert first.spelt.rsplit("_", 1)[1] not in str(bodies)
    assert (again.id, again.spelt) == (first.id, None)
    assert len(bodies) == 1


@pytest.mark.parametrize("change", ["secret", "id", "case", "empty", "other"])
def test_another_token_is_not_known(store: Database, change: str) -> None:
    """One character more, less or other is nobody, and the sentence is the same whatever is wrong."""
    spelt = _spelt(store)
    flipped = {
        "secret": spelt[:-1] + ("0" if spelt[-1] != "0" else "1"), "id": spelt.replace(spelt[5:17], "0" * 12),
        "case": spelt.upper(), "empty": "", "other": "Basic x",
    }[change]  # fmt: skip
    with pytest.raises(NotRecognised, match="is not known here"):
        holder_of(store, flipped, now())


def test_a_token_ends(store: Database) -> None:
    """At once when revoked, at its expiry, and with its person."""
    spelt = _spelt(store)
    with pytest.raises(NotRecognised, match="expired on"):
        holder_of(store, spelt, datetime.now(UTC) + timedelta(days=91))
    add_users(store, AddUsers((User("lead", "Lead", Role.TEAM_LEAD, active=False),)), SYSTEM)
    with pytest.raises(NotRecognised, match="no longer active"):
        holder_of(store, spelt, datetime.now(UTC))
    add_users(store, AddUsers((User("lead", "Lead", Role.TEAM_LEAD),)), SYSTEM)
    token = load_tokens(store).working[0].id
    revoke_token(store, RevokeToken(token), OFFICER)
    with pytest.raises(NotRecognised, match="was revoked on"):
        holder_of(store, spelt, datetime.now(UTC))
    with pytest.raises(Conflict, match="was revoked on"):
        revoke_token(store, RevokeToken(token), OFFICER)
    assert load_tokens(store).working == ()


@pytest.mark.parametrize("actor", [DEPUTY, LEAD, READER, Actor("officer", Role.OFFICER, fresh=False)])
def test_only_the_officer_makes_and_revokes(store: Database, actor: Actor) -> None:
    """Nobody else, and not with a sign-in of long ago, so that no token makes a token."""
    with pytest.raises(NotPermitted):
        made(store, actor)
    with pytest.raises(NotPermitted):
        revoke_token(store, RevokeToken("0" * 12), actor)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"name": " "}, "one line that says what it is for"),
        ({"name": "a\nb"}, "one line that says what it is for"),
        ({"user": ""}, "whom the token stands for"),
        ({"scopes": ()}, "at least one of read, push:evidence"),
        ({"scopes": ("write",)}, "found 'write'|found `write`"),
        ({"lasts": timedelta(days=367)}, "1 to 366 days"),
        ({"lasts": timedelta()}, "1 to 366 days"),
        ({"use_cases": ("nobody",)}, "the id of a registered use case"),
    ],
)
def test_what_cannot_be_a_token_is_refused(store: Database, asked: dict[str, Any], told: str) -> None:
    """In a sentence that says what is expected, and nothing is written."""
    before = store.data_version()
    with pytest.raises(InputRejected, match=told):
        made(store, **asked)
    assert store.data_version() == before


def test_nobody_gets_more_by_a_token_than_they_have(store: Database) -> None:
    """A reader's token pushes nothing, and nobody unknown has one."""
    with pytest.raises(NotPermitted, match="A reader may not file documents"):
        made(store, user="reader")
    with pytest.raises(NotFound, match="Nobody active here"):
        made(store, user="ghost")
    assert made(store, user="reader", scopes=("read",)).spelt


def test_the_machine_alone_makes_no_pushing_token_where_people_sign_in(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without sign-in the command line may; with it, only reading."""
    assert made(store, SYSTEM).spelt
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(NotPermitted, match="by the officer on the People page"):
        made(store, SYSTEM)
    assert made(store, SYSTEM, scopes=("read",)).spelt


def filed_by(database: Database, found: Holder, folder: Path) -> int:
    """Evidence that a program filed; returns the request to accept it."""
    known = use_case_record(database, "bot")
    assert known is not None
    paper = FileDocument("bot", known[1], "dpia", DAY, DAY, content=PDF, file_name="dpia.pdf", through=found.token)
    file_document(database, EvidenceFiles(folder, 1), paper, found.actor)
    with database.read() as connection:
        return waiting_requests(connection, "bot")[-1].id


def test_whoever_made_the_token_accepts_nothing_that_came_by_it(store: Database, tmp_path: Path) -> None:
    """They had the secret in their hands: neither they nor the person it stands for may accept; the deputy may."""
    request = filed_by(store, holder(store), tmp_path)
    for actor, why in ((OFFICER, "made a token that pushed to it"), (LEAD, "may not accept")):
        with pytest.raises(NotPermitted, match=why):
            rule_on(store, RuleOn(request, "Fine.", DAY, granted=True), actor)
    rule_on(store, RuleOn(request, "It is whole.", DAY, granted=True), DEPUTY)

    known = use_case_record(store, "bot")
    assert known is not None
    assert (known[0].evidence[0].uploaded_by, known[0].evidence[0].accepted_by) == ("lead", "deputy")
    assert verify_chain(store) == ()


def test_a_revoked_token_still_binds_its_maker(store: Database, tmp_path: Path) -> None:
    """Ending the token, or giving its person another role, does not make the maker a stranger."""
    found = holder(store)
    request = filed_by(store, found, tmp_path)
    revoke_token(store, RevokeToken(found.token.id), OFFICER)
    with pytest.raises(NotPermitted, match="made a token that pushed to it"):
        rule_on(store, RuleOn(request, "Fine.", DAY, granted=True), OFFICER)


def test_whoever_made_the_token_does_not_approve_the_use_case(store: Database, tmp_path: Path) -> None:
    """What was pushed before the submission counts as the maker's hand too."""
    draft = UseCase(id="new", title="New", owner="lead", lifecycle="draft", registered_at=date(2025, 1, 1))
    register_use_case(store, RegisterUseCase(draft), LEAD)
    found = holder(store)
    paper = FileDocument("new", 1, "dpia", DAY, DAY, content=PDF, file_name="dpia.pdf", through=found.token)
    file_document(store, EvidenceFiles(tmp_path, 1), paper, found.actor)
    submit_use_case(store, SubmitUseCase("new", 2, DAY), LEAD)
    decision = DecideUseCase("new", 3, "approved", "Fine.", DAY)
    with pytest.raises(NotPermitted, match="made a token that pushed to it"):
        decide_use_case(store, CHARTER, decision, OFFICER)


def test_a_push_while_it_waits_counts_too(store: Database, tmp_path: Path) -> None:
    """Whoever made the token is involved in what was submitted and asked for before the push."""
    submit_use_case(store, SubmitUseCase("bot", 1, DAY), LEAD)
    filed_by(store, holder(store), tmp_path)
    known = use_case_record(store, "bot")
    assert known is not None
    with pytest.raises(NotPermitted, match="made a token that pushed to it"):
        decide_use_case(store, CHARTER, DecideUseCase("bot", known[1], "approved", "Fine.", DAY), OFFICER)


def test_last_use_is_known_within_ten_minutes(store: Database) -> None:
    """Remembered once, not at every request, and no event is written for it."""
    found, before = holder(store), store.data_version()
    note_use(store, found.token.id, now())
    with store.read() as connection:
        first = last_uses(connection)[found.token.id]
    note_use(store, found.token.id, first + timedelta(minutes=9))
    with store.read() as connection:
        assert last_uses(connection)[found.token.id] == first
    note_use(store, found.token.id, first + timedelta(minutes=11))
    with store.read() as connection:
        assert last_uses(connection)[found.token.id] > first
    assert store.data_version() == before
