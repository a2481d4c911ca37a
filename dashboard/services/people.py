"""People in the store: adding them, changing their roles, and who the local switch offers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dashboard.adapters import identities_store as store
from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.telling_store import forget_address
from dashboard.domain.actors import Actor, Role
from dashboard.domain.plain_text import shown
from dashboard.domain.texts import is_one_line, tidy
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotFound, NotPermitted, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key


@dataclass(frozen=True, slots=True)
class AddUsers:
    """People to add or change, by immutable id."""

    users: tuple[User, ...]
    key: str = field(default_factory=new_key)


def add_users(database: Database, command: AddUsers, actor: Actor) -> Saved:
    """Store people, one event each; nobody changes themselves, and one active officer always stays.

    Raises:
        NotPermitted, InputRejected, Conflict, StoreUnusable: Nothing was written.
    """
    require(actor, Verb.PEOPLE)
    accepted = [accept(user) for user in command.users]
    _refuse_oneself(actor, [user.id for user in accepted])
    with database.write(actor, command.key) as tx:
        if not tx.replayed:
            _save(tx, accepted)
        return Saved(tx.seq, {}, replayed=tx.replayed)


@dataclass(frozen=True, slots=True)
class ChangeRole:
    """Another role for somebody, or the end or the renewal of their access, as the person was opened."""

    user_id: str
    role: Role
    active: bool
    revision: int
    key: str = field(default_factory=new_key)


def change_role(database: Database, command: ChangeRole, actor: Actor) -> Saved:
    """Store the role; it holds from the person's next command on.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, Conflict, InputRejected, StoreUnusable: Nothing was written.
    """
    require(actor, Verb.PEOPLE)
    _refuse_oneself(actor, [command.user_id])
    with database.write(actor, command.key) as tx:
        if not tx.replayed:
            user = repository.user_in(tx.connection, command.user_id)
            if user is None:
                raise NotFound(f"Nobody here has the id {shown(command.user_id)}. Nothing was saved.")
            if store.revisions_of_people(tx.connection).get(user.id, 0) != command.revision:
                raise ChangedSinceOpened(f"{user.title} has changed since you opened the page. Nothing was saved.")
            _save(tx, [accept(replace(user, role=command.role, active=command.active))])
        return Saved(tx.seq, {}, replayed=tx.replayed)


def _refuse_oneself(actor: Actor, user_ids: Iterable[str]) -> None:
    if actor.user_id in user_ids:
        raise NotPermitted("Nobody changes their own role or entry: another officer does. Nothing was saved.")


def _save(tx: Transaction, users: Iterable[User]) -> None:
    officers = repository.active_officers(tx.connection)
    for user in users:
        repository.save_user(tx, user)
        if not user.active:
            forget_address(tx, user.id)
    if officers and not repository.active_officers(tx.connection):
        raise Conflict("Somebody must stay officer: make another person officer first. Nothing was saved.")


def add_user(database: Database, user: User, actor: Actor) -> Saved:
    """Store one person."""
    return add_users(database, AddUsers((user,)), actor)


def switchable_users(database: Database) -> tuple[User, ...]:
    """Whom the local switch offers: active people, the officer first."""
    order = list(Role)
    active = [user for user in repository.users(database) if user.active]
    return tuple(sorted(active, key=lambda user: (order.index(user.role), user.title)))


def actor_of(database: Database, user_id: str) -> Actor:
    """The person as they are in the store now, so that a role taken away is gone at the next command.

    Raises:
        NotFound: Nobody has this id.
        NotPermitted: The person is no longer active.
    """
    user = next((one for one in repository.users(database) if one.id == user_id), None)
    if user is None:
        raise NotFound(f"Nobody here has the id {shown(user_id)}.")
    if not user.active:
        raise NotPermitted(f"{user.title} is no longer active here.")
    return user.as_actor()


def accept(user: User) -> User:
    """The person as they may be stored; raises InputRejected."""
    record = tidy(user.as_record(), what=f"User {user.id}")
    names = {name: str(record[name] or "") for name in ("id", "title", "team")}
    problems = [Problem(name, "several lines", "one line") for name, text in names.items() if not is_one_line(text)]
    problems += [Problem(name, "nothing", "a name") for name in ("id", "title") if not names[name].strip()]
    problems += [Problem("role", "system", "a role of people")] if user.role is Role.SYSTEM else []
    if problems:
        raise InputRejected("The person was not saved.", problems)
    return User.from_record(record)
