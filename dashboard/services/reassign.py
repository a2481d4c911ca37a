"""Several review items go to one person at once: all of them, or none."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.reviews_store import Note, item, save_change
from dashboard.domain.actors import Actor
from dashboard.domain.plain_text import shown
from dashboard.domain.reviews import CLOSED
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotFound, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key

MOST = 500


@dataclass(frozen=True, slots=True)
class AssignItems:
    """Give items, each with the revision that was seen, to a person, or to nobody (`assignee` None)."""

    items: tuple[tuple[int, int], ...]
    assignee: str | None
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Reassigned:
    """How many items changed hands (those that the person had already did not), and the data version."""

    changed: int
    seq: int
    replayed: bool = False


def assign_items(database: Database, command: AssignItems, actor: Actor) -> Reassigned:
    """Store whose items they are, in one transaction.

    Raises:
        NotPermitted, NotFound, Conflict, ChangedSinceOpened, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.ASSIGN)
    if not 0 < len(command.items) <= MOST:
        problem = Problem("items", f"{len(command.items):,}", f"1 to {MOST:,}")
        raise InputRejected("Nothing was saved.", [problem])
    if command.assignee is not None:
        _refuse_stranger(database, command.assignee)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Reassigned(0, tx.seq, replayed=True)
        changed = sum(_given(tx, command, number, revision) for number, revision in dict(command.items).items())
        return Reassigned(changed, tx.seq)


def _given(tx: Transaction, command: AssignItems, number: int, revision: int) -> bool:
    found = item(tx.connection, number)
    if found is None:
        raise NotFound(f"There is no review item {number}.")
    if found.revision != revision:
        raise ChangedSinceOpened(f"Item {number} has changed since you chose it. Nothing was saved: choose again.")
    if found.state == CLOSED:
        raise Conflict(f"Item {number} is closed. Nothing was saved; leave it out, or reopen it first.")
    if found.assignee == command.assignee:
        return False
    text = f"Assigned to {command.assignee}" if command.assignee else "Assigned to nobody"
    save_change(tx, number, {"assignee": command.assignee}, Note("assigned", text, command.as_of))
    return True


def _refuse_stranger(database: Database, user_id: str) -> None:
    known = {user.id: user.active for user in repository.users(database)}
    if user_id not in known:
        raise NotFound(f"Nobody here has the id {shown(user_id)}.")
    if not known[user_id]:
        raise Conflict(f"{user_id} is no longer active; choose somebody else.")
