"""Accounts and the people behind them, who waits to be let in, and the first officer's code, which lives in the ledger.

The code needs no table: what was printed, used and tried are events, which nobody can change or take back.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from dashboard.adapters import ledger
from dashboard.adapters.database import Transaction
from dashboard.adapters.repository import table
from dashboard.adapters.tables import EndedSignInRow, EventRow, IdentityRow, UserRow
from dashboard.domain.actors import Role
from dashboard.domain.identities import Identity
from dashboard.domain.users import User
from dashboard.errors import Problem

_EVENTS, _USERS, _IDENTITIES = table(EventRow), table(UserRow), table(IdentityRow)
_ENDED = table(EndedSignInRow)
_IDENTITY, _CODE, _ATTEMPT = "identity", "first_officer", "first_officer_attempt"  # entities of the ledger
_THE_ONE = "code"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who signed in, is not known, and asked to be let in; `says` is their own word for themselves."""

    identity: Identity
    says: str
    asked: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """The newest code: only the hash of it, until when, whether it was used, whether for one more officer."""

    hash: str
    expires: datetime
    used: bool
    another: bool


def person_behind(connection: Connection, identity: Identity) -> User | None:
    """The person of this very account, as they are now."""
    mine = (_IDENTITIES.c.issuer == identity.issuer) & (_IDENTITIES.c.subject == identity.subject)
    query = select(_USERS).join(_IDENTITIES, _IDENTITIES.c.user_id == _USERS.c.id).where(mine)
    row = connection.execute(query).mappings().first()
    return None if row is None else User.from_record(dict(row))


def ended_up_to(connection: Connection, identity: Identity) -> datetime | None:
    """Whatever was issued to this account until then is over; None where nobody signed out."""
    mine = (_ENDED.c.issuer == identity.issuer) & (_ENDED.c.subject == identity.subject)
    found: datetime | None = connection.scalar(select(_ENDED.c.up_to).where(mine))
    return found


def end_sign_ins(tx: Transaction, identity: Identity, up_to: datetime) -> None:
    """Whatever was issued to this account until then is over, from now on."""
    mine = (_ENDED.c.issuer == identity.issuer) & (_ENDED.c.subject == identity.subject)
    tx.connection.execute(delete(_ENDED).where(mine))
    tx.connection.execute(insert(_ENDED).values(**identity.as_record(), up_to=up_to))


def add_identity(tx: Transaction, identity: Identity, user_id: str) -> None:
    """Store for good that the account is this person's, with its event."""
    tx.session.flush()
    record = {**identity.as_record(), "user_id": user_id}
    tx.connection.execute(insert(_IDENTITIES).values(**record))
    tx.append("identity.linked", _IDENTITY, identity.digest, record)


def accounts(connection: Connection) -> dict[str, list[Identity]]:
    """User id to accounts."""
    found: dict[str, list[Identity]] = {}
    for row in connection.execute(select(_IDENTITIES).order_by(_IDENTITIES.c.issuer, _IDENTITIES.c.subject)):
        found.setdefault(row.user_id, []).append(Identity(row.issuer, row.subject))
    return found


def revisions_of_people(connection: Connection) -> dict[str, int]:
    """User id to how often the person was stored."""
    mine = _EVENTS.c.entity == "user"
    query = select(_EVENTS.c.entity_id, func.max(_EVENTS.c.revision)).where(mine).group_by(_EVENTS.c.entity_id)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def officers_who_sign_in(connection: Connection) -> int:
    """How many active officers have an account."""
    office = _USERS.c.active & (_USERS.c.role == Role.OFFICER.value)
    known = select(_IDENTITIES.c.user_id).where(_IDENTITIES.c.user_id == _USERS.c.id).exists()
    return int(connection.scalar(select(func.count()).select_from(_USERS).where(office, known)) or 0)


def add_newcomer(tx: Transaction, identity: Identity, says: str) -> None:
    """Record that somebody asks to be let in."""
    tx.append("identity.asked", _IDENTITY, identity.digest, {**identity.as_record(), "says": says})


def newcomers(connection: Connection) -> tuple[Newcomer, ...]:
    """Who asked and was not let in yet, the longest waiting first."""
    linked = select(_EVENTS.c.entity_id).where(_EVENTS.c.entity == _IDENTITY, _EVENTS.c.kind == "identity.linked")
    asked = select(_EVENTS.c.body, _EVENTS.c.recorded_at).where(
        _EVENTS.c.entity == _IDENTITY, _EVENTS.c.kind == "identity.asked", _EVENTS.c.entity_id.not_in(linked)
    )
    return tuple(_newcomer(row) for row in connection.execute(asked.order_by(_EVENTS.c.seq)))


def _newcomer(row: Any) -> Newcomer:
    record = ledger.record_in(row.body)
    return Newcomer(Identity(record["issuer"], record["subject"]), record["says"], row.recorded_at)


def newest_code(connection: Connection) -> Code | None:
    """The code printed last; None where none ever was."""
    mine = (_EVENTS.c.entity == _CODE) & (_EVENTS.c.entity_id == _THE_ONE)
    body = connection.scalar(select(_EVENTS.c.body).where(mine).order_by(_EVENTS.c.seq.desc()).limit(1))
    if body is None:
        return None
    record = ledger.record_in(body)
    return Code(record["hash"], datetime.fromisoformat(record["expires"]), record["used"], record["another"])


def save_code(tx: Transaction, code: Code) -> None:
    """Record that a code was printed, or that it was used."""
    record = {"hash": code.hash, "expires": code.expires.isoformat(), "used": code.used, "another": code.another}
    tx.append(f"first_officer.{'claimed' if code.used else 'code_printed'}", _CODE, _THE_ONE, record)


def add_wrong_attempt(tx: Transaction, identity: Identity) -> None:
    """Record that somebody entered a code that does not fit; not which."""
    tx.append("first_officer.refused", _ATTEMPT, identity.digest, identity.as_record())


def wrong_attempts(connection: Connection, identity: Identity, *, since: datetime) -> int:
    """How often this account entered a code that does not fit."""
    mine = (_EVENTS.c.entity == _ATTEMPT) & (_EVENTS.c.entity_id == identity.digest) & (_EVENTS.c.recorded_at > since)
    return int(connection.scalar(select(func.count()).select_from(_EVENTS).where(mine)) or 0)


def unrecorded_people(connection: Connection) -> Iterator[Problem]:
    """People and accounts unlike what the ledger says of them: somebody went past the services."""
    told = {
        (row.entity, row.entity_id): _told(row.body)
        for row in connection.execute(
            _EVENTS.select().where(_EVENTS.c.entity.in_(("user", _IDENTITY))).order_by(_EVENTS.c.seq)
        )
    }
    for row in connection.execute(select(_USERS).order_by(_USERS.c.id)).mappings():
        if told.get(("user", row["id"])) != dict(row):
            found = f"{row['role']}, {'active' if row['active'] else 'inactive'}"
            yield Problem(f"person {row['id']}", f"{found}, as no event says", "what the newest event records")
    for user_id, mine in accounts(connection).items():
        for identity in mine:
            if told.get((_IDENTITY, identity.digest)) != {**identity.as_record(), "user_id": user_id}:
                where = f"account {identity.subject} at {identity.issuer}"
                yield Problem(where, f"{user_id} with no event", "an event that records it")


def _told(body: str) -> object:
    try:
        return json.loads(body)["record"]
    except (ValueError, KeyError, TypeError):
        return None
