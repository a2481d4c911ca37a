"""People choose for themselves how they are told; no address ever reaches the ledger."""

from datetime import date

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.telling_store import telling_of, webhooks
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.telling import Cadence, Kind, Wish
from dashboard.domain.users import User
from dashboard.errors import AlreadyExists, ChangedSinceOpened, GovernanceError, InputRejected, NotFound, NotPermitted
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
LEAD, OFFICER = Actor("lead", Role.TEAM_LEAD), Actor("officer", Role.OFFICER)
DAILY = Wish(Cadence.DAILY, at_once=True)
HOOK = "https://hooks.example/services/T0/B0/secret-of-the-test"


@pytest.fixture
def store(database: Database) -> Database:
    """An officer and a lead."""
    people = (User("officer", "Officer", Role.OFFICER), User("lead", "Lead", Role.TEAM_LEAD))
    add_users(database, AddUsers(people), SYSTEM)
    return database


def ledger_text(database: Database) -> str:
    """Every word of the ledger."""
    with database.read() as connection:
        return " ".join(connection.execute(text("SELECT body FROM events")).scalars())


def test_a_choice_is_kept_and_its_address_stays_out_of_the_ledger(store: Database) -> None:
    """Rhythm and that an address was given, changed and removed are events; the addresses are not."""
    choose_telling(store, ChooseTelling("lead", " lead@firm.example ", DAILY, DAY, 0), LEAD)
    with store.read() as connection:
        found = telling_of(connection, "lead")
    assert (found.address, found.wish.cadence, found.wish.since, found.revision) == (
        "lead@firm.example", Cadence.DAILY, DAY, 1,
    )  # fmt: skip
    choose_telling(store, ChooseTelling("lead", "other@firm.example", DAILY, DAY, 1), LEAD)
    choose_telling(store, ChooseTelling("lead", "", Wish(), DAY, 2), LEAD)

    told = ledger_text(store)
    assert [told.count(f'"address":"{word}"') for word in ("given", "changed", "removed")] == [1, 1, 1]
    assert "firm.example" not in told
    assert verify_chain(store) == ()


def test_a_new_rhythm_does_not_start_anew(store: Database) -> None:
    """What was critical since somebody began to be told stays so; after an end it begins again."""
    choose_telling(store, ChooseTelling("lead", "a@firm.example", DAILY, DAY), LEAD)
    later = date(2026, 7, 1)
    choose_telling(store, ChooseTelling("lead", "a@firm.example", Wish(Cadence.WEEKLY), later), LEAD)
    with store.read() as connection:
        assert telling_of(connection, "lead").wish.since == DAY
    choose_telling(store, ChooseTelling("lead", "a@firm.example", Wish(), later), LEAD)
    choose_telling(store, ChooseTelling("lead", "a@firm.example", DAILY, later), LEAD)
    with store.read() as connection:
        assert telling_of(connection, "lead").wish.since == later


def test_nobody_chooses_for_others(store: Database) -> None:
    """Not even the officer; an auditor chooses nothing; the command line does, for whoever has the machine."""
    command = ChooseTelling("lead", "a@firm.example", DAILY, DAY)
    with pytest.raises(NotPermitted, match="Everybody chooses for themselves"):
        choose_telling(store, command, OFFICER)
    with pytest.raises(NotPermitted):
        choose_telling(store, command, Actor("lead", Role.AUDITOR))
    assert choose_telling(store, command, SYSTEM) > 0
    with pytest.raises(NotFound, match="Nobody here has the id `ghost`"):
        choose_telling(store, ChooseTelling("ghost", "a@firm.example", DAILY, DAY), SYSTEM)


def test_a_stale_tab_and_a_double_click(store: Database) -> None:
    """The second form with an old revision is told; the same command twice is one event."""
    first = ChooseTelling("lead", "a@firm.example", DAILY, DAY, 0, "k")
    assert choose_telling(store, first, LEAD) == choose_telling(store, first, LEAD)
    with pytest.raises(ChangedSinceOpened, match="has changed since you opened the page"):
        choose_telling(store, ChooseTelling("lead", "b@firm.example", DAILY, DAY, 0), LEAD)


@pytest.mark.parametrize(
    "address",
    ["no address", "a@b", "a@@firm.example", "a@firm.example\nBcc: all@firm.example", "a b@firm.example",
     "<a@firm.example>", "a@firm..example", "ä@firm.example", "-oX@firm.example", f"{'a' * 65}@firm.example",
     "a@firm.example, b@firm.example", '"a b"@firm.example', "a@-firm.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_unquoted(store: Database, address: str) -> None:
    """One plain sentence that says what an address looks like and does not repeat this one."""
    with pytest.raises(InputRejected, match="How you are told was not saved") as refused:
        choose_telling(store, ChooseTelling("lead", address, DAILY, DAY), LEAD)
    assert "what is no e-mail address" in str(refused.value) or "at most 254" in str(refused.value)
    assert address not in str(refused.value)


def test_a_digest_needs_an_address(store: Database) -> None:
    """A wish that could not be met is refused; none needs none."""
    with pytest.raises(InputRejected, match="an e-mail address, for it is where the digest goes"):
        choose_telling(store, ChooseTelling("lead", "", DAILY, DAY), LEAD)
    assert choose_telling(store, ChooseTelling("lead", "", Wish(), DAY), LEAD) > 0


def test_a_webhook_is_kept_and_its_secret_stays_out_of_the_ledger(store: Database) -> None:
    """Name and form are events; the address is only in its row, and gone from it afterwards."""
    add_webhook(store, AddWebhook("Channel", Kind.SLACK, HOOK, DAILY, DAY), OFFICER)
    found = webhook_named(store, "Channel")
    assert (found.url, found.host, found.kind) == (HOOK, "hooks.example", Kind.SLACK)
    with pytest.raises(AlreadyExists, match="There is a webhook `Channel`"):
        add_webhook(store, AddWebhook("Channel", Kind.TEAMS, HOOK, DAILY, DAY), OFFICER)
    remove_webhook(store, RemoveWebhook(found.id), OFFICER)

    with store.read() as connection:
        assert webhooks(connection) == ()
    assert "Channel" in ledger_text(store)
    assert "secret-of-the-test" not in ledger_text(store)
    assert "secret-of-the-test" not in repr(AddWebhook("Channel", Kind.SLACK, HOOK, DAILY, DAY))


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.TEAM_LEAD, Role.AUDITOR, Role.READER])
def test_only_the_officer_sets_up_webhooks(store: Database, role: Role) -> None:
    """Data leaves the house through them."""
    with pytest.raises(NotPermitted, match="may not set up webhooks"):
        add_webhook(store, AddWebhook("Channel", Kind.SLACK, HOOK, DAILY, DAY), Actor("x", role))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://hooks.example/x", "an https address"),
        ("file:///etc/passwd", "an https address"),
        ("hooks.example/x", "an https address"),
        ("https://", "an https address"),
        ("https://[", "an https address"),
        ("https://hooks.example:99999/x", "an https address"),
        ("https://user:pass@hooks.example/x", "an https address without one"),
        ("https://hooks.example/x\r\nHost: evil", "in plain letters, no blanks"),
        ("https://hooks.example/" + "x" * 2_000, "at most 2,000"),
    ],
)
def test_what_is_no_webhook_is_refused_unquoted(sqlite_database: Database, url: str, words: str) -> None:
    """The sentence names what is wrong and repeats nothing of a secret."""
    with pytest.raises(InputRejected, match="The webhook was not saved") as refused:
        add_webhook(sqlite_database, AddWebhook("Channel", Kind.PLAIN, url, DAILY, DAY), OFFICER)
    assert words in str(refused.value)
    assert "pass@" not in str(refused.value)
    assert sqlite_database.data_version() == 0


def test_there_is_an_end_to_webhooks_and_unknown_ones_are_told(sqlite_database: Database) -> None:
    """Twenty, and a plain sentence for one that is not there."""
    for number in range(20):
        add_webhook(sqlite_database, AddWebhook(f"W{number}", Kind.PLAIN, HOOK, DAILY, DAY), OFFICER)
    with pytest.raises(GovernanceError, match="There are 20 webhooks"):
        add_webhook(sqlite_database, AddWebhook("one more", Kind.PLAIN, HOOK, DAILY, DAY), OFFICER)
    with pytest.raises(NotFound):
        remove_webhook(sqlite_database, RemoveWebhook(99), OFFICER)
    with pytest.raises(NotFound, match="There is no webhook `W99`"):
        webhook_named(sqlite_database, "W99")


def test_an_address_is_forgotten_when_access_ends(store: Database) -> None:
    """Not kept for a return; the ledger says that it was removed."""
    choose_telling(store, ChooseTelling("lead", "lead@firm.example", DAILY, DAY), LEAD)
    change_role(store, ChangeRole("lead", Role.TEAM_LEAD, active=False, revision=1), OFFICER)
    change_role(store, ChangeRole("lead", Role.TEAM_LEAD, active=True, revision=2), OFFICER)
    with store.read() as connection:
        found = telling_of(connection, "lead")
    assert (found.address, found.wish.wants_any) == ("", False)
    assert '"address":"removed"' in ledger_text(store)
    assert verify_chain(store) == ()
