"""No road round an approval leads through replacing, importing or onboarding a record."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import save_use_cases
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import Evidence, Organisation, Registry, SignOff, UseCase, Waiver
from dashboard.errors import NotPermitted, RegistryInvalid
from dashboard.services.assess import run_assessment
from dashboard.services.onboard import OnboardUseCase, onboard_use_case
from dashboard.services.register import (
    RegisterUseCase,
    RegisterUseCases,
    SaveOrganisation,
    register_use_case,
    register_use_cases,
    save_organisation,
)
from dashboard.services.registry_files import load_registry_into
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.waves import PlanWave, plan_wave
from tests.services.roads import DAY, DEPUTY, LEAD, OFFICER, ask_for_waiver, decide, live, opened, store, submit
from tests.small_charter import CHARTER

__all__ = ["store"]  # fixtures

FORGED: dict[str, dict[str, Any]] = {
    "a waiver": {"waivers": [Waiver(clause="OVS-01", until=date(2027, 1, 1), reason="r", approved_by="deputy")]},
    "a sign-off": {"sign_offs": [SignOff(kind="review", by="deputy", on=DAY)]},
    "an acceptance": {"evidence": [Evidence(type="dpia", ref="https://x.example", accepted_by="deputy")]},
    "a life": {"lifecycle": "live"},
    "a lower tier": {"risk_tier": "minimal"},
}


def inventoried(store: Database, **fields: Any) -> None:
    """An imported system called old."""
    old = UseCase(id="old", title="Old", lifecycle="inventoried", source={"register": "r"}, **fields)
    with store.write(SYSTEM) as tx:
        save_use_cases(tx, [old])


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
