"""People in the store, and who acts here: until sign-in exists, a visible switch between local people."""

from dataclasses import dataclass, field

from dashboard.adapters import repository
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.domain.plain_text import shown
from dashboard.domain.texts import is_one_line, tidy
from dashboard.domain.users import User
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted, Problem
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
    accepted = [_accept(user) for user in command.users]
    if any(user.id == actor.user_id for user in accepted):
        raise NotPermitted("Nobody changes their own role or entry: another officer does. Nothing was saved.")
    with database.write(actor, command.key) as tx:
        if not tx.replayed:
            officers = repository.active_officers(tx.connection)
            for user in accepted:
                repository.save_user(tx, user)
            if officers and not repository.active_officers(tx.connection):
                raise Conflict("Somebody must stay officer: make another person officer first. Nothing was saved.")
        return Saved(tx.seq, {}, replayed=tx.replayed)


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


def _accept(user: User) -> User:
    record = tidy(user.as_record(), what=f"User {user.id}")
    names = {name: str(record[name] or "") for name in ("id", "title", "team")}
    problems = [Problem(name, "several lines", "one line") for name, text in names.items() if not is_one_line(text)]
    problems += [Problem(name, "nothing", "a name") for name in ("id", "title") if not names[name].strip()]
    problems += [Problem("role", "system", "a role of people")] if user.role is Role.SYSTEM else []
    if problems:
        raise InputRejected("The person was not saved.", problems)
    return User.from_record(record)
