"""Calendar addresses live in the ledger alone, as their newest event says; the secret itself is nowhere."""

from sqlalchemy import Connection, func, select

from dashboard.adapters import ledger
from dashboard.adapters.repository import table
from dashboard.adapters.tables import EventRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.feeds import Feed

ENTITY = "calendar"
_EVENTS = table(EventRow)


def save_feed(tx: Transaction, feed: Feed) -> None:
    """Record that somebody made an address, which ends the one before, or that theirs ended."""
    tx.append("calendar.made" if feed.works else "calendar.revoked", ENTITY, feed.user_id, feed.as_record())


def feed_of(connection: Connection, user_id: str) -> Feed | None:
    """Somebody's newest address, also one that ended; None where they never made one."""
    mine = (_EVENTS.c.entity == ENTITY) & (_EVENTS.c.entity_id == user_id)
    body = connection.scalar(select(_EVENTS.c.body).where(mine).order_by(_EVENTS.c.seq.desc()).limit(1))
    return None if body is None else Feed.from_record(ledger.record_in(body))


def working_feed(connection: Connection, secret_hash: str) -> Feed | None:
    """The address with this hash; None where there is none, or it ended."""
    newest = select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.entity == ENTITY).group_by(_EVENTS.c.entity_id)
    bodies = connection.scalars(select(_EVENTS.c.body).where(_EVENTS.c.seq.in_(newest)))
    found = (Feed.from_record(ledger.record_in(body)) for body in bodies)
    return next((one for one in found if one.works and one.hash == secret_hash), None)
