"""Who a signed-in browser belongs to, read again at every run and every click: the cookie only says which account."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from dashboard.adapters import identities_store as store
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.identities import Claims
from dashboard.domain.users import User
from dashboard.errors import GovernanceError, InputRejected
from dashboard.settings import SignIn

COME_IN, COME_AGAIN = "company", "again"  # one provider, named twice: to come in, and to prove it anew


class Door(StrEnum):
    """How far somebody has come in."""

    SIGNED_OUT = "signed out"
    UNUSABLE = "unusable"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    INACTIVE = "inactive"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks for a page.

    Attributes:
        door: how far they come.
        why: what stops them, as sentences; empty where nothing does.
        claims: the account and its age, from UNKNOWN on.
        user: the person, from INACTIVE on.
        actor: who their commands are from, only once they are in.
    """

    door: Door
    why: str = ""
    claims: Claims | None = None
    user: User | None = None
    actor: Actor | None = None


def visitor(database: Database, said: Mapping[str, Any], sign_in: SignIn, now: datetime) -> Visitor:
    """Who is in front of the page.

    Args:
        database: Where people, roles and accounts are.
        said: The claims of the ID token, and `is_logged_in`; empty without a valid cookie.
        sign_in: How long a sign-in lasts, and how fresh it must be to decide.
        now: UTC.
    """
    if said.get("is_logged_in") is not True:
        return Visitor(Door.SIGNED_OUT)
    try:
        claims = Claims.read(said)
    except InputRejected as refused:
        return Visitor(Door.UNUSABLE, str(refused))
    age = claims.age(now)
    if age is None or age > sign_in.longest:
        return Visitor(Door.EXPIRED, claims=claims)
    with database.read() as connection:
        user = store.person_behind(connection, claims.identity)
        ended = store.ended_up_to(connection, claims.identity)
    door = _door(claims, user, ended)
    if user is None or door is not Door.IN:
        return Visitor(door, claims=claims, user=user)
    fresh = sign_in.fresh is None or age <= sign_in.fresh
    actor = Actor(user.id, user.role, authenticated=True, fresh=fresh)
    return Visitor(Door.IN, claims=claims, user=user, actor=actor)


def _door(claims: Claims, user: User | None, ended: datetime | None) -> Door:
    if ended is not None and claims.issued <= ended:
        return Door.SIGNED_OUT
    if user is None:
        return Door.UNKNOWN
    return Door.IN if user.active else Door.INACTIVE


def sign_out(database: Database, found: Visitor) -> None:
    """End this sign-in and every earlier one of the account, wherever a copy of its cookie may lie.

    The moment is the provider's own, of the cookie in hand: clocks that differ end nothing that comes later. A store
    that cannot be written is no reason to stay signed in.
    """
    if found.claims is None or found.user is None:
        return
    with suppress(GovernanceError), database.write(SYSTEM) as tx:
        ended = store.ended_up_to(tx.connection, found.claims.identity)
        if ended is None or ended < found.claims.issued:
            store.end_sign_ins(tx, found.claims.identity, found.claims.issued)
