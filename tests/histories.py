"""Random histories of people's acts, day by day on a clock that is set, each in a store of its own."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from dashboard.adapters.cases_store import case_register
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import use_case_record
from dashboard.adapters.reviews_store import items_of
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.case_kinds import FACTS, KINDS, OUTCOMES
from dashboard.domain.charter import Charter
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.errors import GovernanceError
from dashboard.services import reviews
from dashboard.services.assess import run_assessment
from dashboard.services.case_acts import RecordStep, ReportCase, record_step, report_case
from dashboard.services.cases import StateComplete, state_complete
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.services.screens.then import Then, load_then
from dashboard.services.sources import Sources
from tests.acts_of_others import OTHERS
from tests.late_rows import CHARTER
from tests.set_clock import SetClock

FIRST = date(2026, 9, 1)
CHIEF, LEAD = Actor("chief", Role.OFFICER), Actor("lead", Role.TEAM_LEAD)
_PEOPLE = (User("chief", "Officer", Role.OFFICER), User("other", "Second officer", Role.OFFICER),
           User("judge", "Judge", Role.DEPUTY), User("lead", "Lead", Role.TEAM_LEAD, "Voice"))  # fmt: skip
_TIMES = """\
  - id: C-01
    principle: p
    title: Answered
    requirement: It is answered.
    severity: high
    remediate_within: 7d
    threshold_set_by: policy
    scope: organisation
    check:
      all_of:
        - {deadline: incident, step: triaged, within: 24h}
        - {deadline: incident, step: authority_notified, where: {personal_data_breach: true}, within: 3d}
        - {deadline: rights_request, step: answered, within: 5d, extension: 3d}
  - id: C-02
    principle: p
    title: Looked at
    requirement: A person looks.
    severity: medium
    remediate_within: 7d
    threshold_set_by: policy
    applies_to: {team: Voice}
    check: {deadline: contest, step: decided_by_human, within: 2 business_days}
  - id: T-01
    principle: p
    title: A team
    requirement: Somebody has it.
    severity: low
    remediate_within: 7d
    threshold_set_by: policy
    check: {field: purpose, present: true}
"""
ABOUT_CASES = ("report", "report", "step", "step", "complete", "assess", "use_case", "person", "item", "item")
ABOUT_PEOPLE = ("assess", "use_case", "person", "item", "ask", "ask", "rule", "pack", "letter", "letter", "letter",
                "service", "account", "account")  # fmt: skip


def histories(kinds: Sequence[str]) -> st.SearchStrategy[list[list[tuple[str, list[int]]]]]:
    """Days of acts of these kinds, each with the numbers that say what exactly."""
    act = st.tuples(st.sampled_from(kinds), st.lists(st.integers(0, 40), min_size=5, max_size=5))
    return st.lists(st.lists(act, min_size=1, max_size=6), min_size=3, max_size=6)


few = settings(
    max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@dataclass
class World:
    """A store, its promise, and the days that were lived in it."""

    database: Database
    sources: Sources
    lived: list[date] = field(default_factory=list)

    def seen(self, day: date) -> Sources:
        """What a page of that day read from."""
        return replace(self.sources, as_of=day)

    def then(self, day: date) -> Then:
        """The past day, asked for at the end."""
        return load_then(self.seen(self.lived[-1]), day, "then")


def promise_of_acts(folder: Path, patch: pytest.MonkeyPatch) -> Charter:
    """A charter of deadlines and one field, as a file that the settings name."""
    (folder / "charter.yaml").write_text(CHARTER + _TIMES, encoding="utf-8")
    patch.setenv("DASHBOARD_CHARTER", str(folder / "charter.yaml"))
    return load_charter(folder / "charter.yaml")


def settle(database: Database) -> None:
    """Three people and two use cases."""
    add_users(database, AddUsers(_PEOPLE), SYSTEM)
    for name, team in (("u", "Voice"), ("v", "Mail")):
        case = UseCase(id=name, title=name.upper(), lifecycle="live", team=team, owner="lead")
        register_use_case(database, RegisterUseCase(case), SYSTEM)


@pytest.fixture
def world(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], World]]:
    """Make a fresh world on an engine."""
    monkeypatch.setattr("dashboard.adapters.database.datetime", SetClock)
    promise, made = promise_of_acts(tmp_path, monkeypatch), []

    def make(engine: str) -> World:
        SetClock.at = datetime.combine(FIRST, time(9), UTC)
        if engine == "sqlite":
            path = shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / f"{len(made)}.db")
            url = f"sqlite:///{path}"
        else:
            url = request.getfixturevalue("new_postgres")(request.getfixturevalue("empty_postgres"))
        database = Database.open(url)
        made.append(database)
        settle(database)
        return World(database, Sources(database, promise, None, tmp_path / "decisions", FIRST))

    yield make
    for database in made:
        database.close()


def live(
    world: World, days: Sequence[Sequence[tuple[str, list[int]]]], look: Callable[[World, date], Any]
) -> dict[date, Any]:
    """Live the days; what `look` saw at the end of each, from the first that was assessed on."""
    copies = {}
    for number, acts in enumerate(days):
        day = FIRST + timedelta(days=2 * number)
        for hour, (kind, drawn) in enumerate([("assess", [0] * 5), *acts] if number == 0 else acts):
            SetClock.at = datetime.combine(day, time(9 + hour, 30), UTC)
            with suppress(GovernanceError):
                _ACTS[kind](world, day, drawn)
        world.lived.append(day)
        copies[day] = look(world, day)
    return copies


def _report(world: World, day: date, drawn: list[int]) -> None:
    kind = ("incident", "rights_request", "contest")[drawn[0] % 3]
    facts = {"personal_data_breach": drawn[1] % 2 == 0} if kind == "incident" and drawn[1] % 3 else {}
    opened = SetClock.at - timedelta(hours=drawn[2])
    use_case = ("u", "v", None)[drawn[3] % 3]
    report_case(world.database, ReportCase(kind, "Something", opened, SetClock.at, use_case, facts=facts), LEAD)


def _step(world: World, day: date, drawn: list[int]) -> None:
    cases = case_register(world.database).cases
    case = cases[drawn[0] % len(cases)] if cases else None
    if case is None:
        return
    kind = KINDS[case.kind]
    name = (*kind.steps, FACTS)[drawn[1] % (len(kind.steps) + 1)]
    at = max(case.opened, SetClock.at - timedelta(hours=drawn[2]))
    facts = {"personal_data_breach": drawn[3] % 2 == 0} if name == FACTS else {}
    outcome = OUTCOMES[drawn[3] % 3] if name == kind.decided else None
    told = RecordStep(case.id, name, at, SetClock.at, "Because", outcome, told=drawn[4] % 2 == 0, facts=facts)
    record_step(world.database, told, (LEAD, CHIEF)[drawn[4] % 2])


def _complete(world: World, day: date, drawn: list[int]) -> None:
    kind = ("incident", "contest")[drawn[0] % 2]
    state_complete(world.database, StateComplete(kind, day - timedelta(days=drawn[1] % 5), SetClock.at), CHIEF)


def assess_on(world: World, day: date) -> None:
    """Assess by the world's charter."""
    sources = world.sources
    run_assessment(world.database, sources.charter, as_of=day, actor=SYSTEM, store=DecisionStore(sources.store))


def _assess(world: World, day: date, drawn: list[int]) -> None:
    assess_on(world, day)


def _use_case(world: World, day: date, drawn: list[int]) -> None:
    found = use_case_record(world.database, ("u", "v")[drawn[0] % 2])
    if found is not None:
        said = {
            "title": f"Bot {drawn[1]}",
            "team": ("Voice", "Mail")[drawn[2] % 2],
            "purpose": (None, "?")[drawn[3] % 2],
        }
        changed = found[0].model_copy(update=said)
        change_use_case(world.database, ChangeUseCase(changed, found[1]), CHIEF)


def _person(world: World, day: date, drawn: list[int]) -> None:
    role = (Role.TEAM_LEAD, Role.TEAM_LEAD, Role.AUDITOR, Role.DEPUTY)[drawn[1] % 4]
    user = User(("other", "lead", "new")[drawn[0] % 3], f"Person {drawn[2]}", role, active=drawn[3] % 5 > 0)
    add_users(world.database, AddUsers((user,)), CHIEF)


def _item(world: World, day: date, drawn: list[int]) -> None:
    with world.database.read() as connection:
        items = items_of(connection)
    if not items:
        return
    one, database = items[drawn[0] % len(items)], world.database
    match drawn[1] % 4:
        case 0:
            reviews.assign_item(
                database, reviews.AssignItem(one.id, ("lead", "chief", None)[drawn[2] % 3], one.revision, day), CHIEF
            )
        case 1:
            reviews.comment_item(database, reviews.CommentItem(one.id, f"Said {drawn[2]}", one.revision, day), LEAD)
        case 2:
            reviews.resolve_item(database, reviews.ResolveItem(one.id, "Put right", one.revision, day), CHIEF)
        case _:
            reviews.reopen_item(database, reviews.ReopenItem(one.id, "Again", one.revision, day), CHIEF)


def _other(act: Callable[[Database, date, list[int]], None]) -> Callable[[World, date, list[int]], None]:
    return lambda world, day, drawn: act(world.database, day, drawn)


_ACTS: dict[str, Callable[[World, date, list[int]], None]] = {
    "report": _report, "step": _step, "complete": _complete, "assess": _assess, "use_case": _use_case,
    "person": _person, "item": _item, **{name: _other(act) for name, act in OTHERS.items()},
}  # fmt: skip
