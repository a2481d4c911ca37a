"""Entries of the public register, published by the services, for tests of what is made of them."""

from dashboard.adapters import repository
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.services.people import AddUsers, add_users
from dashboard.services.public_register import AskPublication, ChoosePublic, ask_publication, choose_public
from dashboard.services.rulings import RuleOn, rule_on
from dashboard.services.sources import Sources

ASKS, APPROVES = Actor("register-lead", Role.TEAM_LEAD), Actor("register-officer", Role.OFFICER)
WORDS = {"complaint": "Write to complaints@example.org.", "handoff": "Say “person”."}


def publish(sources: Sources, use_cases: list[str]) -> None:
    """Choose, ask for and approve the entries of these use cases; two people are added for it."""
    database = sources.database
    people = tuple(User(one.user_id, one.user_id.replace("-", " ").capitalize(), one.role) for one in (ASKS, APPROVES))
    add_users(database, AddUsers(people), SYSTEM)
    for name in use_cases:
        choose_public(database, ChoosePublic(name, _revision(sources, name), {"supplier": False}, WORDS, "en"), ASKS)
        ask_publication(sources, AskPublication(name, _revision(sources, name), "It is live.", sources.as_of), ASKS)
        with database.read() as connection:
            number = waiting_requests(connection, name)[-1].id
        rule_on(database, RuleOn(number, "It reads well.", sources.as_of, granted=True), APPROVES)


def _revision(sources: Sources, name: str) -> int:
    found = repository.use_case_record(sources.database, name)
    assert found is not None
    return found[1]
