"""No road round an approval leads through dates, model versions or a lower tier."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.repository import save_use_cases
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM
from dashboard.domain.approvals import fingerprint, material_changes
from dashboard.domain.registry import ChangePolicy, Model, UseCase
from dashboard.errors import Conflict, GovernanceError, RegistryInvalid
from dashboard.services.register import (
    ChangeUseCase,
    change_use_case,
)
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.tier import SetTier, set_tier
from tests.services.roads import DAY, DEPUTY, LEAD, OTHER, change, live, opened, store

__all__ = ["store"]  # fixtures


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
