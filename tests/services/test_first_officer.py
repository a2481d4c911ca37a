"""The code that makes the first officer: random, kept as a hash, used once, soon over, and guessed by nobody."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.identities_store import person_behind
from dashboard.adapters.repository import users
from dashboard.cli import cli
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.identities import Identity
from dashboard.domain.users import User
from dashboard.errors import Conflict, GovernanceError, NotPermitted
from dashboard.services.first_officer import ClaimOffice, claim_office, print_code
from dashboard.services.identities import LetIn, let_in
from dashboard.services.people import add_user

FIRST, OTHER = Identity("https://id.example", "a-1"), Identity("https://id.example", "b-2")
HALF_AN_HOUR = timedelta(minutes=30)


def fresh_code(database: Database, *, another: bool = False) -> str:
    """A code that works for half an hour."""
    return print_code(database, another=another, lasts=HALF_AN_HOUR)[0]


def role_of(database: Database, identity: Identity) -> str | None:
    """The role behind an account now."""
    with database.read() as connection:
        person = person_behind(connection, identity)
    return None if person is None else person.role.value


def test_the_code_makes_an_officer_once(database: Database) -> None:
    """Typed in small letters with blanks it still counts; the second person who has it is refused."""
    code = fresh_code(database)
    claim_office(database, ClaimOffice(FIRST, f" {code.lower().replace('-', ' ')} "))

    assert role_of(database, FIRST) == "officer"
    with pytest.raises(NotPermitted, match="used already"):
        claim_office(database, ClaimOffice(OTHER, code))
    assert role_of(database, OTHER) is None


def test_a_double_click_makes_one_officer(database: Database) -> None:
    """The same person twice is told that it worked, and nothing more is written."""
    code = fresh_code(database)
    first = claim_office(database, ClaimOffice(FIRST, code))
    again = claim_office(database, ClaimOffice(FIRST, code))

    assert (first.replayed, again.replayed) == (False, True)
    assert database.data_version() == first.seq
    assert len(users(database)) == 1


def test_two_people_at_the_same_moment_make_one_officer(database: Database) -> None:
    """Whoever is faster has the office; the code is not spent twice, on either engine."""
    code = fresh_code(database)
    people = [Identity("https://id.example", f"p-{number}") for number in range(6)]

    def claim(identity: Identity) -> bool:
        try:
            claim_office(database, ClaimOffice(identity, code))
        except GovernanceError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(claim, people)) == 1
    assert [user.role for user in users(database)] == [Role.OFFICER]


def test_a_code_is_long_random_and_stored_only_as_a_hash(sqlite_database: Database) -> None:
    """160 bits in 32 characters; no row of the store holds them."""
    codes = {fresh_code(sqlite_database) for _ in range(20)}
    stored = sqlite_database.frame(text("SELECT body FROM events"))["body"].str.cat()

    assert len(codes) == 20
    assert all(re.fullmatch(r"([A-Z2-7]{4}-){7}[A-Z2-7]{4}", code) for code in codes)
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_a_code_expires(sqlite_database: Database) -> None:
    """After its time it is only paper."""
    code, _ = print_code(sqlite_database, another=False, lasts=timedelta(seconds=-1))

    with pytest.raises(NotPermitted, match="has expired"):
        claim_office(sqlite_database, ClaimOffice(FIRST, code))


def test_a_new_code_ends_the_one_before(sqlite_database: Database) -> None:
    """A sheet that lies around is worth nothing once another was printed."""
    old, new = fresh_code(sqlite_database), fresh_code(sqlite_database)

    with pytest.raises(NotPermitted, match="newer one was printed"):
        claim_office(sqlite_database, ClaimOffice(FIRST, old))
    assert claim_office(sqlite_database, ClaimOffice(FIRST, new)).seq > 0


@pytest.mark.parametrize("entered", ["", " ", "A", "é" * 32, "x" * 100_000, "' OR 1=1 --", "\x00", "\u202e"])
def test_odd_codes_are_refused_in_a_sentence(sqlite_database: Database, entered: str) -> None:
    """Whatever is typed, the answer is the same sentence and no role."""
    fresh_code(sqlite_database)

    with pytest.raises(NotPermitted, match="not right"):
        claim_office(sqlite_database, ClaimOffice(FIRST, entered))
    assert users(sqlite_database) == ()


def test_guessing_ends_after_five(database: Database) -> None:
    """The sixth attempt within an hour is refused even with the right code; somebody else is not held up by it."""
    code = fresh_code(database)
    for number in range(5):
        with pytest.raises(NotPermitted, match="not right"):
            claim_office(database, ClaimOffice(FIRST, f"WRONG{number}"))
    before = database.data_version()

    for entered in ("WRONG6", code):
        with pytest.raises(NotPermitted, match="5 codes were wrong"):
            claim_office(database, ClaimOffice(FIRST, entered))
    assert database.data_version() == before
    assert claim_office(database, ClaimOffice(OTHER, code)).seq > before


def test_no_code_was_ever_printed(sqlite_database: Database) -> None:
    """Without a code nobody is officer, not even with an empty one."""
    with pytest.raises(NotPermitted, match="not right"):
        claim_office(sqlite_database, ClaimOffice(FIRST, ""))


def test_while_an_officer_signs_in_codes_are_refused(sqlite_database: Database) -> None:
    """The machine's administrator does not make officers quietly; `--another` says so in the ledger."""
    early = fresh_code(sqlite_database)
    add_user(sqlite_database, User("officer", "Officer", Role.OFFICER), SYSTEM)
    let_in(sqlite_database, LetIn(OTHER, user_id="officer"), SYSTEM)

    with pytest.raises(Conflict, match="--another"):
        fresh_code(sqlite_database)
    with pytest.raises(NotPermitted, match="an officer already"):
        claim_office(sqlite_database, ClaimOffice(FIRST, early))
    claim_office(sqlite_database, ClaimOffice(FIRST, fresh_code(sqlite_database, another=True)))
    assert role_of(sqlite_database, FIRST) == "officer"


def test_somebody_known_keeps_their_id(sqlite_database: Database) -> None:
    """A team lead who takes the office stays the same person, so that what they own stays theirs."""
    add_user(sqlite_database, User("lead", "Team lead", Role.TEAM_LEAD, active=False), SYSTEM)
    let_in(sqlite_database, LetIn(FIRST, user_id="lead"), SYSTEM)
    claim_office(sqlite_database, ClaimOffice(FIRST, fresh_code(sqlite_database)))

    assert [(user.id, user.role, user.active) for user in users(sqlite_database)] == [("lead", Role.OFFICER, True)]


def test_the_command_prints_the_code_alone(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output is the code and nothing else; what to do with it goes beside."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    result = CliRunner().invoke(cli, ["admin", "first-officer"])
    opened = Database.open(sqlite_url)
    claimed = claim_office(opened, ClaimOffice(FIRST, result.stdout))
    opened.close()

    assert not claimed.replayed
    assert "works once" in result.stderr
