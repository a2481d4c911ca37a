"""A calendar for each person: a secret address that they make, see once and end, and what stands in it.

256 random bits need no salt and no slow hash, and comparing hashes gives nothing away about the secret.
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboard.adapters import feeds_store as store
from dashboard.adapters.database import Database
from dashboard.adapters.repository import user_in
from dashboard.domain.actors import Actor, Role
from dashboard.domain.feeds import Entry, Feed
from dashboard.domain.plain_text import shown
from dashboard.domain.users import User
from dashboard.errors import NotFound, NotPermitted
from dashboard.services.concerns import Concerned, concerned, item_facts, lapse_path
from dashboard.services.permissions import Verb, may, require
from dashboard.services.register import new_key
from dashboard.services.screens.ahead import Ahead, load_ahead
from dashboard.services.sources import Sources

_RENEWAL = "renewal/"  # documents stand in the calendar by the day on which they lapse


@dataclass(frozen=True, slots=True)
class MakeCalendar:
    """A new secret address for somebody; the one before ends."""

    user_id: str
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class EndCalendar:
    """The end of somebody's address."""

    user_id: str
    key: str = field(default_factory=new_key)


def make_calendar(database: Database, command: MakeCalendar, actor: Actor) -> str | None:
    """Store the hash of a new secret; returns the path with the secret, None where a second click made nothing.

    Raises:
        NotPermitted, NotFound, StoreUnusable: nothing was written.
    """
    _refuse_others(actor, command.user_id)
    secret = secrets.token_hex(32)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return None
        if user_in(tx.connection, command.user_id) is None:
            raise NotFound(f"Nobody here has the id {shown(command.user_id)}. Nothing was saved.")
        store.save_feed(tx, Feed(command.user_id, _hash(secret), tx.now))
    return f"/calendar/{secret}.ics"


def end_calendar(database: Database, command: EndCalendar, actor: Actor) -> int:
    """End somebody's address: from now on nobody finds anything there; returns the data version.

    Raises:
        NotPermitted, NotFound, StoreUnusable: nothing was written.
    """
    _refuse_others(actor, command.user_id)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return tx.seq
        feed = store.feed_of(tx.connection, command.user_id)
        if feed is None or not feed.works:
            raise NotFound("There is no calendar address that works.")
        store.save_feed(tx, Feed(feed.user_id, feed.hash, feed.made_at, works=False))
        return tx.seq


def _refuse_others(actor: Actor, user_id: str) -> None:
    require(actor, Verb.BE_TOLD)
    if actor.role is not Role.SYSTEM and actor.user_id != user_id:
        raise NotPermitted("Everybody makes and ends their own calendar address. Nothing was saved.")


def reader_of(database: Database, secret: str) -> User | None:
    """Whose calendar this is; None where the secret is unknown or ended, or its owner may not have one now."""
    with database.read() as connection:
        feed = store.working_feed(connection, _hash(secret))
        user = user_in(connection, feed.user_id) if feed else None
    return user if user and user.active and may(user.as_actor(), Verb.BE_TOLD) else None


def load_calendar(sources: Sources, user: User) -> tuple[Entry, ...]:
    """Every day that concerns somebody: officer and deputies all of them, a lead those of their own."""
    known = concerned(sources)
    found = [*_items(sources, known, user), *_ahead(sources, known, user)]
    return tuple(sorted(found, key=lambda one: (one.when, one.summary, one.key)))


def _items(sources: Sources, known: Concerned, user: User) -> Iterator[Entry]:
    for fact in item_facts(sources, known):
        if fact.due is not None and user.id in fact.people and not fact.key.startswith(_RENEWAL):
            yield Entry(fact.path, fact.due, "Review item", f"{fact.title}: {fact.text}", "", fact.path)


def _ahead(sources: Sources, known: Concerned, user: User) -> Iterator[Entry]:
    for one in load_ahead(sources):
        if _may_see(one, known, user):
            key = f"{one.kind}/{one.use_case}/{one.what}/{one.when}"
            yield Entry(key, one.when, one.kind, f"{one.kind}: {one.what}", f"With {one.with_whom}", lapse_path(one))


def _may_see(one: Ahead, known: Concerned, user: User) -> bool:
    if user.id in known.judges or one.kind == "Law":
        return True
    if one.kind == "Training":
        return user.id in known.leads_of(one.with_whom)
    return user.id in known.owner_of(one.use_case)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
