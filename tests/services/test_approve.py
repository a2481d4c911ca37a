"""Nobody decides about their own work: not on the screen's road, not by a service, not by SQL."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from dashboard.adapters.approvals_store import decisions_of
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.approvals import Condition, Outcome, material_changes
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import (
    ChangedSinceOpened,
    Conflict,
    GovernanceError,
    InputRejected,
    NotFound,
    NotPermitted,
    RegistryInvalid,
)
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.ledger import verify
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from tests.small_charter import CHARTER

DAY = date(2026, 11, 27)
LEAD, OTHER = Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD)
OFFICER, DEPUTY, AUDITOR = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY), Actor("auditor", Role.AUDITOR)


@pytest.fixture
def store(database: Database) -> Database:
    """A store with an officer, a deputy, two leads, and the lead's draft."""
    people = (LEAD, OTHER, OFFICER, DEPUTY, AUDITOR)
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)), SYSTEM)
    draft = UseCase(id="bot", title="Bot", purpose="Answer", owner="lead")
    register_use_case(database, RegisterUseCase(draft), LEAD)
    return database


def opened(database: Database) -> tuple[UseCase, int]:
    """The use case and its revision as a page shows it."""
    found = use_case_record(database, "bot")
    assert found is not None
    return found


def change(database: Database, actor: Actor, **fields: Any) -> None:
    """Change some fields."""
    use_case, revision = opened(database)
    changed = UseCase.model_validate({**use_case.model_dump(exclude_none=True), **fields})
    change_use_case(database, ChangeUseCase(changed, revision), actor)


def submit(database: Database, actor: Actor = LEAD) -> None:
    """Ask for an approval of what stands there now."""
    submit_use_case(database, SubmitUseCase("bot", opened(database)[1], DAY), actor)


def decide(
    database: Database, actor: Actor, outcome: Outcome = "approved", *conditions: str, reason: str = "fine"
) -> None:
    """Decide about what stands there now."""
    asked = tuple(Condition(one, DAY + timedelta(days=30)) for one in conditions)
    command = DecideUseCase("bot", opened(database)[1], outcome, reason, DAY, asked)
    decide_use_case(database, CHARTER, command, actor)


def decided(database: Database) -> list[tuple[str, str]]:
    """Who decided what, newest first."""
    with database.read() as connection:
        return [(one.decided_by, one.outcome) for one in decisions_of(connection, "bot")]


def test_the_officer_decides_what_a_lead_submits(store: Database) -> None:
    """Submitted, sent back, submitted again, approved with a condition: each step is on record, in the ledger too."""
    submit(store)
    decide(store, OFFICER, "changes_requested", reason="say who may stop it")
    change(store, LEAD, purpose="Answer questions")
    submit(store)
    decide(store, DEPUTY, "approved_with_conditions", "Test the stop switch by March")

    assert decided(store) == [("deputy", "approved_with_conditions"), ("officer", "changes_requested")]
    assert opened(store)[0].lifecycle == "approved_with_conditions"
    assert verify_chain(store) == ()


def test_who_sent_it_back_decides_again(store: Database) -> None:
    """Deciding is no change of the use case: the officer who asked for changes may approve them."""
    submit(store)
    decide(store, OFFICER, "changes_requested", reason="say who may stop it")
    change(store, LEAD, purpose="Answer questions")
    submit(store)
    decide(store, OFFICER)

    assert decided(store) == [("officer", "approved"), ("officer", "changes_requested")]


@pytest.mark.parametrize("who", [LEAD, OTHER, AUDITOR])
def test_only_officer_and_deputy_decide(store: Database, who: Actor) -> None:
    """A team lead, their own use case or not, and an auditor are refused by role."""
    submit(store)

    with pytest.raises(NotPermitted, match="may not decide about use cases"):
        decide(store, who)
    assert decided(store) == []


def test_the_officers_own_use_case_needs_the_deputy(store: Database) -> None:
    """An officer who owns, submits or changes a use case is told who may decide instead."""
    change(store, LEAD, owner="officer")
    submit(store, OFFICER)

    with pytest.raises(NotPermitted, match=r"because you own it\. Deputy may decide"):
        decide(store, OFFICER)
    decide(store, DEPUTY)
    assert decided(store) == [("deputy", "approved")]


def test_giving_it_away_for_a_day_changes_nothing(store: Database) -> None:
    """Reassign, decide, reassign back: whoever ever owned it is involved, by the ledger."""
    change(store, LEAD, owner="officer")
    change(store, LEAD, owner="lead")
    submit(store)

    with pytest.raises(NotPermitted, match="because you owned it once"):
        decide(store, OFFICER)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_who_changed_it_does_not_decide(store: Database, moment: str) -> None:
    """A change before the submission or while it waits makes its author involved."""
    if moment == "before":
        change(store, OFFICER, expected_benefit="Shorter waiting")
    submit(store)
    if moment == "after":
        change(store, OFFICER, expected_benefit="Shorter waiting")

    with pytest.raises(NotPermitted, match="because you changed it"):
        decide(store, OFFICER)


def test_when_everybody_is_involved_the_sentence_says_so(store: Database) -> None:
    """Nobody eligible is not a dead end without a word: a deputy has to be named."""
    change(store, DEPUTY, expected_benefit="Shorter waiting")
    submit(store, OFFICER)

    with pytest.raises(NotPermitted, match="Nobody remains who may: name a deputy first"):
        decide(store, OFFICER)


def test_a_material_change_after_submission_is_submitted_again(store: Database) -> None:
    """What is approved is what was submitted: a new purpose in between is not waved through."""
    submit(store)
    change(store, LEAD, purpose="Sell")

    with pytest.raises(Conflict, match="changed materially after it was submitted"):
        decide(store, OFFICER)


def test_a_stale_tab_decides_nothing(store: Database) -> None:
    """A decision about a version that is no longer there is refused, and one that was sent twice is one."""
    submit(store)
    revision = opened(store)[1]
    change(store, LEAD, expected_benefit="Shorter waiting")

    with pytest.raises(ChangedSinceOpened):
        decide_use_case(store, CHARTER, DecideUseCase("bot", revision, "approved", "fine", DAY), OFFICER)
    again = DecideUseCase("bot", revision + 1, "approved", "fine", DAY)
    assert not decide_use_case(store, CHARTER, again, OFFICER).replayed
    assert decide_use_case(store, CHARTER, again, OFFICER).replayed
    assert decided(store) == [("officer", "approved")]


def test_what_waits_for_nothing_is_not_decided(store: Database) -> None:
    """Without a submission, after a decision, or for an unknown id there is nothing to decide."""
    with pytest.raises(Conflict, match="waits for no decision"):
        decide(store, OFFICER)
    submit(store)
    with pytest.raises(Conflict, match="cannot be submitted now"):
        submit(store)
    decide(store, OFFICER, "rejected")
    with pytest.raises(Conflict, match="waits for no decision"):
        decide(store, DEPUTY)
    with pytest.raises(NotFound):
        submit_use_case(store, SubmitUseCase("nobody", 1, DAY), LEAD)


@pytest.mark.parametrize(
    ("outcome", "conditions", "reason"),
    [("approved", (), "  "), ("approved_with_conditions", (), "ok"), ("approved_with_conditions", (" ",), "ok"),
     ("approved", ("one",), "ok")],
)  # fmt: skip
def test_a_decision_is_in_words(store: Database, outcome: Outcome, conditions: tuple[str, ...], reason: str) -> None:
    """Blank reasons and conditions, and conditions where there can be none, are refused."""
    submit(store)

    with pytest.raises(InputRejected):
        decide(store, OFFICER, outcome, *conditions, reason=reason)


@pytest.mark.parametrize(
    "fields",
    [
        {"lifecycle": "live"},
        {"lifecycle": "approved"},
        {"waivers": [{"clause": "FAI-02", "until": DAY, "reason": "r", "approved_by": "officer"}]},
        {"sign_offs": [{"kind": "review", "by": "officer", "on": DAY}]},
        {"triage": {"rule": "R14", "approved_by": "officer"}},
        {"evidence": [{"type": "dpia", "uploaded_by": "lead", "accepted_by": "officer"}]},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_plain_change_decides_nothing(store: Database, fields: dict[str, Any]) -> None:
    """Nobody writes themselves an approval, a waiver, a sign-off, a tier or an acceptance by editing the record."""
    with pytest.raises(RegistryInvalid):
        change(store, LEAD, **fields)
    new = UseCase.model_validate({"id": "new", "title": "New", **fields})
    with pytest.raises(RegistryInvalid):
        register_use_case(store, RegisterUseCase(new), OFFICER)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO decisions VALUES (1, 'lead', 'lead', 'approved', 'r', '[]', '2026-11-27', '{}')",
        "INSERT INTO decisions VALUES (1, 'somebody', 'lead', 'approved', 'r', '[]', '2026-11-27', '{}')",
        "INSERT INTO decisions VALUES (1, 'lead', 'other-lead', 'approved', 'r', '[]', '2026-11-27', '{}')",
        "INSERT INTO involvements VALUES (1, 'lead', 'not at all')",
        "UPDATE submissions SET submitted_by = 'somebody'",
        "DELETE FROM involvements",
        "UPDATE involvements SET user_id = 'somebody'",
        "DELETE FROM submissions",
    ],
)
def test_sql_decides_nothing_either(store: Database, sql: str) -> None:
    """The database refuses a decision by the submitter, under a false name, by an editor, and a tidied-up past."""
    submit(store)
    change(store, OTHER, expected_benefit="Shorter waiting")

    refused = "nobody decides|only ever added|not_by_submitter|duplicate key|(?i:foreign key)"
    with pytest.raises(DBAPIError, match=refused), store.writer.begin() as connection:
        connection.exec_driver_sql(sql)
    assert decided(store) == []


def test_a_decision_without_an_event_is_an_alarm(store: Database, tmp_path: Path) -> None:
    """Who adds a submission in another's name and decides it by SQL leaves no event, and verification names that."""
    kept = CheckpointFile(tmp_path / "kept", tmp_path / "key.pem")
    submit(store)
    decide(store, OFFICER)
    assert verify(store, kept).problems == ()
    with store.writer.begin() as connection:
        forged = "INSERT INTO submissions VALUES (9, 'bot', 1, 'somebody', NULL, '2026-11-27', 'f')"
        connection.exec_driver_sql(forged)
        connection.exec_driver_sql(
            "INSERT INTO decisions VALUES (9, 'somebody', 'lead', 'approved', 'r', '[]', '2026-11-27', '{}')"
        )

    assert [str(problem) for problem in verify(store, kept).problems] == [
        "decision about submission 9: found approved by lead with no event; expected an event that records it."
    ]


def test_an_approval_goes_out_of_date_only_by_what_matters(store: Database) -> None:
    """A retrain under the change policy and better words change nothing; one outside it, and a new purpose, do."""
    model = {"name": "ranker", "version": "1", "type": "gradient_boosting"}
    policy = {"models": ["ranker"], "allows": "Monthly retraining on the same columns, tested on last month."}
    change(store, LEAD, models=[model], change_policy=policy)
    before = opened(store)[0]
    change(store, LEAD, models=[{**model, "version": "2"}], expected_benefit="Shorter waiting", title="The bot")
    assert material_changes(before, opened(store)[0]) == ()
    change(store, LEAD, models=[model, {**model, "name": "reranker"}])
    assert material_changes(before, opened(store)[0]) == ("models",)
    change(store, LEAD, models=[{**model, "type": "llm"}], purpose="Sell")
    assert material_changes(before, opened(store)[0]) == ("purpose", "models")


@pytest.mark.parametrize("outcome", ["approved", "changes_requested", "rejected"])
def test_a_live_use_case_stays_live_whatever_is_decided(store: Database, outcome: Outcome) -> None:
    """A decision switches nothing off: what serves customers goes on being judged, with the decision on record."""
    live = UseCase(id="bot", title="Bot", purpose="Answer", owner="lead", lifecycle="live", go_live=DAY)
    change_use_case(store, ChangeUseCase(live, opened(store)[1]), SYSTEM)
    submit(store)
    assert opened(store)[0].lifecycle == "live"
    decide(store, OFFICER, outcome)

    assert opened(store)[0].lifecycle == "live"
    assert decided(store) == [("officer", outcome)]


def test_a_refusal_writes_nothing(store: Database) -> None:
    """Refused commands leave no event, no row and no gap."""
    submit(store)
    before = store.data_version()
    for actor in (LEAD, AUDITOR):
        with pytest.raises(GovernanceError):
            decide(store, actor)

    assert store.data_version() == before
    assert verify_chain(store) == ()


@pytest.mark.parametrize("tier", ["prohibited", "needs_review"])
@pytest.mark.parametrize("outcome", ["approved", "approved_with_conditions"])
def test_a_tier_that_stops_is_never_approved(store: Database, tier: str, outcome: Outcome) -> None:
    """A prohibited practice, or an answer nobody is sure of, is sent back; the approval is refused in a sentence."""
    change(store, LEAD, risk_tier=tier)
    submit(store)
    conditions = ("Tell agents",) if outcome == "approved_with_conditions" else ()
    with pytest.raises(Conflict, match="cannot be approved while its risk tier is"):
        decide(store, OFFICER, outcome, *conditions)
    decide(store, OFFICER, "changes_requested")

    assert decided(store) == [("officer", "changes_requested")]


def test_a_charter_that_changed_meanwhile_is_looked_at_first(store: Database) -> None:
    """Whoever read one charter does not decide under another; nothing is written."""
    submit(store)
    before = store.data_version()
    command = DecideUseCase("bot", opened(store)[1], "approved", "fine", DAY, charter="sha256:an-older-one")
    with pytest.raises(ChangedSinceOpened, match="The charter has changed since you opened bot"):
        decide_use_case(store, CHARTER, command, OFFICER)
    assert store.data_version() == before
