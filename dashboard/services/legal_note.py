"""Rules that treat groups differently may be unlawful: an officer takes note on record before anybody is handed one."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import repository
from dashboard.adapters.database import Database
from dashboard.adapters.history import events_of
from dashboard.domain.actors import Actor
from dashboard.errors import NotFound
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key

LEGAL = (
    "Thresholds, lots and weights that differ by a protected attribute treat people differently because of it. That "
    "may be unlawful even where it makes outcomes more equal: ask Legal before anybody uses them."
)
ENTITY, KIND = "legal_note", "legal_note.acknowledged"


@dataclass(frozen=True, slots=True)
class AcknowledgeLaw:
    """I have read LEGAL about rules of this use case that differ by this attribute, and Legal is asked."""

    use_case: str
    attribute: str
    as_of: date
    key: str = field(default_factory=new_key)


def acknowledge_law(database: Database, command: AcknowledgeLaw, actor: Actor) -> Saved:
    """Put on record that this person was told; the words that they were told are kept with it.

    Raises:
        NotPermitted, NotFound, StoreUnusable: nothing was written.
    """
    require(actor, Verb.LAW)
    with database.write(actor, command.key) as tx:
        if not tx.replayed:
            if repository.use_case_in(tx.connection, command.use_case) is None:
                raise NotFound(f"There is no use case {command.use_case!r}. Nothing was saved.")
            body = {
                "use_case_id": command.use_case, "attribute": command.attribute, "user": actor.user_id, "words": LEGAL,
                "on": command.as_of.isoformat(),
            }  # fmt: skip
            tx.append(KIND, ENTITY, place(command.use_case, command.attribute), body)
        return Saved(tx.seq, {}, replayed=tx.replayed)


def place(use_case: str, attribute: str) -> str:
    """What is acknowledged, as the ledger names it."""
    return f"{use_case}/{attribute}"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Who took note last, by id and role, and on which day (UTC)."""

    person: str
    role: str
    on: date


def acknowledged(database: Database, use_case: str, attribute: str) -> Acknowledged | None:
    """The newest acknowledgement; None where nobody has taken note."""
    events = [one for one in events_of(database, ENTITY, place(use_case, attribute)) if one.kind == KIND]
    return Acknowledged(events[0].actor, events[0].role, events[0].recorded_at.date()) if events else None
