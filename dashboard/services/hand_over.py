"""When somebody leaves, everything of theirs goes to one heir at once: use cases, what they oversee, review items."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import approvals_store, repository, requests_store
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.holdings import held_by, overseer_of
from dashboard.adapters.reviews_store import Note, save_change
from dashboard.domain.actors import Actor
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import UseCase
from dashboard.domain.reviews import ReviewItem
from dashboard.errors import ChangedSinceOpened, Conflict, NotFound
from dashboard.services.permissions import MAY, SPOKEN, Verb, require
from dashboard.services.register import new_key


@dataclass(frozen=True, slots=True)
class Belongings:
    """What somebody has.

    Attributes:
        owned, overseen: ids of use cases.
        items: numbers of review items that are not closed.
        waiting: what they asked for and nobody has ruled on or decided yet; it stays as it was asked.
        mark: the same while the three before stay the same.
    """

    owned: tuple[str, ...]
    overseen: tuple[str, ...]
    items: tuple[int, ...]
    waiting: tuple[str, ...]

    @property
    def mark(self) -> str:
        """A short name of what is handed over."""
        return hashlib.sha256(repr((self.owned, self.overseen, self.items)).encode()).hexdigest()[:16]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to hand over."""
        return not (self.owned or self.overseen or self.items)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give everything of one person to another, as it was shown; `mark` is that of the preview."""

    leaver: str
    heir: str
    mark: str
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many use cases and items went over, and the data version."""

    use_cases: int
    items: int
    seq: int
    replayed: bool = False


def belongings(database: Database, person: str) -> Belongings:
    """What would be handed over; nothing is written."""
    with database.read() as connection:
        cases, items = held_by(connection, person)
        asked = [f"{one.kind} {one.subject} of {one.use_case}" for one in requests_store.waiting_requests(connection)
                 if one.asked_by == person]  # fmt: skip
        asked += [f"approval of {one.use_case}" for one in approvals_store.waiting_submissions(connection)
                  if one.submitted_by == person]  # fmt: skip
    return _belongings(person, cases, items, asked)


def hand_over(database: Database, command: HandOver, actor: Actor) -> HandedOver:
    """Give everything over in one transaction, one event each; who owned a use case is still who owned it once.

    Raises:
        NotPermitted, NotFound, Conflict, StoreUnusable: nothing was written.
        ChangedSinceOpened: there is more or less to hand over than was shown.
    """
    require(actor, Verb.HAND_OVER)
    _refuse_heir(database, command)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return HandedOver(0, 0, tx.seq, replayed=True)
        cases, items = held_by(tx.connection, command.leaver)
        found = _belongings(command.leaver, cases, items, ())
        if found.nothing:
            raise Conflict(f"{command.leaver} owns, oversees and has nothing; there is nothing to hand over.")
        if found.mark != command.mark:
            raise ChangedSinceOpened(
                "There is more or less to hand over than was shown. Nothing was saved: look again."
            )
        _hand_on(tx, command, cases, items)
        return HandedOver(len(cases), len(items), tx.seq)


def _hand_on(tx: Transaction, command: HandOver, cases: Sequence[UseCase], items: Sequence[ReviewItem]) -> None:
    repository.save_use_cases(tx, [_given(one, command) for one in cases], kind="use_case.handed_over")
    for one in cases:
        if one.owner == command.leaver:
            approvals_store.note_owner(tx, one.id, command.heir)
    said = f"Assigned to {command.heir}, handed over by {command.leaver}"
    for item in items:
        save_change(tx, item.id, {"assignee": command.heir}, Note("assigned", said, command.as_of))


def _given(use_case: UseCase, command: HandOver) -> UseCase:
    owner = command.heir if use_case.owner == command.leaver else use_case.owner
    watch = use_case.overseer
    if watch is not None and watch.name == command.leaver:
        watch = watch.model_copy(update={"name": command.heir})
    return use_case.model_copy(update={"owner": owner, "overseer": watch})


def _belongings(
    person: str, cases: Sequence[UseCase], items: Sequence[ReviewItem], waiting: Sequence[str]
) -> Belongings:
    return Belongings(
        tuple(one.id for one in cases if one.owner == person),
        tuple(one.id for one in cases if overseer_of(one) == person),
        tuple(int(one.id or 0) for one in items),
        tuple(waiting),
    )


def _refuse_heir(database: Database, command: HandOver) -> None:
    people = {user.id: user for user in repository.users(database)}
    for person in (command.leaver, command.heir):
        if person not in people:
            raise NotFound(f"Nobody here has the id {shown(person)}.")
    heir = people[command.heir]
    if command.heir == command.leaver or not heir.active:
        raise Conflict("Everything goes to somebody else who is active here.")
    if Verb.CHANGE not in MAY[heir.role]:
        raise Conflict(f"{heir.title} is {SPOKEN[heir.role]} and owns nothing here. Choose somebody who may.")
