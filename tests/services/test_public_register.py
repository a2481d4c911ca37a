"""The public register: chosen by the team, approved by somebody who is not involved, taken out with a reason."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.publications import public_now, steps
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotPermitted, RegistryInvalid
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.public_register import (
    AskPublication,
    ChoosePublic,
    TakeOut,
    ask_publication,
    choose_public,
    take_out,
)
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.screens.requests import load_requests
from dashboard.services.sources import Sources
from tests.small_charter import CHARTER

DAY = date(2026, 11, 27)
LEAD, OTHER = Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD)
OFFICER, DEPUTY, READER = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY), Actor("reader", Role.READER)


@pytest.fixture
def sources(database: Database) -> Sources:
    """A store with an officer, a deputy, two leads, and the lead's live use case."""
    people = (LEAD, OTHER, OFFICER, DEPUTY, READER)
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)), SYSTEM)
    bot = UseCase(id="bot", title="Bot", purpose="Answer", owner="lead", team="Service", lifecycle="live")
    register_use_case(database, RegisterUseCase(bot), SYSTEM)
    return Sources(database, CHARTER, None, Path("nowhere"), DAY)


def revision(sources: Sources) -> int:
    """The record's revision."""
    found = use_case_record(sources.database, "bot")
    assert found is not None
    return found[1]


def choose(sources: Sources, actor: Actor = LEAD, **changes: Any) -> None:
    """Choose what is public."""
    values = {"use_case": "bot", "revision": revision(sources), "shown": {"supplier": False},
              "words": {"complaint": "Write to us."}, "language": "en"} | changes  # fmt: skip
    choose_public(sources.database, ChoosePublic(**values), actor)


def ask(sources: Sources, actor: Actor = LEAD, **changes: Any) -> int:
    """Ask that it be published; returns the request."""
    values = {"use_case": "bot", "revision": revision(sources), "reason": "It is live.", "as_of": DAY} | changes
    ask_publication(sources, AskPublication(**values), actor)
    with sources.database.read() as connection:
        return waiting_requests(connection, "bot")[-1].id


def publish(sources: Sources, actor: Actor = OFFICER, *, granted: bool = True) -> None:
    """Ask, and rule on it."""
    rule_on(sources.database, RuleOn(ask(sources), "It reads well.", DAY, granted=granted), actor)


def public(sources: Sources) -> dict[str, Any]:
    """What is public."""
    with sources.database.read() as connection:
        return public_now(connection)


def test_an_entry_is_public_once_somebody_else_approved_it(sources: Sources) -> None:
    """Choosing and asking publish nothing; the approval publishes what was read, with who and when."""
    choose(sources)
    number = ask(sources)
    assert public(sources) == {}
    before = revision(sources)
    rule_on(sources.database, RuleOn(number, "It reads well.", DAY, granted=True), OFFICER)
    found = public(sources)["bot"]
    assert (found.asked_by, found.approved_by, found.on) == ("lead", "officer", DAY)
    assert found.entry.text("complaint") == "Write to us."
    assert found.entry.state("supplier") == "hidden"
    assert revision(sources) == before
    assert not list(verify_chain(sources.database))


def test_what_is_public_stays_as_it_was_approved(sources: Sources) -> None:
    """A later change of the record changes nothing that is public."""
    publish(sources)
    choose(sources, words={"purpose": "Other words"})
    assert public(sources)["bot"].entry.text("purpose") == "Answer"


@pytest.mark.parametrize(("actor", "why"), [(LEAD, "may not publish"), (READER, "may not publish")])
def test_only_the_officer_and_the_deputy_approve(sources: Sources, actor: Actor, why: str) -> None:
    """A lead or a reader is refused with a sentence, and nothing is public."""
    number = ask(sources, OTHER)
    with pytest.raises(NotPermitted, match=why):
        rule_on(sources.database, RuleOn(number, "x", DAY, granted=True), actor)
    assert public(sources) == {}


def test_whoever_chose_or_asked_cannot_approve(sources: Sources) -> None:
    """The officer who wrote the words, or asked, is told who may instead."""
    choose(sources, OFFICER)
    number = ask(sources, LEAD)
    with pytest.raises(NotPermitted, match=r"because you changed it\. Deputy may"):
        rule_on(sources.database, RuleOn(number, "x", DAY, granted=True), OFFICER)
    rule_on(sources.database, RuleOn(number, "x", DAY, granted=True), DEPUTY)
    assert public(sources)["bot"].approved_by == "deputy"


def test_who_changes_the_words_while_it_waits_cannot_approve(sources: Sources) -> None:
    """Whoever touches the record meanwhile is involved, although the entry that waits stays as it was asked for."""
    number = ask(sources)
    choose(sources, DEPUTY)
    with pytest.raises(NotPermitted, match="because you changed it"):
        rule_on(sources.database, RuleOn(number, "x", DAY, granted=True), DEPUTY)


def test_an_approval_of_the_use_case_approves_no_public_words(sources: Sources) -> None:
    """The officer who wrote the words cannot publish them after the deputy approved the use case as a whole."""
    choose(sources, OFFICER)
    submit_use_case(sources.database, SubmitUseCase("bot", revision(sources), DAY), LEAD)
    decide_use_case(
        sources.database, CHARTER, DecideUseCase("bot", revision(sources), "approved", "Fine.", DAY), DEPUTY
    )
    number = ask(sources, OTHER)
    with pytest.raises(NotPermitted, match="because you changed it"):
        rule_on(sources.database, RuleOn(number, "x", DAY, granted=True), OFFICER)
    rule_on(sources.database, RuleOn(number, "x", DAY, granted=True), DEPUTY)
    choose(sources, OTHER, words={"purpose": "Other words"})
    rule_on(sources.database, RuleOn(ask(sources, OTHER), "x", DAY, granted=True), OFFICER)


def test_an_old_sign_in_approves_and_takes_out_nothing(sources: Sources) -> None:
    """Publishing and taking out ask for a fresh sign-in like other decisions."""
    number = ask(sources)
    stale = replace(OFFICER, fresh=False)
    with pytest.raises(NotPermitted, match="Sign in again"):
        rule_on(sources.database, RuleOn(number, "x", DAY, granted=True), stale)
    with pytest.raises(NotPermitted, match="Sign in again"):
        take_out(sources.database, TakeOut("bot", "x", DAY), stale)


def test_a_refused_entry_is_not_public(sources: Sources) -> None:
    """A refusal keeps what was public before."""
    publish(sources)
    choose(sources, words={"purpose": "Other words"})
    publish(sources, granted=False)
    assert public(sources)["bot"].entry.text("purpose") == "Answer"


def test_taking_out_needs_a_reason_and_keeps_the_history(sources: Sources) -> None:
    """What was public stays in the ledger, with who took it out and why; it can be published again."""
    publish(sources)
    with pytest.raises(InputRejected, match="a reason in words"):
        take_out(sources.database, TakeOut("bot", "  ", DAY), OFFICER)
    with pytest.raises(NotPermitted):
        take_out(sources.database, TakeOut("bot", "no", DAY), LEAD)
    command = TakeOut("bot", "The bot was switched off.", DAY)
    take_out(sources.database, command, OFFICER)
    assert take_out(sources.database, command, OFFICER).replayed
    assert public(sources) == {}
    with sources.database.read() as connection:
        told = [(one.use_case, one.by, one.reason, one.published is None) for one in steps(connection)]
    assert told == [("bot", "officer", "It reads well.", False), ("bot", "officer", "The bot was switched off.", True)]
    with pytest.raises(Conflict, match="is not in the public register"):
        take_out(sources.database, TakeOut("bot", "again", DAY), OFFICER)
    publish(sources)
    assert "bot" in public(sources)


def test_nothing_is_asked_for_twice_or_without_a_difference(sources: Sources) -> None:
    """A second request waits behind the first, and an entry that is public word for word is not asked for."""
    number = ask(sources)
    with pytest.raises(Conflict, match="The publication for the public register was asked for"):
        ask(sources)
    rule_on(sources.database, RuleOn(number, "x", DAY, granted=True), OFFICER)
    with pytest.raises(Conflict, match="says the same already"):
        ask(sources)


def test_a_stale_page_chooses_and_asks_nothing(sources: Sources) -> None:
    """Who saw an older record is told so."""
    old = revision(sources)
    choose(sources)
    with pytest.raises(ChangedSinceOpened):
        choose(sources, revision=old, words={})
    with pytest.raises(ChangedSinceOpened):
        ask(sources, revision=old)


def test_a_choice_that_nobody_offers_is_refused(sources: Sources) -> None:
    """How to complain cannot be hidden, and measured fields have no words."""
    with pytest.raises(RegistryInvalid, match=r"public\.show\.complaint"):
        choose(sources, shown={"complaint": False})
    with pytest.raises(RegistryInvalid, match=r"public\.words\.fairness"):
        choose(sources, words={"fairness": "Perfectly fair."})


def test_who_rules_reads_every_field(sources: Sources) -> None:
    """The request on the page holds the whole entry, and says what it does not state."""
    choose(sources)
    ask(sources)
    (waiting,) = load_requests(sources, "bot").waiting
    assert waiting.what == "Publication in the public register"
    facts = dict(waiting.facts)
    assert facts["How you complain"] == "Write to us."
    assert facts["Who made it"] == "Not published"
    assert facts["How you opt out"] == "Not stated"
