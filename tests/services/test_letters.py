"""The outbox: written once, sent once, tried again, given up in a sentence; nothing is lost and nothing doubled."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.letters_store import undelivered, waiting_letters
from dashboard.adapters.telling_store import put_telling
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.letters import MOST_LINES, Fact, Letter
from dashboard.domain.telling import Cadence, Kind, Telling, Wish
from dashboard.domain.users import User
from dashboard.errors import NotDelivered, NotPermitted
from dashboard.services.letters import Patience, Target, put_letters, recipients, send_waiting
from dashboard.services.people import AddUsers, ChangeRole, add_users, change_role
from dashboard.services.telling import (
    AddWebhook,
    ChooseTelling,
    RemoveWebhook,
    add_webhook,
    choose_telling,
    remove_webhook,
    webhook_named,
)

DAY = date(2026, 6, 1)
DAILY = Wish(Cadence.DAILY, at_once=True)
OFFICER = Actor("officer", Role.OFFICER)
AT_ONCE = Patience(waits=(timedelta(0),) * 5)


def fact(key: str, use_case: str = "bot") -> Fact:
    """Something that concerns the lead and services."""
    return Fact(key, use_case, "Bot", f"{key} happened", "/", DAY, frozenset({"lead"}), shared=True)


@pytest.fixture
def store(database: Database) -> Database:
    """A lead who is told daily."""
    people = (User("officer", "Officer", Role.OFFICER), User("lead", "Lead", Role.TEAM_LEAD))
    add_users(database, AddUsers(people), SYSTEM)
    choose_telling(database, ChooseTelling("lead", "lead@firm.example", DAILY, DAY), SYSTEM)
    return database


def write(database: Database, *facts: Fact, on: date = DAY) -> int:
    """How many letters a round writes."""
    return len(put_letters(database, facts, recipients(database, mail=True), on, SYSTEM))


class Postman:
    """Delivers, or fails as often as it is told to."""

    def __init__(self, failures: int = 0, *, lasting: bool = False) -> None:
        self.failures, self.lasting = failures, lasting
        self.delivered: list[tuple[str, Target]] = []

    def __call__(self, letter: Letter, target: Target) -> None:
        """Take a letter."""
        if self.failures:
            self.failures -= 1
            raise NotDelivered("The mail server is down.", lasting=self.lasting)
        self.delivered.append((letter.key, target))


def test_a_letter_is_written_and_sent_once(store: Database) -> None:
    """Two rounds: one letter to the address of now; its events name no address."""
    postman = Postman()
    assert (write(store, fact("a")), write(store, fact("a"))) == (1, 0)
    choose_telling(store, ChooseTelling("lead", "moved@firm.example", DAILY, DAY), SYSTEM)
    assert send_waiting(store, postman, SYSTEM).sent == 1
    assert send_waiting(store, postman, SYSTEM).sent == 0

    ((key, target),) = postman.delivered
    assert key == "digest/person:lead/2026-06-01"
    assert getattr(target, "address", "") == "moved@firm.example"
    with store.read() as connection:
        bodies = " ".join(connection.execute(text("SELECT body FROM events")).scalars())
        rows = str(connection.execute(text("SELECT * FROM letters")).all())
    assert "letter.sent" in bodies
    assert "@firm.example" not in bodies + rows
    assert verify_chain(store) == ()


def test_a_failure_is_tried_again(store: Database) -> None:
    """Twice down, then up: one letter; meanwhile it waits for its time."""
    write(store, fact("a"))
    assert send_waiting(store, Postman(1), SYSTEM).problems == ("The mail server is down.",)
    later = Postman()
    assert send_waiting(store, later, SYSTEM).sent == 0
    with store.write(SYSTEM) as tx:
        tx.connection.execute(text("UPDATE letters SET next_at = '2026-01-01 00:00:00+00:00'"))
    assert send_waiting(store, later, SYSTEM).sent == 1


def test_it_is_given_up_after_the_sixth_and_told_anew(store: Database) -> None:
    """The sentence stands there; what it told is in the next letter, because nothing may be lost."""
    write(store, fact("a"))
    done = send_waiting(store, Postman(99), SYSTEM, AT_ONCE)

    assert len(done.problems) == 6
    with store.read() as connection:
        (lost,) = undelivered(connection)
        assert waiting_letters(connection) == 0
    assert (lost.recipient, lost.problem) == ("person:lead", "The mail server is down.")
    assert write(store, fact("a"), on=DAY + timedelta(days=1)) == 1
    assert send_waiting(store, Postman(), SYSTEM).sent == 1
    with store.read() as connection:
        assert undelivered(connection) == ()


def test_what_would_never_work_is_given_up_at_once(store: Database) -> None:
    """An address that does not exist is not asked six times."""
    write(store, fact("a"))
    assert len(send_waiting(store, Postman(9, lasting=True), SYSTEM, AT_ONCE).problems) == 1
    with store.read() as connection:
        assert len(undelivered(connection)) == 1


def test_a_crash_between_sending_and_recording_sends_again_later(store: Database) -> None:
    """The claim keeps everybody off while it holds; then the same letter goes out under the same key."""
    write(store, fact("a"))
    first: list[str] = []

    def crash(letter: Letter, _target: Target) -> None:
        first.append(letter.key)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_waiting(store, crash, SYSTEM)
    second = Postman()
    assert send_waiting(store, second, SYSTEM).sent == 0
    with store.write(SYSTEM) as tx:
        tx.connection.execute(text("UPDATE letters SET claimed_until = '2026-01-01 00:00:00+00:00'"))
    assert send_waiting(store, second, SYSTEM).sent == 1
    assert [key for key, _ in second.delivered] == first


def test_whoever_wants_no_more_gets_no_more(store: Database) -> None:
    """Switched off, or gone, between writing and sending: dropped."""
    write(store, fact("a"))
    choose_telling(store, ChooseTelling("lead", "", Wish(), DAY), SYSTEM)
    postman = Postman()
    assert send_waiting(store, postman, SYSTEM).sent == 0
    choose_telling(store, ChooseTelling("lead", "lead@firm.example", DAILY, DAY), SYSTEM)
    write(store, fact("b"), on=DAY + timedelta(days=1))
    change_role(store, ChangeRole("lead", Role.TEAM_LEAD, active=False, revision=1), OFFICER)
    assert send_waiting(store, postman, SYSTEM).sent == 0
    assert postman.delivered == []
    assert recipients(store, mail=True) == ()


def test_services_are_told_too_and_people_only_by_mail(store: Database) -> None:
    """A webhook gets what is shared; without a mail server no letter to a person is even written."""
    add_webhook(store, AddWebhook("Channel", Kind.SLACK, "https://hooks.example/x", DAILY, DAY), OFFICER)
    assert len(recipients(store, mail=True)) == 2
    to = recipients(store, mail=False)
    assert [one.user_id for one in to] == [None]
    put_letters(store, [fact("a")], to, DAY, SYSTEM)
    postman = Postman()
    assert send_waiting(store, postman, SYSTEM).sent == 1
    assert getattr(postman.delivered[0][1], "url", "") == "https://hooks.example/x"


def test_a_new_service_begins_anew(store: Database) -> None:
    """Although it may get the number of one that was removed, also on the same day."""
    postman = Postman()
    for name in ("Old", "New"):
        add_webhook(store, AddWebhook(name, Kind.SLACK, f"https://{name}.example/x", DAILY, DAY), OFFICER)
        put_letters(store, [fact("a")], recipients(store, mail=False), DAY, SYSTEM)
        assert send_waiting(store, postman, SYSTEM).sent == 1
        remove_webhook(store, RemoveWebhook(webhook_named(store, name).id), OFFICER)
    assert [getattr(target, "name", "") for _, target in postman.delivered] == ["Old", "New"]
    assert verify_chain(store) == ()


def test_an_unforeseen_error_names_no_address(store: Database) -> None:
    """What would stand in a log, should the database ever refuse a row: the statement, and none of its values."""
    with pytest.raises(Exception, match="INSERT INTO telling") as refused, store.write(SYSTEM) as tx:
        put_telling(tx, Telling("lead", "hidden@firm.example", replace(DAILY, since=DAY)), Telling("lead"))
    assert "hidden@firm.example" not in str(refused.value)


def test_long_letters_are_cut_and_count_the_rest(store: Database) -> None:
    """All of it is told; the first lines are written out."""
    seen: list[Letter] = []
    write(store, *(fact(f"k{number:03}") for number in range(MOST_LINES + 7)))
    send_waiting(store, lambda letter, _target: seen.append(letter), SYSTEM)

    assert (len(seen[0].facts), seen[0].more) == (MOST_LINES, 7)
    assert seen[0].facts[0].text == "k000 happened"


def test_only_the_dashboard_itself_and_the_office_send(sqlite_database: Database) -> None:
    """A lead cannot send letters in the dashboard's name."""
    with pytest.raises(NotPermitted):
        send_waiting(sqlite_database, Postman(), Actor("lead", Role.TEAM_LEAD))
    with pytest.raises(NotPermitted):
        put_letters(sqlite_database, [], (), DAY, Actor("auditor", Role.AUDITOR))


@pytest.fixture
def two(store: Database, database_url: str) -> Iterator[tuple[Database, Database]]:
    """Two processes at one store, as far as the store can tell."""
    other = Database.open(database_url)
    yield store, other
    other.close()


def test_two_rounds_at_once_send_nothing_twice(two: tuple[Database, Database]) -> None:
    """Eight people, two rounds that write and send at the same time: eight letters."""
    store, postman = two[0], Postman()
    for number in range(8):
        add_users(store, AddUsers((User(f"p{number}", f"P {number}", Role.TEAM_LEAD),)), SYSTEM)
        choose_telling(store, ChooseTelling(f"p{number}", f"p{number}@firm.example", DAILY, DAY), SYSTEM)
    facts = [Fact(f"f{n}", "bot", "Bot", "t", "/", DAY, frozenset({f"p{n}"})) for n in range(8)]

    def go(database: Database) -> tuple[int, int]:
        written = len(put_letters(database, facts, recipients(database, mail=True), DAY, SYSTEM))
        return written, send_waiting(database, postman, SYSTEM).sent

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(go, two))
    assert sum(written for written, _ in done) == 8
    assert sum(sent for _, sent in done) + send_waiting(store, postman, SYSTEM).sent == 8
    assert sorted(key for key, _ in postman.delivered) == [f"digest/person:p{n}/2026-06-01" for n in range(8)]
