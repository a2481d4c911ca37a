"""What people do with review items: assign, comment, resolve, reopen. Each is kept with who and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.repository import users
from dashboard.adapters.reviews_store import Note, item, save_change
from dashboard.domain.actors import Actor
from dashboard.domain.reviews import CLOSED, OPEN, ReviewItem
from dashboard.domain.texts import in_words
from dashboard.errors import ChangedSinceOpened, Conflict, NotFound
from dashboard.services.closing_rules import refuse_closing
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key


@dataclass(frozen=True, slots=True)
class AssignItem:
    """Give an item to a person, or to nobody (`assignee` None)."""

    item: int
    assignee: str | None
    revision: int
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class CommentItem:
    """Say something about an item."""

    item: int
    text: str
    revision: int
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class ResolveItem:
    """Close an item, saying why."""

    item: int
    reason: str
    revision: int
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class ReopenItem:
    """Take up a closed item, or one whose closing is proposed, again, saying why."""

    item: int
    reason: str
    revision: int
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class ItemSaved:
    """The item's new revision and the data version."""

    item: int
    revision: int
    seq: int
    replayed: bool = False


def assign_item(database: Database, command: AssignItem, actor: Actor) -> ItemSaved:
    """Store whose item it is.

    Raises:
        NotPermitted, NotFound, Conflict, ChangedSinceOpened, StoreUnusable: nothing was written.
    """
    require(actor, Verb.ASSIGN)
    if command.assignee is not None:
        _refuse_stranger(database, command.assignee)
    with database.write(actor, command.key) as tx:
        found = opened_item(tx, command.item, command.revision)
        if found is None:
            return replayed_item(tx, command.item)
        if found.state == CLOSED:
            raise Conflict(f"Item {found.id} is closed. Reopen it before assigning it.")
        text = f"Assigned to {command.assignee}" if command.assignee else "Assigned to nobody"
        return store_item(tx, found, {"assignee": command.assignee}, Note("assigned", text, command.as_of))


def comment_item(database: Database, command: CommentItem, actor: Actor) -> ItemSaved:
    """Store what somebody says.

    Raises:
        NotPermitted, NotFound, InputRejected, ChangedSinceOpened, StoreUnusable: nothing was written.
    """
    require(actor, Verb.NOTE)
    text = in_words(command.text, "comment")
    with database.write(actor, command.key) as tx:
        found = opened_item(tx, command.item, command.revision)
        if found is None:
            return replayed_item(tx, command.item)
        return store_item(tx, found, {}, Note("commented", text, command.as_of))


def resolve_item(database: Database, command: ResolveItem, actor: Actor) -> ItemSaved:
    """Close an item by a person. While its finding is still a breach nobody can: repair it, or ask for a waiver.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, ChangedSinceOpened, StoreUnusable: nothing was written.
    """
    require(actor, Verb.RESOLVE)
    reason = in_words(command.reason, "reason")
    with database.write(actor, command.key) as tx:
        found = opened_item(tx, command.item, command.revision)
        if found is None:
            return replayed_item(tx, command.item)
        refuse_closing(tx, found, actor)
        closed = {"state": CLOSED, "closed": command.as_of, "closed_by": actor.user_id, "resolution": reason}
        return store_item(tx, found, closed, Note("resolved", reason, command.as_of))


def reopen_item(database: Database, command: ReopenItem, actor: Actor) -> ItemSaved:
    """Take an item up again.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, ChangedSinceOpened, StoreUnusable: nothing was written.
    """
    require(actor, Verb.RESOLVE)
    reason = in_words(command.reason, "reason")
    with database.write(actor, command.key) as tx:
        found = opened_item(tx, command.item, command.revision)
        if found is None:
            return replayed_item(tx, command.item)
        if found.state == OPEN:
            raise Conflict(f"Item {found.id} is open already.")
        again = {"closed": None, "closed_by": None, "resolution": None, "recovered": None, "proof": None}
        changes = {"state": OPEN, "times_reopened": found.times_reopened + 1, **again}
        return store_item(tx, found, changes, Note("reopened", reason, command.as_of))


def opened_item(tx: Transaction, item_id: int, revision: int) -> ReviewItem | None:
    """The item as the person saw it; None where the command was carried out before.

    Raises:
        NotFound, ChangedSinceOpened: with what to do.
    """
    if tx.replayed:
        return None
    found = item(tx.connection, item_id)
    if found is None:
        raise NotFound(f"There is no review item {item_id}.")
    if found.revision != revision:
        raise ChangedSinceOpened(
            f"Item {item_id} has changed since you opened it (you have revision {revision}, it is now "
            f"{found.revision}). Nothing was saved: look at it again, then repeat what you wanted."
        )
    return found


def store_item(tx: Transaction, found: ReviewItem, changes: Mapping[str, Any], note: Note) -> ItemSaved:
    """Change the item, with its note and its event."""
    assert found.id is not None  # noqa: S101  # it was read from the store
    save_change(tx, found.id, changes, note)
    return ItemSaved(found.id, found.revision + 1, tx.seq)


def replayed_item(tx: Transaction, item_id: int) -> ItemSaved:
    """What the same command had done before."""
    found = item(tx.connection, item_id)
    return ItemSaved(item_id, found.revision if found else 0, tx.seq, replayed=True)


def _refuse_stranger(database: Database, user_id: str) -> None:
    known = {user.id: user.active for user in users(database)}
    if user_id not in known:
        raise NotFound(f"Nobody here has the id {user_id}.")
    if not known[user_id]:
        raise Conflict(f"{user_id} is no longer active; choose somebody else.")
