"""What somebody holds: use cases that they own or oversee, and review items that are theirs."""

from sqlalchemy import Connection

from dashboard.adapters.repository import registry_in
from dashboard.adapters.reviews_store import items_of
from dashboard.domain.registry import UseCase
from dashboard.domain.reviews import ReviewItem


def held_by(connection: Connection, person: str) -> tuple[list[UseCase], list[ReviewItem]]:
    """Use cases that name somebody as owner or overseer, and items of theirs that are not closed."""
    cases = [one for one in registry_in(connection).use_cases if person in (one.owner, overseer_of(one))]
    return cases, [one for one in items_of(connection) if one.assignee == person]


def overseer_of(use_case: UseCase) -> str | None:
    """The user id of the human who watches it, where one is named."""
    return use_case.overseer.name if use_case.overseer else None
