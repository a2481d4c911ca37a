"""Who ever owned a use case: from the ledger, which nobody edits, so that no road of giving it away leads round it."""

import json

from sqlalchemy import Connection, select

from dashboard.adapters.tables import EventRow, UseCaseRow

_USE_CASES = UseCaseRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


def owners_ever(connection: Connection, use_case: str) -> dict[str, str]:
    """User id to how, in the order in which they came to own it."""
    mine = select(_EVENTS.c.body).where(_EVENTS.c.entity == "use_case", _EVENTS.c.entity_id == use_case)
    bodies = connection.scalars(mine.order_by(_EVENTS.c.seq))
    return {str(owner): "owned it once" for body in bodies if (owner := json.loads(body)["record"].get("owner"))}


def owners_of_use_cases(connection: Connection) -> dict[str, str]:
    """Use case to the user who owns it now; those that nobody owns are left out."""
    query = select(_USE_CASES.c.id, _USE_CASES.c.owner).where(_USE_CASES.c.owner.is_not(None))
    return {str(name): str(owner) for name, owner in connection.execute(query)}
