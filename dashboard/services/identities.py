"""Letting people in: a newcomer asks, the officer says who they are; an account is one person for good."""

from dataclasses import dataclass, field

from dashboard.adapters import identities_store as store
from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.identities import Claims, Identity
from dashboard.domain.texts import tidy
from dashboard.domain.users import User
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted
from dashboard.services.people import accept
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key

MOST_WAITING = 200
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class AskToEnter:
    """A newcomer wants to be let in."""

    claims: Claims
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class LetIn:
    """The account belongs to somebody new in this role, or to somebody who is here already."""

    identity: Identity
    role: Role | None = None
    title: str = ""
    team: str | None = None
    user_id: str | None = None
    key: str = field(default_factory=new_key)


def ask_to_enter(database: Database, command: AskToEnter) -> Saved:
    """Put the newcomer on the officer's list, once.

    Raises:
        Conflict: The account is known already, or too many wait. Nothing was written.
    """
    identity = command.claims.identity
    with database.write(SYSTEM, command.key) as tx:
        if store.person_behind(tx.connection, identity) is not None:
            raise Conflict("You are let in already: open the page again.")
        waiting = store.newcomers(tx.connection)
        if tx.replayed or identity in {one.identity for one in waiting}:
            return Saved(tx.seq, {}, replayed=True)
        if len(waiting) >= MOST_WAITING:
            raise Conflict(f"{MOST_WAITING} people wait to be let in already. Write to the officer instead.")
        store.add_newcomer(tx, identity, _name(command.claims.name))
        return Saved(tx.seq, {})


def let_in(database: Database, command: LetIn, actor: Actor) -> Saved:
    """Say who an account is.

    Raises:
        NotPermitted: Only the officer may, and not for themselves.
        Conflict: The account is somebody's already.
        NotFound: Nobody here has the user id.
        InputRejected, StoreUnusable: Nothing was written either.
    """
    require(actor, Verb.PEOPLE)
    if command.user_id == actor.user_id:
        raise NotPermitted("Nobody gives themselves another account: another officer does. Nothing was saved.")
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, {}, replayed=True)
        if store.person_behind(tx.connection, command.identity) is not None:
            raise Conflict("This account belongs to somebody already, for good. Nothing was saved.")
        store.add_identity(tx, command.identity, _person(tx, command))
        return Saved(tx.seq, {})


def _person(tx: Transaction, command: LetIn) -> str:
    if command.user_id is not None:
        if repository.user_in(tx.connection, command.user_id) is None:
            raise NotFound(f"Nobody here has the id {command.user_id}. Nothing was saved.")
        return command.user_id
    user = accept(User(command.identity.person_id, command.title, command.role or Role.READER, command.team or None))
    repository.save_user(tx, user)
    return user.id


def _name(said: str) -> str:
    """What a newcomer is called by the provider, as far as it may enter the books."""
    try:
        name = str(tidy(said[:_LONGEST_NAME]))
    except InputRejected:
        return ""
    return name if name.isprintable() else ""
