"""Who acts in tests of approvals, documents and statements, and the use case `bot` that they act on."""

from dashboard.adapters.database import Database
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users

LEAD, OTHER = Actor("lead", Role.TEAM_LEAD), Actor("other-lead", Role.TEAM_LEAD)
OFFICER, DEPUTY, AUDITOR = Actor("officer", Role.OFFICER), Actor("deputy", Role.DEPUTY), Actor("auditor", Role.AUDITOR)


def enter(database: Database, *people: Actor) -> None:
    """Make them known, each with the title that their id makes."""
    add_users(database, AddUsers(tuple(User(one.user_id, one.user_id.title(), one.role) for one in people)), SYSTEM)


def opened(database: Database) -> tuple[UseCase, int]:
    """The use case and its revision as a page shows it."""
    found = use_case_record(database, "bot")
    assert found is not None
    return found
