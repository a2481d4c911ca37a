"""Marking changes as seen: the next look starts from here."""

from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from dashboard.adapters.database import Database
from dashboard.adapters.tables import LastLookRow
from dashboard.domain.actors import Actor
from dashboard.services.permissions import Verb, require


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """What was on screen: the data version up to which changes were shown, and its date."""

    data_version: int
    as_of: date
    key: str = field(default_factory=lambda: uuid4().hex)


def mark_seen(database: Database, command: MarkSeen, actor: Actor) -> int:
    """Keep up to where this person has looked, for themselves. Returns the new data version.

    Raises:
        NotPermitted: Auditors and readers write nothing at all.
    """
    require(actor, Verb.MARK_SEEN)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return tx.seq
        row = tx.session.get(LastLookRow, actor.user_id)
        if row is None:
            row = LastLookRow(user_id=actor.user_id, data_version=command.data_version, as_of=command.as_of)
        row.data_version, row.as_of = max(row.data_version, command.data_version), command.as_of
        tx.session.add(row)
        body = {"data_version": row.data_version, "as_of": row.as_of.isoformat()}
        return tx.append("look.marked", "last_look", actor.user_id, body)
