"""Roads round the second person, each walked by somebody who wants their own work through: every one is closed."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import save_use_cases, use_case_record
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.approvals import Condition, Outcome, fingerprint, material_changes
from dashboard.domain.lifecycle import Move
from dashboard.domain.registry import ChangePolicy, Evidence, Model, Organisation, Registry, SignOff, UseCase, Waiver
from dashboard.domain.users import User
from dashboard.errors import Conflict, GovernanceError, NotPermitted, RegistryInvalid
from dashboard.services.approve import DecideUseCase, SubmitUseCase, decide_use_case, submit_use_case
from dashboard.services.assess import run_assessment
from dashboard.services.lifecycle import MoveUseCase, move_use_case
from dashboard.services.onboard import OnboardUseCase, onboard_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import (
    ChangeUseCase,
    RegisterUseCase,
    RegisterUseCases,
    SaveOrganisation,
    change_use_case,
    register_use_case,
    register_use_cases,
    save_organisation,
)
from dashboard.services.registry_files import load_registry_into
from dashboard.services.reviews import ResolveItem, resolve_item
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.tier import SetTier, set_tier
from dashboard.services.waive import AskWaiver, ask_waiver
from dashboard.services.waves import PlanWave, plan_wave
from tests.small_charter import CHARTER

DAY = date(2026, 11, 27)
LEAD, OTHER = Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD)
OFFICER, DEPUTY = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY)
FORGED: dict[str, dict[str, Any]] = {
    "a waiver": {"waivers": [Waiver(clause="OVS-01", until=date(2027, 1, 1), reason="r", approved_by="deputy")]},
    "a sign-off": {"sign_offs": [SignOff(kind="review", by="deputy", on=DAY)]},
    "an acceptance": {"evidence": [Evidence(type="dpia", ref="https://x.example", accepted_by="deputy")]},
    "a life": {"lifecycle": "live"},
    "a lower tier": {"risk_tier": "minimal"},
}


@pytest.fixture
def store(sqlite_database: Database) -> Database:
    """Two leads, an officer, a deputy, and the lead's draft with an overseer."""
    people = (LEAD, OTHER, OFFICER, DEPUTY)
    users = tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)
    add_users(sqlite_database, AddUsers(users), SYSTEM)
    draft = UseCase.model_validate({
        "id": "bot", "title": "Bot", "purpose": "Answer", "owner": "lead", "risk_tier": "limited",
        "registered_at": date(2026, 1, 1), "overseer": {"name": "other-lead", "active": True},
    })  # fmt: skip
    register_use_case(sqlite_database, RegisterUseCase(draft), LEAD)
    return sqlite_database


def opened(store: Database, name: str = "bot") -> tuple[UseCase, int]:
    """A use case as a page shows it."""
    found = use_case_record(store, name)
    assert found is not None
    return found


def change(store: Database, actor: Actor = LEAD, **fields: Any) -> UseCase:
    """Change some fields; returns what was stored."""
    use_case, revision = opened(store)
    record = {**use_case.model_dump(exclude_none=True), **fields}
    change_use_case(store, ChangeUseCase(UseCase.model_validate(record), revision), actor)
    return opened(store)[0]


def submit(store: Database, actor: Actor = LEAD) -> None:
    """Submit the use case."""
    submit_use_case(store, SubmitUseCase("bot", opened(store)[1], DAY), actor)


def decide(store: Database, actor: Actor, outcome: Outcome = "approved", *conditions: Condition) -> None:
    """Decide about it."""
    command = DecideUseCase("bot", opened(store)[1], outcome, "fine", DAY, conditions)
    decide_use_case(store, CHARTER, command, actor)


def step(store: Database, move: Move, actor: Actor) -> UseCase:
    """Take a step with it."""
    move_use_case(store, CHARTER, MoveUseCase("bot", opened(store)[1], move, "because", DAY), actor)
    return opened(store)[0]


def live(store: Database) -> None:
    """Approve it by the officer and put it into service."""
    submit(store)
    decide(store, OFFICER)
    step(store, "go_live", LEAD)


def inventoried(store: Database, **fields: Any) -> None:
    """An imported system called old."""
    old = UseCase(id="old", title="Old", lifecycle="inventoried", source={"register": "r"}, **fields)
    with store.write(SYSTEM) as tx:
        save_use_cases(tx, [old])


def ask_for_waiver(store: Database, name: str, actor: Actor) -> int:
    """Ask for a waiver; returns its number."""
    ask_waiver(store, CHARTER, AskWaiver(name, "OVS-01", DAY + timedelta(days=30), "r", "m", DAY), actor)
    with store.read() as connection:
        return waiting_requests(connection, name)[0].id


def test_an_approval_undoes_no_ordered_stop(store: Database) -> None:
    """A request that waited when a stop was ordered puts nothing back into service, and takes nothing out of sight."""
    live(store)
    submit(store)
    step(store, "order_stop", OFFICER)
    with pytest.raises(Conflict, match="bot is stop ordered and cannot be approved"):
        decide(store, OFFICER)
    decide(store, OFFICER, "rejected")

    assert opened(store)[0].lifecycle == "stop_ordered"


def test_an_approval_brings_nothing_back_from_retirement(store: Database) -> None:
    """A request that waited when the use case was retired revives nothing."""
    submit(store)
    decide(store, OFFICER)
    submit(store)
    step(store, "retire", LEAD)
    with pytest.raises(Conflict, match="bot is retired and cannot be approved"):
        decide(store, OFFICER)
    decide(store, OFFICER, "changes_requested")

    assert opened(store)[0].lifecycle == "retired"


def test_who_owned_it_withdraws_no_stop(store: Database) -> None:
    """An officer who hands their use case over before they withdraw its stop is refused."""
    live(store)
    change(store, OFFICER, owner="officer")
    step(store, "order_stop", DEPUTY)
    change(store, OFFICER, owner="lead")
    with pytest.raises(NotPermitted, match="You owned bot: somebody else withdraws"):
        step(store, "withdraw_stop", OFFICER)

    assert step(store, "withdraw_stop", DEPUTY).lifecycle == "live"


def test_who_owned_it_closes_no_condition(store: Database) -> None:
    """A condition set while somebody owned it is not met because they say so after giving it away."""
    change(store, DEPUTY, owner="deputy")
    submit(store)
    decide(store, OFFICER, "approved_with_conditions", Condition("Test it", DAY + timedelta(days=9)))
    change(store, DEPUTY, owner="lead")
    number = int(store.frame(text("SELECT id FROM review_items")).iloc[0, 0])
    with pytest.raises(NotPermitted, match="You own or owned bot"):
        resolve_item(store, ResolveItem(number, "Done", 1, DAY), DEPUTY)


def test_a_request_for_changes_washes_no_hands(store: Database) -> None:
    """Who wrote or submitted it before it was sent back cannot approve it afterwards; after an approval they can."""
    change(store, DEPUTY, purpose="Sell")
    submit(store, DEPUTY)
    decide(store, OFFICER, "changes_requested")
    submit(store)
    with pytest.raises(NotPermitted, match="because you changed it"):
        decide(store, DEPUTY)
    decide(store, OFFICER)
    submit(store)
    decide(store, DEPUTY)

    assert opened(store)[0].lifecycle == "approved"


def test_who_wrote_or_submitted_it_waives_nothing_there(store: Database) -> None:
    """A waiver asked for by somebody else is not granted by who edited the record before it was asked for."""
    change(store, OFFICER, purpose="Sell")
    number = ask_for_waiver(store, "bot", LEAD)
    with pytest.raises(NotPermitted, match="because you changed it"):
        rule_on(store, RuleOn(number, "fine", DAY, granted=True), OFFICER)
    rule_on(store, RuleOn(number, "fine", DAY, granted=True), DEPUTY)


def test_who_submits_it_rules_on_nothing_that_waits_there(store: Database) -> None:
    """A request that waited before somebody submitted the use case is not theirs to grant."""
    number = ask_for_waiver(store, "bot", LEAD)
    submit(store, OFFICER)
    with pytest.raises(NotPermitted, match="because you submitted it"):
        rule_on(store, RuleOn(number, "fine", DAY, granted=True), OFFICER)


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_replacing_a_record_decides_nothing(store: Database, forged: dict[str, Any]) -> None:
    """Registering a known id again, or loading a registry as a person, sets no more than a plain change may."""
    record = UseCase.model_validate({**opened(store)[0].model_dump(exclude_none=True), **forged})
    with pytest.raises(RegistryInvalid):
        register_use_cases(store, RegisterUseCases([record], replace=True), OFFICER)
    with pytest.raises(RegistryInvalid):
        load_registry_into(store, Registry(use_cases=[record]), OFFICER)

    assert opened(store)[1] == 1


def test_replacing_a_record_takes_no_approval_away(store: Database) -> None:
    """A live use case does not become a draft, of which no clause asks much, by being registered again."""
    live(store)
    record = opened(store)[0].model_copy(update={"lifecycle": "draft"})
    with pytest.raises(RegistryInvalid, match="lifecycle"):
        register_use_cases(store, RegisterUseCases([record], replace=True), OFFICER)


def test_who_replaces_a_record_is_involved_in_what_waits(store: Database) -> None:
    """Taking a submitted use case over by registering it again does not make its new owner its judge."""
    submit(store)
    mine = opened(store)[0].model_copy(update={"owner": "officer"})
    register_use_cases(store, RegisterUseCases([mine], replace=True), OFFICER)
    with pytest.raises(NotPermitted, match=r"because you (own|changed) it"):
        decide(store, OFFICER)


@pytest.mark.parametrize("forged", ["sign_offs", "evidence"])
def test_nobody_signs_or_accepts_for_another_about_the_organisation(store: Database, forged: str) -> None:
    """The organisation's record gets no acceptance and no statement in a colleague's name."""
    field = FORGED["a sign-off" if forged == "sign_offs" else "an acceptance"]
    organisation = Organisation(name="Example", **field)
    with pytest.raises(RegistryInvalid, match=r"sign_offs|accepted by deputy"):
        save_organisation(store, SaveOrganisation(organisation), OFFICER)
    with pytest.raises(RegistryInvalid, match=r"sign_offs|accepted by deputy"):
        load_registry_into(store, Registry(organisation=organisation), DEPUTY)
    save_organisation(store, SaveOrganisation(Organisation(name="Example")), OFFICER)


def test_no_lead_registers_what_nobody_judges(store: Database) -> None:
    """A use case that is inventoried could be taken in as live with no decision; only who imports finds one."""
    new = UseCase(id="new", title="New", owner="lead", lifecycle="inventoried")
    with pytest.raises(RegistryInvalid, match="lifecycle"):
        register_use_case(store, RegisterUseCase(new), LEAD)


@pytest.mark.parametrize(
    ("path", "value"),
    [("risk_tier", "minimal"), ("triage.approved_by", "deputy"), ("stopped_on", "2026-11-01"),
     ("registered_at", "2027-11-27"), ("go_live", "2027-11-28")],
)  # fmt: skip
def test_onboarding_decides_nothing(store: Database, path: str, value: str) -> None:
    """Answers of whoever onboards lower no tier, approve none, stop nothing, and set no clock ahead."""
    inventoried(store, risk_tier="high", go_live=date(2024, 1, 1))
    command = OnboardUseCase("old", lifecycle="live", fields={"owner": "lead", path: value}, day=DAY)
    with pytest.raises(RegistryInvalid, match=path):
        onboard_use_case(store, command, LEAD)


def test_what_was_taken_in_as_live_asks_for_a_decision(store: Database, tmp_path: Path) -> None:
    """It serves customers and nobody here approved it: that is an item until somebody decides."""
    inventoried(store, go_live=date(2024, 1, 1))
    onboard_use_case(store, OnboardUseCase("old", lifecycle="live", fields={"owner": "lead"}, day=DAY), LEAD)
    for _ in range(2):
        run_assessment(store, CHARTER, as_of=DAY, actor=SYSTEM, store=DecisionStore(tmp_path))
    found = store.frame(text("SELECT title, assignee FROM review_items WHERE kind = 'approval'"))

    assert found.to_numpy().tolist() == [["In service, and never decided", "lead"]]


@pytest.mark.parametrize("road", ["onboard", "wave"])
def test_who_takes_an_imported_system_over_waives_nothing_there(store: Database, road: str) -> None:
    """A waiver that waited before is not granted by its new owner."""
    inventoried(store)
    number = ask_for_waiver(store, "old", LEAD)
    if road == "wave":
        plan_wave(store, PlanWave("First", "officer", DAY + timedelta(days=9), ("old",), DAY), OFFICER)
    else:
        onboard_use_case(store, OnboardUseCase("old", fields={"owner": "officer"}, day=DAY), OFFICER)
    with pytest.raises(NotPermitted, match=r"because you (own|changed)"):
        rule_on(store, RuleOn(number, "fine", DAY, granted=True), OFFICER)


@pytest.mark.parametrize(
    ("known", "later"),
    [({}, {"registered_at": date(2026, 11, 27)}), ({}, {"registered_at": None}),
     ({"last_material_change": DAY}, {"last_material_change": date(2025, 1, 1)}),
     ({"last_material_change": DAY}, {"last_material_change": None})],
)  # fmt: skip
def test_no_day_moves_to_give_a_breach_more_time(store: Database, known: Any, later: dict[str, Any]) -> None:
    """Days from which clauses bind move towards more duty only."""
    change(store, **known)
    record, revision = opened(store)
    with pytest.raises(RegistryInvalid, match=next(iter(later))):
        change_use_case(store, ChangeUseCase(record.model_copy(update=later), revision), LEAD)
    change(store, registered_at=date(2025, 1, 1))


def test_the_first_day_of_service_is_not_planned_away(store: Database) -> None:
    """A first day that was planned for later is today's once it serves, and moves no more."""
    change(store, go_live=date(2099, 1, 1))
    live(store)
    assert opened(store)[0].go_live == DAY
    with pytest.raises(RegistryInvalid, match="go_live"):
        change(store, go_live=date(2099, 1, 1))


@pytest.mark.parametrize(
    "fields",
    [{"customer_facing": False}, {"monitors_staff": True}, {"fairness_metric": "x"}, {"strata": ["a"]},
     {"placed_on_market_at": date(2020, 1, 1)}, {"annex_iii_point": "5(b)"}, {"art6_3": {"claimed": True}},
     {"models": [{"name": "m", "version": "1"}, {"name": "n", "version": "1", "retired_at": date(2099, 1, 1)}]},
     {"models": [{"name": "m", "version": "1", "provider": "another"}]}],
)  # fmt: skip
def test_another_yardstick_makes_an_approval_out_of_date(fields: dict[str, Any]) -> None:
    """What decides which clauses apply, how fairness is judged, and a model that only says it will retire, matter."""
    before = UseCase(id="bot", title="Bot", customer_facing=True, models=[Model(name="m", version="1")])
    after = UseCase.model_validate({**before.model_dump(exclude_none=True), **fields})

    assert fingerprint(before) != fingerprint(after)
    assert material_changes(before, after)


def test_a_retrain_under_the_change_policy_needs_no_new_approval() -> None:
    """The version before retires and the next one comes; it is the family that was approved."""
    policy = ChangePolicy(models=["m"], allows="monthly retrains")
    before = UseCase(id="bot", title="Bot", change_policy=policy, models=[Model(name="m", version="1")])
    models = [Model(name="m", version="1", retired_at=DAY), Model(name="m", version="2")]

    assert fingerprint(before) == fingerprint(before.model_copy(update={"models": models}))


def test_the_day_of_a_material_change_is_kept_by_the_program(store: Database) -> None:
    """Nobody has to admit that a document is older than what runs, or may name an earlier day; titles do not matter."""
    change(store, title="Another name")
    assert opened(store)[0].last_material_change is None
    fields = {"purpose": "Sell", "last_material_change": date(2020, 1, 1)}
    command = ChangeUseCase(opened(store)[0].model_copy(update=fields), opened(store)[1])
    for _ in range(2):
        change_use_case(store, command, LEAD)
    now = store.frame(text("SELECT max(recorded_at) FROM events")).iloc[0, 0]
    assert str(opened(store)[0].last_material_change) == str(now)[:10]


def test_the_approval_of_a_tier_is_not_worded_by_others(store: Database) -> None:
    """Who approved a tier said why and when; nobody says it in their stead."""
    record = opened(store)[0].model_dump(exclude_none=True)
    triaged = {**record, "triage": {"approved_by": "deputy", "approved_on": DAY, "reason": "Small."}}
    with store.write(SYSTEM) as tx:
        save_use_cases(tx, [UseCase.model_validate(triaged)])
    for forged in ({"reason": "None at all."}, {"approved_on": date(2026, 12, 1)}):
        with pytest.raises(RegistryInvalid, match="triage"):
            change(store, triage={**triaged["triage"], **forged})


def test_a_lower_tier_is_of_what_was_asked_for(store: Database) -> None:
    """A lower tier that waits is not granted for another purpose than the one it was asked for."""
    set_tier(store, SetTier("bot", opened(store)[1], "minimal", "Small.", DAY), LEAD)
    change(store, purpose="Score people", decides_about_people=True)
    with store.read() as connection:
        number = waiting_requests(connection, "bot")[0].id
    with pytest.raises(Conflict, match="changed materially after a lower tier was asked for"):
        rule_on(store, RuleOn(number, "fine", DAY, granted=True), DEPUTY)


def test_no_team_lead_lowers_a_tier(store: Database) -> None:
    """A lower tier is granted by an officer or a deputy, not among colleagues."""
    set_tier(store, SetTier("bot", opened(store)[1], "minimal", "Small.", DAY), LEAD)
    with store.read() as connection:
        number = waiting_requests(connection, "bot")[0].id
    with pytest.raises(GovernanceError, match="A team lead may not grant lower risk tiers"):
        rule_on(store, RuleOn(number, "fine", DAY, granted=True), OTHER)
