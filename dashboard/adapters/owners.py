"""Who ever owned a use case: from the ledger, which nobody edits, so that no road of giving it away leads round it."""

import json

from sqlalchemy import Connection, select

from dashboard.adapters.tables import EventRow

_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it


def owners_ever(connection: Connection, use_case: str) -> dict[str, str]:
    """User id to how, in the order in which they came to own it."""
    mine = select(_EVENTS.c.body).where(_EVENTS.c.entity == "use_case", _EVENTS.c.entity_id == use_case)
    bodies = connection.scalars(mine.order_by(_EVENTS.c.seq))
    return {str(owner): "owned it once" for body in bodies if (owner := json.loads(body)["record"].get("owner"))}
