"""Tokens for programs: the officer makes and revokes them; whoever shows one is the person it stands for, no more.

The secret is shown once and stored nowhere: 256 random bits need no salt and no slow hash.
"""

import hashlib
import hmac
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dashboard.adapters import repository
from dashboard.adapters import tokens_store as store
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.plain_text import shown
from dashboard.domain.texts import tidy
from dashboard.domain.tokens import MOST_WORKING, PUSHES, Scope, Token, token_problems
from dashboard.domain.users import User
from dashboard.errors import Conflict, GovernanceError, InputRejected, NotFound, NotPermitted, NotRecognised, Problem
from dashboard.services.permissions import SPOKEN, Verb, may, require
from dashboard.services.register import Saved, new_key
from dashboard.settings import load_sign_in

_SPELT = re.compile(r"aied_([0-9a-f]{12})_([0-9a-f]{64})")
_NEEDS = {Scope.PUSH_EVIDENCE: Verb.FILE, Scope.PUSH_COUNTS: Verb.INGEST}
_EVERY = timedelta(minutes=10)  # how exactly the last use is known
_NOBODY = "0" * 64  # the hash of no secret


@dataclass(frozen=True, slots=True)
class MakeToken:
    """A token for somebody's program; `use_cases` empty for all."""

    name: str
    user: str
    scopes: tuple[str, ...]
    use_cases: tuple[str, ...] = ()
    lasts: timedelta = timedelta(days=90)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """An end to a token, at once."""

    token: str
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Made:
    """The new token; `spelt` is what the program sends, None where a second click made nothing."""

    id: str
    spelt: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever showed a token that works: the person it stands for, as they are now."""

    token: Token
    user: User

    @property
    def actor(self) -> Actor:
        """Who the commands are from; never fresh, so that no program decides, waives or accepts."""
        return Actor(self.user.id, self.user.role, authenticated=self.token.proved, fresh=False)


def make_token(database: Database, command: MakeToken, actor: Actor) -> Made:
    """Store a token's hash and say its secret, once.

    Raises:
        NotPermitted, NotFound, InputRejected, Conflict, StoreUnusable: No token was made.
    """
    require(actor, Verb.TOKENS)
    name = str(tidy(command.name, what="The token")).strip()
    problems = list(token_problems(name, command.scopes, command.lasts))
    problems += [] if command.user else [Problem("person", "nobody", "whom the token stands for")]
    if problems:
        raise InputRejected("No token was made.", problems)
    scopes = tuple(one for one in Scope if one.value in command.scopes)
    _refuse_unproved(actor, scopes)
    secret = secrets.token_hex(32)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Made(next(found for _, found in tx.written_before()), None)
        _refuse_unfit(tx, command, scopes)
        made = Token(
            secrets.token_hex(6), name, command.user, scopes, tuple(dict.fromkeys(command.use_cases)), actor.user_id,
            tx.now, tx.now + command.lasts, _hash(secret), proved=actor.authenticated,
        )  # fmt: skip
        store.save_token(tx, made)
    return Made(made.id, f"aied_{made.id}_{secret}")


def _refuse_unproved(actor: Actor, scopes: tuple[Scope, ...]) -> None:
    """Where people sign in, whoever has the machine could otherwise push in anybody's name, and accept it."""
    if actor.role is Role.SYSTEM and PUSHES.intersection(scopes) and load_sign_in() is not None:
        raise NotPermitted(
            "Where people sign in, a token that pushes is made by the officer on the People page. No token was made."
        )


def _refuse_unfit(tx: Transaction, command: MakeToken, scopes: tuple[Scope, ...]) -> None:
    user = repository.user_in(tx.connection, command.user)
    if user is None or not user.active:
        raise NotFound(f"Nobody active here has the id {shown(command.user)}. No token was made.")
    for scope in scopes:
        if scope in _NEEDS and not may(user.as_actor(), _NEEDS[scope]):
            raise NotPermitted(f"{SPOKEN[user.role].capitalize()} may not {_NEEDS[scope].value}. No token was made.")
    problems = [
        Problem("use_cases", shown(one, limit=80), "the id of a registered use case")
        for one in command.use_cases
        if repository.use_case_in(tx.connection, one) is None
    ]
    if problems:
        raise InputRejected("No token was made.", problems)
    if sum(one.stopped(tx.now) is None for one in store.tokens(tx.connection)) >= MOST_WORKING:
        raise Conflict(f"{MOST_WORKING} tokens work already. Revoke one first.")


def revoke_token(database: Database, command: RevokeToken, actor: Actor) -> Saved:
    """End a token; the next request with it is refused.

    Raises:
        NotPermitted, NotFound, Conflict, StoreUnusable: Nothing was written.
    """
    require(actor, Verb.TOKENS)
    with database.write(actor, command.key) as tx:
        if not tx.replayed:
            found = store.token(tx.connection, command.token)
            if found is None:
                raise NotFound(f"There is no token {shown(command.token, limit=40)}.")
            if found.revoked_at is not None:
                raise Conflict(f"{found.stopped(tx.now)} Nothing was saved.")
            store.save_token(tx, replace(found, revoked_at=tx.now, revoked_by=actor.user_id))
        return Saved(tx.seq, {}, replayed=tx.replayed)


def holder_of(database: Database, spelt: str, now: datetime) -> Holder:
    """Who showed this token.

    Args:
        database: Where tokens and people are.
        spelt: What was sent.
        now: UTC.

    Raises:
        NotRecognised: No such token, it works no more, or its person is no longer active; the sentence says which
            only to whoever has the right secret.
    """
    parts = _SPELT.fullmatch(spelt)
    with database.read() as connection:
        found = store.token(connection, parts[1]) if parts else None
        user = repository.user_in(connection, found.user) if found else None
    right = hmac.compare_digest(found.hash if found else _NOBODY, _hash(parts[2] if parts else ""))
    if found is None or user is None or not right:
        raise NotRecognised("This token is not known here. The officer makes tokens on the People page.")
    stopped = found.stopped(now)
    if stopped:
        raise NotRecognised(f"{stopped} Ask the officer for a new one.")
    if not user.active:
        raise NotRecognised(f"{user.title}, for whom the token {found.id} was made, is no longer active here.")
    return Holder(found, user)


def note_use(database: Database, token: str, now: datetime) -> None:
    """Remember the use, unless one within ten minutes is remembered; a store that cannot be written is no matter."""
    with database.read() as connection:
        known = store.last_uses(connection).get(token)
    if known is not None and now - known < _EVERY:
        return
    with suppress(GovernanceError), database.write(SYSTEM) as tx:
        store.note_use(tx, token)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
