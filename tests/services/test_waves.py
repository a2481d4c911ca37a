"""Imported systems come in waves, each on somebody's desk by a day, and the figures say how far they are."""

from datetime import date
from typing import Any

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.repository import save_use_cases, use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted
from dashboard.services.onboard import OnboardUseCase, onboard_use_case
from dashboard.services.people import AddUsers, add_users
from dashboard.services.screens.onboarding import OnboardingPage, load_onboarding
from dashboard.services.sources import Sources
from dashboard.services.waves import PlanWave, plan_wave
from dashboard.settings import load_settings

DAY, DUE = date(2026, 11, 28), date(2027, 1, 31)
OFFICER, LEAD = Actor("officer", Role.OFFICER), Actor("lead", Role.TEAM_LEAD)
FORTY = tuple(f"system-{number:02}" for number in range(40))


@pytest.fixture
def store(database: Database) -> Database:
    """Fifty imported systems of two teams, with an officer and a lead."""
    people = (User("officer", "Officer", Role.OFFICER), User("lead", "Team lead", Role.TEAM_LEAD))
    add_users(database, AddUsers((*people, User("reader", "Reader", Role.READER))), SYSTEM)
    systems = [
        UseCase(id=f"system-{number:02}", title=f"System {number:02}", lifecycle="inventoried",
                team="Service" if number < 40 else None, kind="chatbot" if number % 2 else "score")
        for number in range(50)
    ]  # fmt: skip
    with database.write(SYSTEM) as tx:
        save_use_cases(tx, systems)
    return database


def plan(store: Database, actor: Actor = OFFICER, **changes: Any) -> PlanWave:
    """Plan the first forty as one wave."""
    command = PlanWave(**{"wave": "First", "owner": "lead", "due": DUE, "use_cases": FORTY, "as_of": DAY} | changes)
    plan_wave(store, command, actor)
    return command


def page(store: Database, as_of: date = DAY) -> OnboardingPage:
    """The page as of a day."""
    settings = load_settings()
    return load_onboarding(Sources(store, load_charter(settings.charter), None, settings.decision_store, as_of))


def test_twelve_of_forty_are_onboarded(store: Database) -> None:
    """The wave counts what its owner took in; the rest waits for them, soonest due first."""
    plan(store)
    for use_case in FORTY[:12]:
        onboard_use_case(store, OnboardUseCase(use_case, day=DAY), LEAD)
    found = page(store)

    wave = found.waves[0]
    assert (wave.name, wave.done, wave.total, wave.late, wave.due, wave.owners) == (
        "First", 12, 40, 0, DUE, "Team lead",
    )  # fmt: skip
    assert found.headline == "12 of 50 imported systems onboarded, 10 in no wave yet"
    assert [one.id for one in found.of("lead")] == list(FORTY[12:])
    assert page(store, date(2027, 2, 1)).waves[0].late == 28


def test_systems_are_chosen_by_team_and_kind(store: Database) -> None:
    """Filters narrow what is in no wave yet; a team that is not stated can be chosen too."""
    found = page(store)

    assert len(found.choose((), ())) == 50
    assert len(found.choose(("Service",), ("chatbot",))) == 20
    assert len(found.choose(("not stated",), ())) == 10


def test_a_planned_system_has_its_owner_and_its_day(store: Database) -> None:
    """The record says both, stays inventoried, and keeps the plan once it is onboarded."""
    plan(store)
    onboard_use_case(store, OnboardUseCase("system-00", day=DAY), LEAD)
    found = use_case_record(store, "system-00")

    assert found is not None
    assert (found[0].owner, found[0].lifecycle) == ("lead", "draft")
    assert found[0].onboarding is not None
    assert (found[0].onboarding.wave, found[0].onboarding.due) == ("First", DUE)


def test_the_same_command_twice_plans_once(store: Database) -> None:
    """A double click is one write."""
    command = plan(store)
    before = store.data_version()
    plan_wave(store, command, OFFICER)

    assert store.data_version() == before


@pytest.mark.parametrize(("changes", "error", "said"), [
    ({"wave": " "}, InputRejected, "a name on one line"),
    ({"owner": "reader"}, InputRejected, "a person here who may run use cases"),
    ({"owner": "nobody"}, InputRejected, "a person here who may run use cases"),
    ({"due": DAY}, InputRejected, "a day after 2026-11-28"),
    ({"use_cases": ()}, InputRejected, "at least one imported system"),
    ({"use_cases": ("system-00", "nothing")}, NotFound, "There is no use case `nothing`"),
])  # fmt: skip
def test_a_wave_that_cannot_be_is_refused_whole(
    store: Database, changes: dict[str, Any], error: type[Exception], said: str
) -> None:
    """One thing that does not fit and no system is planned."""
    before = store.data_version()
    with pytest.raises(error, match=said):
        plan(store, **changes)

    assert store.data_version() == before


def test_what_was_onboarded_is_planned_no_more(store: Database) -> None:
    """A wave never takes a use case back from who runs it."""
    onboard_use_case(store, OnboardUseCase("system-03", fields={"owner": "lead"}, day=DAY), LEAD)
    with pytest.raises(Conflict, match="system-03 is draft: it was onboarded before"):
        plan(store)


def test_a_lead_plans_no_wave(store: Database) -> None:
    """Giving work to others is the officer's."""
    with pytest.raises(NotPermitted, match="plan the onboarding of imported systems"):
        plan(store, LEAD)
