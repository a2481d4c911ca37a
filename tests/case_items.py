"""Review items about single cases as a store holds them, and as actions that were foretold would leave them."""

from collections.abc import Iterable
from typing import Any

from dashboard.adapters.database import Database
from dashboard.adapters.reviews_store import items_of
from dashboard.domain.case_promises import TASK
from dashboard.domain.reviews import ReviewAction

_FIELDS = ("use_case_id", "clause", "title", "severity", "state", "due", "assignee")
Held = dict[int, tuple[Any, ...]]


def held(database: Database) -> Held:
    """By number: use case, clause, title, severity, state, due, whose; closed ones too."""
    with database.read() as connection:
        return {
            int(item.id or 0): (
                item.use_case,
                item.clause,
                item.title,
                item.severity,
                item.state,
                item.due,
                item.assignee,
            )
            for item in items_of(connection, TASK)
        }


def foretold(before: Held, actions: Iterable[ReviewAction]) -> tuple[Held, list[tuple[Any, ...]]]:
    """The items that stand, as they would then be; and those that would be opened, in no order."""
    known, fresh = {number: dict(zip(_FIELDS, one, strict=True)) for number, one in before.items()}, []
    for action in actions:
        values = {name: value for name, value in action.changes.items() if name in _FIELDS}
        if action.item is None:
            fresh.append(tuple(values[name] for name in _FIELDS))
        else:
            known[action.item] |= values
    return {number: tuple(one.values()) for number, one in known.items()}, sorted(fresh, key=str)


def as_foretold(database: Database, before: Held, actions: Iterable[ReviewAction]) -> bool:
    """Whether the store holds just that."""
    known, fresh = foretold(before, actions)
    after = held(database)
    opened = sorted((one for number, one in after.items() if number not in before), key=str)
    return {number: after[number] for number in before} == known and opened == fresh
