"""What one person asks for, another rules on: waivers through the generic four eyes, in the service and in SQL."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.requests_store import involved_in_request, rulings_of, waiting_requests
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.durations import Duration
from dashboard.domain.registry import UseCase
from dashboard.domain.waivers import in_force_until
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.waive import AskWaiver, ask_waiver
from tests.services.cast import AUDITOR, DEPUTY, LEAD, OFFICER, OTHER, enter, opened
from tests.small_charter import CHARTER

DAY = date(2026, 11, 27)
UNTIL = DAY + timedelta(days=60)


@pytest.fixture
def store(database: Database) -> Database:
    """A store with an officer, a deputy, two leads, and the lead's live use case."""
    enter(database, LEAD, OTHER, OFFICER, DEPUTY, AUDITOR)
    bot = UseCase(id="bot", title="Bot", purpose="Answer", owner="lead", lifecycle="live")
    register_use_case(database, RegisterUseCase(bot), SYSTEM)
    return database


def asked(database: Database, actor: Actor = OTHER, **changes: Any) -> int:
    """Ask for the waiver; returns the request's id."""
    values = {"use_case": "bot", "clause": "OVS-01", "until": UNTIL, "reason": "The vendor repairs it.",
              "compensating_measure": "A person listens in.", "as_of": DAY} | changes  # fmt: skip
    ask_waiver(database, CHARTER, AskWaiver(**values), actor)
    with database.read() as connection:
        return waiting_requests(connection, "bot")[-1].id


def test_a_waiver_is_granted_by_somebody_else_and_counts_until_its_day(store: Database) -> None:
    """The granted waiver stands in the record with who, when, why and what protects people meanwhile."""
    number = asked(store)
    rule_on(store, RuleOn(number, "Short and watched.", DAY, granted=True), OFFICER)
    (waiver,) = opened(store)[0].waivers
    assert (waiver.clause, waiver.until, waiver.granted, waiver.approved_by) == ("OVS-01", UNTIL, DAY, "officer")
    assert waiver.compensating_measure == "A person listens in."
    longest = Duration(180, "d")
    assert in_force_until(waiver, UNTIL, longest) == UNTIL
    assert in_force_until(waiver, UNTIL + timedelta(days=1), longest) is None
    assert not list(verify_chain(store))


def test_a_refusal_changes_no_record_and_is_kept(store: Database) -> None:
    """A refused waiver leaves the record as it was; the ruling keeps its reason."""
    number, before = asked(store), opened(store)
    rule_on(store, RuleOn(number, "Repair it.", DAY, granted=False), OFFICER)
    with store.read() as connection:
        (ruling,) = rulings_of(connection, "bot")
        assert waiting_requests(connection, "bot") == ()
    assert (ruling.granted, ruling.ruled_by, ruling.reason) == (False, "officer", "Repair it.")
    assert opened(store) == before


@pytest.mark.parametrize("asker", [OFFICER, DEPUTY])
def test_nobody_rules_on_what_they_asked_for(store: Database, asker: Actor) -> None:
    """The officer's own request needs the deputy, and the other way round; the sentence names who may."""
    number, other = asked(store, asker), DEPUTY if asker is OFFICER else OFFICER
    with pytest.raises(NotPermitted, match=rf"because you asked for it\. {other.user_id.title()} may"):
        rule_on(store, RuleOn(number, "Mine.", DAY, granted=True), asker)
    rule_on(store, RuleOn(number, "Not mine.", DAY, granted=True), other)


def test_an_owner_and_an_earlier_owner_cannot_rule(store: Database) -> None:
    """Giving the use case away and back again does not help: the ledger knows who ever owned it."""
    use_case, revision = opened(store)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"owner": "officer"}), revision), LEAD)
    use_case, revision = opened(store)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"owner": "lead"}), revision), LEAD)
    with pytest.raises(NotPermitted, match="because you owned it once"):
        rule_on(store, RuleOn(asked(store), "Fine.", DAY, granted=True), OFFICER)


def test_whoever_changes_it_while_it_waits_cannot_rule(store: Database) -> None:
    """An officer who edits the record after the request was made is involved."""
    number = asked(store)
    use_case, revision = opened(store)
    change_use_case(store, ChangeUseCase(use_case.model_copy(update={"purpose": "Other"}), revision), OFFICER)
    with pytest.raises(NotPermitted, match="because you changed it"):
        rule_on(store, RuleOn(number, "Fine.", DAY, granted=True), OFFICER)


@pytest.mark.parametrize("actor", [LEAD, OTHER, AUDITOR, SYSTEM])
def test_only_officer_and_deputy_rule(store: Database, actor: Actor) -> None:
    """A team lead, an auditor and the program itself grant nothing."""
    number = asked(store)
    with pytest.raises(NotPermitted):
        rule_on(store, RuleOn(number, "Fine.", DAY, granted=True), actor)


def test_a_ruling_is_made_once(store: Database) -> None:
    """A replayed click writes nothing new; a second ruling is refused."""
    command = RuleOn(asked(store), "Fine.", DAY, granted=True)
    rule_on(store, command, OFFICER)
    after = store.data_version()
    assert rule_on(store, command, OFFICER).replayed
    assert store.data_version() == after
    with pytest.raises(Conflict, match="was ruled on already"):
        rule_on(store, RuleOn(command.request, "No.", DAY, granted=False), DEPUTY)
    with pytest.raises(NotFound, match="There is no request 99"):
        rule_on(store, RuleOn(99, "Fine.", DAY, granted=True), OFFICER)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"until": DAY + timedelta(days=181)}, "no later than 2027-05-26 \\(the charter allows 180 days\\)"),
        ({"until": DAY}, "a day after 2026-11-27"),
        ({"until": DAY - timedelta(days=1)}, "a day after 2026-11-27"),
        ({"reason": " "}, "reason: found nothing but blanks"),
        ({"compensating_measure": "\t"}, "compensating measure: found nothing but blanks"),
        ({"clause": "NOT-01"}, "a clause of charter 1"),
    ],
)
def test_a_bad_request_is_refused_in_one_sentence(store: Database, changes: dict[str, Any], expected: str) -> None:
    """Too long, backdated, without reason or measure, about no clause: nothing is stored."""
    before = store.data_version()
    with pytest.raises(InputRejected, match=expected):
        asked(store, **changes)
    assert store.data_version() == before


def test_an_expired_or_backdated_ruling_is_refused(store: Database) -> None:
    """Nobody grants a waiver whose last day has come, nor one dated before it was asked for."""
    number = asked(store)
    with pytest.raises(Conflict, match="that day has come"):
        rule_on(store, RuleOn(number, "Fine.", UNTIL, granted=True), OFFICER)
    with pytest.raises(Conflict, match="cannot be dated 2026-11-26"):
        rule_on(store, RuleOn(number, "Fine.", DAY - timedelta(days=1), granted=True), OFFICER)


def test_a_renewal_is_a_new_decision(store: Database) -> None:
    """The same cannot be asked twice at once; after the ruling it can, and both waivers stand in the record."""
    first = asked(store)
    with pytest.raises(Conflict, match="was asked for on 2026-11-27 and waits"):
        asked(store)
    rule_on(store, RuleOn(first, "Fine.", DAY, granted=True), OFFICER)
    later = UNTIL - timedelta(days=10)
    second = asked(store, as_of=later, until=later + timedelta(days=100))
    rule_on(store, RuleOn(second, "Once more.", later, granted=True), DEPUTY)
    assert [(one.approved_by, one.granted) for one in opened(store)[0].waivers] == [
        ("officer", DAY),
        ("deputy", later),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE requests SET asked_by = 'lead'",
        "DELETE FROM request_involvements",
        "INSERT INTO rulings VALUES (1, 'officer', 'officer', {true}, 'r', '2026-11-27')",
        "INSERT INTO rulings VALUES (1, 'lead', 'officer', {true}, 'r', '2026-11-27')",
        "INSERT INTO request_involvements VALUES (1, 'officer', 'own it')",
    ],
)
def test_sql_cannot_rule_for_the_asker(store: Database, statement: str) -> None:
    """Past the services, too, the database refuses changed rows and rulings by who is involved."""
    asked(store, OFFICER)
    true = "1" if store.writer.dialect.name == "sqlite" else "true"
    refused = "nobody rules|only ever added|not_by_asker|duplicate key|(?i:foreign key)"
    with pytest.raises(DBAPIError, match=refused), store.writer.begin() as connection:
        connection.exec_driver_sql(statement.format(true=true))
    with store.read() as connection:
        assert involved_in_request(connection, 1) == {"lead": "own it", "officer": "asked for it"}
