"""The first officer: whoever has the machine prints a code, and whoever is signed in and enters it takes the office."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from dashboard.adapters import identities_store as store
from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.identities import Identity
from dashboard.domain.users import User
from dashboard.errors import Conflict, NotPermitted
from dashboard.services.register import Saved

TITLE = "Chief AI Ethics Officer"
MOST_ATTEMPTS, WITHIN = 5, timedelta(hours=1)
_BYTES, _GROUP = 20, 4  # 160 bits, which base32 writes without padding
_HOW = "python -m dashboard admin first-officer"


@dataclass(frozen=True, slots=True)
class ClaimOffice:
    """The code as somebody typed it, and the account that typed it."""

    identity: Identity
    code: str


def print_code(database: Database, *, another: bool, lasts: timedelta) -> tuple[str, datetime]:
    """Make a code that works once; any code before it stops working. Only its hash is stored.

    Args:
        database: The store.
        another: Also where an officer signs in already, who may not be within reach.
        lasts: How long the code works.

    Returns:
        The code, and until when it works (UTC).

    Raises:
        Conflict: There is an officer who signs in.
    """
    code = base64.b32encode(secrets.token_bytes(_BYTES)).decode()
    with database.write(SYSTEM) as tx:
        if not another and store.officers_who_sign_in(tx.connection):
            raise Conflict(
                "There is an officer who signs in, and who lets others in. Is there none within reach? "
                f"Then run: {_HOW} --another"
            )
        expires = tx.now + lasts
        store.save_code(tx, store.Code(_hash(code), expires, used=False, another=another))
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP)), expires


def claim_office(database: Database, command: ClaimOffice) -> Saved:
    """Make whoever entered the right code officer, once; a wrong code is counted, and five an hour are enough.

    A second click finds the office taken by the same person, and changes nothing.

    Raises:
        NotPermitted: The sentence says why; no role was given.
    """
    with database.write(SYSTEM) as tx:
        known = store.person_behind(tx.connection, command.identity)
        if known is not None and known.active and known.role is Role.OFFICER:
            return Saved(tx.seq, {}, replayed=True)
        _refuse_guessing(tx, command.identity)
        refusal = _refusal(tx, command.code)
        if refusal:
            store.add_wrong_attempt(tx, command.identity)
        else:
            _take_office(tx, command.identity)
        done = Saved(tx.seq, {})
    if refusal:
        raise NotPermitted(refusal)
    return done


def _refuse_guessing(tx: Transaction, identity: Identity) -> None:
    if store.wrong_attempts(tx.connection, identity, since=tx.now - WITHIN) >= MOST_ATTEMPTS:
        raise NotPermitted(f"{MOST_ATTEMPTS} codes were wrong within an hour. Wait an hour, then print a new one.")


def _refusal(tx: Transaction, entered: str) -> str | None:
    code = store.newest_code(tx.connection)
    if code is None or not hmac.compare_digest(code.hash, _hash(_typed(entered))):
        return f"This code is not right, or a newer one was printed. Print one with: {_HOW}"
    if code.used:
        return f"This code was used already. Print a new one with: {_HOW}"
    if code.expires <= datetime.now(UTC):
        return f"This code has expired. Print a new one with: {_HOW}"
    if not code.another and store.officers_who_sign_in(tx.connection):
        return "There is an officer already, who lets you in."
    return None


def _take_office(tx: Transaction, identity: Identity) -> None:
    known = store.person_behind(tx.connection, identity)
    user = known or User(identity.person_id, TITLE, Role.OFFICER)
    repository.save_user(tx, replace(user, role=Role.OFFICER, active=True))
    if known is None:
        store.add_identity(tx, identity, user.id)
    code = store.newest_code(tx.connection)
    if code is not None:
        store.save_code(tx, replace(code, used=True))


def _typed(entered: str) -> str:
    return "".join(character for character in entered.upper() if character.isalnum())[:200]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
