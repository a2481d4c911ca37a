"""A store with people who report incidents, and the tasks that follow, for tests."""

from typing import Any

import pytest

from dashboard.adapters.cases_store import case_register
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.cases import Case
from dashboard.domain.registry import UseCase
from dashboard.services.case_acts import CaseSaved, RecordStep, ReportCase, record_step, report_case
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.registered import at

NOW = at("2026-11-23 12:00")
KNOWN = {"personal_data_breach": True, "serious_high_risk": False, "death": False, "widespread": False}
LEAD = Actor("lead", Role.TEAM_LEAD)


@pytest.fixture
def store(sqlite_database: Database) -> Database:
    """A store with one use case that somebody owns."""
    case = UseCase(id="u", title="Bot", lifecycle="live", owner="lead")
    register_use_case(sqlite_database, RegisterUseCase(case), SYSTEM)
    return sqlite_database


def report(store: Database, actor: Actor = LEAD, **other: Any) -> CaseSaved:
    """An incident of this morning about the use case."""
    values = {"kind": "incident", "what": "Addresses were shown", "opened": at("2026-11-23 08:00"), "now": NOW,
              "use_case": "u", "facts": KNOWN}  # fmt: skip
    return report_case(store, ReportCase(**{**values, **other}), actor)


def done(store: Database, case: str, step: str, when: str, *, actor: Actor = LEAD, **other: Any) -> CaseSaved:
    """A step that was recorded at its own time."""
    return record_step(store, RecordStep(case, step, at(when), other.pop("now", NOW), **other), actor)


def held(store: Database) -> Case:
    """The only case."""
    return case_register(store).cases[0]
