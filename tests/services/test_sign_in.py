"""Who a signed-in browser belongs to: an account is a person for good, and a cookie is not a role (case 64)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.adapters.database import Database
from dashboard.adapters.identities_store import accounts, newcomers
from dashboard.adapters.repository import users
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.identities import Claims, Identity
from dashboard.domain.users import User
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted
from dashboard.services.identities import MOST_WAITING, AskToEnter, LetIn, ask_to_enter, let_in
from dashboard.services.people import add_user
from dashboard.services.permissions import Verb, require
from dashboard.services.sign_in import Door, Visitor, sign_out, visitor
from dashboard.settings import SignIn

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ISSUER = "https://id.example"
SETTINGS = SignIn("", "", "", "", "", timedelta(hours=12), timedelta(minutes=15))
LEAD = User("lead", "Team lead, Bots", Role.TEAM_LEAD)
OFFICER = Actor("officer", Role.OFFICER)


def said(subject: object = "s-1", *, minutes: float = 1, **more: object) -> dict[str, Any]:
    """Claims of somebody who signed in that long ago."""
    return {"is_logged_in": True, "iss": ISSUER, "sub": subject, "iat": NOW.timestamp() - 60 * minutes, **more}


def seen(database: Database, claims: dict[str, Any]) -> Visitor:
    """Who it is, now."""
    return visitor(database, claims, SETTINGS, NOW)


@pytest.fixture
def linked(sqlite_database: Database) -> Database:
    """The team lead signs in as s-1."""
    add_user(sqlite_database, LEAD, SYSTEM)
    let_in(sqlite_database, LetIn(Identity(ISSUER, "s-1"), user_id="lead"), OFFICER)
    return sqlite_database


@pytest.mark.parametrize("email", ["Lead@example.org", "lead@EXAMPLE.org", "new.name@example.org", None, 7])
def test_one_subject_is_one_person_whatever_the_address(linked: Database, email: object) -> None:
    """Spelling and change of an e-mail address or name make nobody new (case 64)."""
    found = seen(linked, said(email=email, name=email))

    assert found.actor == Actor("lead", Role.TEAM_LEAD, authenticated=True, fresh=True)


@pytest.mark.parametrize(
    "other",
    [said("S-1"), said("s-1 "), said("s-2"), said(iss="https://id.example/"), said(iss="https://ID.example")],
)
def test_two_subjects_are_two(linked: Database, other: dict[str, Any]) -> None:
    """Another subject or issuer is another account, even where the address is the same; it is let in by nobody."""
    found = seen(linked, {**other, "email": "lead@example.org"})

    assert (found.door, found.actor) == (Door.UNKNOWN, None)


@pytest.mark.parametrize(
    ("minutes", "door"), [(5, Door.SIGNED_OUT), (9, Door.SIGNED_OUT), (4.9, Door.IN)], ids=["that", "earlier", "later"]
)
def test_signing_out_ends_every_copy_of_the_sign_in(linked: Database, minutes: float, door: Door) -> None:
    """The cookie that signed out and older ones of the account open nothing; a later one does."""
    sign_out(linked, seen(linked, said(minutes=5)))

    assert seen(linked, said(minutes=minutes)).door is door


def test_signing_out_an_old_window_ends_no_newer_sign_in(linked: Database) -> None:
    """What was ended stays ended, and what came later stays open, in whichever order windows are left."""
    newer, older = seen(linked, said(minutes=1)), seen(linked, said(minutes=9))
    sign_out(linked, older)
    assert seen(linked, said(minutes=1)).door is Door.IN
    sign_out(linked, newer)
    sign_out(linked, older)

    assert seen(linked, said(minutes=1)).door is Door.SIGNED_OUT


def test_signing_out_is_no_part_of_the_books(linked: Database) -> None:
    """When people leave is nobody's business: no event; and strangers leave no row."""
    before = linked.data_version()
    sign_out(linked, seen(linked, said()))
    sign_out(linked, seen(linked, said("s-2")))

    with linked.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM ended_sign_ins")).scalar() == 1
    assert linked.data_version() == before


@pytest.mark.parametrize(
    "claims",
    [
        said(None), said(""), said(7), said(["s-1"]), said("s" * 256), said("s-1\x00"), said("s\u202e1"), said("ś-1"),
        said("s-1\n"), said(iss=None), said(iss="x" * 513), said(iat=None), said(iat="now"), said(iat=True),
        said(iat=float("nan")), said(iat=1e300), said(auth_time="yesterday"),
    ],
)  # fmt: skip
def test_odd_claims_are_a_sentence(linked: Database, claims: dict[str, Any]) -> None:
    """Whatever a provider sends, nobody comes in by it and nothing breaks."""
    found = seen(linked, claims)

    assert found.door is Door.UNUSABLE
    assert found.actor is None
    assert "cannot be used" in found.why


@pytest.mark.parametrize("logged_in", [None, False, "true", 1])
def test_without_a_valid_cookie_nobody_is_in(linked: Database, logged_in: object) -> None:
    """Streamlit says True, or it is nobody."""
    assert seen(linked, {**said(), "is_logged_in": logged_in}) == Visitor(Door.SIGNED_OUT)


@pytest.mark.parametrize(("minutes", "door"), [(719, Door.IN), (721, Door.EXPIRED), (-4, Door.IN), (-6, Door.EXPIRED)])
def test_a_sign_in_ends(linked: Database, minutes: float, door: Door) -> None:
    """The cookie lives for 30 days, a sign-in for 12 hours; a time that lies ahead is no proof."""
    assert seen(linked, said(minutes=minutes)).door is door


def test_the_proof_counts_not_the_token(linked: Database) -> None:
    """A provider may hand out new tokens for an old sign-in; what it says of the sign-in itself decides."""
    assert seen(linked, said(minutes=0, auth_time=NOW.timestamp() - 13 * 3600)).door is Door.EXPIRED


def test_grave_acts_need_a_fresh_sign_in(linked: Database) -> None:
    """After a quarter of an hour deciding asks for the proof again; reading and commenting do not."""
    stale = replace(OFFICER, authenticated=True, fresh=False)
    actors = [seen(linked, said(minutes=minutes)).actor for minutes in (14, 16)]

    assert [actor is not None and actor.fresh for actor in actors] == [True, False]
    for verb in (Verb.DECIDE, Verb.WAIVE, Verb.PEOPLE):
        with pytest.raises(NotPermitted, match=r"^Sign in again to"):
            require(stale, verb)
    require(stale, Verb.NOTE)


def test_roles_are_the_stores_not_the_cookies(linked: Database) -> None:
    """The same cookie is another role after a change, and nobody after a deactivation."""
    add_user(linked, replace(LEAD, role=Role.AUDITOR), OFFICER)
    auditor = seen(linked, said(role="officer", roles=["officer"], groups=["officer"]))
    add_user(linked, replace(LEAD, active=False), OFFICER)

    assert auditor.actor is not None
    assert auditor.actor.role is Role.AUDITOR
    assert seen(linked, said()).door is Door.INACTIVE


def test_a_newcomer_asks_once_and_is_let_in(sqlite_database: Database) -> None:
    """Asking twice is one line on the list, which ends when the officer says who it is."""
    claims = Claims.read(said("n-1", name="Team lead, Voice"))
    for _ in range(2):
        ask_to_enter(sqlite_database, AskToEnter(claims))
    with sqlite_database.read() as connection:
        assert [(one.identity.subject, one.says) for one in newcomers(connection)] == [("n-1", "Team lead, Voice")]

    let_in(sqlite_database, LetIn(claims.identity, Role.TEAM_LEAD, "Team lead, Voice", "Voice"), OFFICER)
    with sqlite_database.read() as connection:
        assert newcomers(connection) == ()
    assert [(user.id, user.role) for user in users(sqlite_database)] == [(claims.identity.person_id, Role.TEAM_LEAD)]
    with pytest.raises(Conflict, match="let in already"):
        ask_to_enter(sqlite_database, AskToEnter(claims))


def test_what_a_newcomer_calls_themselves_cannot_hurt(sqlite_database: Database) -> None:
    """Names with hidden characters or line breaks are left out, long ones cut; the account counts."""
    for subject, name in (("a", "x\u202ey"), ("b", "two\nlines"), ("c", "z" * 5000)):
        ask_to_enter(sqlite_database, AskToEnter(Claims.read(said(subject, name=name))))

    with sqlite_database.read() as connection:
        assert [one.says for one in newcomers(connection)] == ["", "", "z" * 120]


def test_the_list_of_newcomers_ends(sqlite_database: Database) -> None:
    """Whoever can make accounts at the provider cannot fill the ledger."""
    with sqlite_database.write(SYSTEM) as tx:
        for number in range(MOST_WAITING):
            tx.append("identity.asked", "identity", f"{number}", {"issuer": ISSUER, "subject": f"{number}", "says": ""})
    with pytest.raises(Conflict, match="200 people wait"):
        ask_to_enter(sqlite_database, AskToEnter(Claims.read(said("one-more"))))


def test_only_the_officer_lets_in_and_not_themselves(linked: Database) -> None:
    """No role but one, no second account for oneself, no account twice, nobody who is not here."""
    add_user(linked, User("officer", "Officer", Role.OFFICER), SYSTEM)
    new, before = Identity(ISSUER, "s-9"), linked.data_version()
    for role in (Role.DEPUTY, Role.TEAM_LEAD, Role.AUDITOR, Role.READER):
        with pytest.raises(NotPermitted):
            let_in(linked, LetIn(new, Role.OFFICER, "Mine"), Actor("x", role))
    for command, error in (
        (LetIn(new, user_id="officer"), NotPermitted), (LetIn(Identity(ISSUER, "s-1"), user_id="lead"), Conflict),
        (LetIn(new, user_id="nobody"), NotFound), (LetIn(new, Role.READER, " "), InputRejected),
        (LetIn(new, Role.SYSTEM, "The dashboard"), InputRejected),
    ):  # fmt: skip
        with pytest.raises(error):
            let_in(linked, command, OFFICER)
    assert linked.data_version() == before


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE identities SET user_id = 'other'",
        "DELETE FROM identities",
        "INSERT INTO identities VALUES ('https://id.example', 's-1', 'other')",
        "INSERT OR REPLACE INTO identities VALUES ('https://id.example', 's-1', 'other')",
        "TRUNCATE identities",
    ],
)
def test_an_account_is_one_person_for_good(database: Database, attack: str) -> None:
    """By no statement does an account become somebody else's."""
    for user in (LEAD, User("other", "Other", Role.OFFICER)):
        add_user(database, user, SYSTEM)
    let_in(database, LetIn(Identity(ISSUER, "s-1"), user_id="lead"), SYSTEM)
    with pytest.raises(DBAPIError), database.writer.begin() as connection:
        connection.execute(text(attack))
    with database.read() as connection:
        assert accounts(connection) == {"lead": [Identity(ISSUER, "s-1")]}
