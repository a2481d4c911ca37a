"""Single decisions: personal data, so the record must allow it, few may look, and every look is in the ledger.

What is found is handed over only once the ledger has the event: who, which use case, what was asked, how many rows were
shown and how many were compared. Of a decision the ledger keeps a digest of its id, and nothing of the row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_rows import FeatureRows, feature_rows
from dashboard.domain.actors import Actor, Role
from dashboard.domain.kept_features import KeptFeatures
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import UseCase
from dashboard.errors import Conflict, NotFound, NotPermitted
from dashboard.services.permissions import Verb, require
from dashboard.services.register import new_key

ENTITY = "single_decisions"
LOOKED = "single_decisions.looked_at"


def today() -> date:
    """In UTC: what is past its time is not read, whatever day a page speaks of."""
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of single decisions, as the ledger keeps it; `about` holds no value of a row."""

    use_case: str
    what: str
    about: Mapping[str, Any]
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person may look at: the rows, and the record that allows it."""

    use_case: UseCase
    allowed: KeptFeatures
    rows: FeatureRows


def may_look(database: Database, use_case: str, actor: Actor) -> UseCase:
    """The record, where this person may look at single decisions of the use case.

    Raises:
        NotPermitted, NotFound: the sentence says why.
    """
    return permitted(database, use_case, actor, Verb.LOOK)


def permitted(database: Database, use_case: str, actor: Actor, verb: Verb) -> UseCase:
    """The record, where this person may do this; a team lead only for their own team.

    Raises:
        NotPermitted, NotFound: the sentence says why.
    """
    require(actor, verb)
    found = repository.use_case_record(database, use_case)
    if found is None:
        raise NotFound(f"There is no use case {shown(use_case)}.")
    if actor.role is Role.TEAM_LEAD:
        own = next((user.team for user in repository.users(database) if user.id == actor.user_id), None)
        if not own or own != found[0].team:
            raise NotPermitted(
                f"A team lead may {verb.value} of their own team only; the officer or the deputy may for others."
            )
    return found[0]


def sight(database: Database, store: DecisionStore, use_case: str, actor: Actor, on: date) -> Sight:
    """Open the rows for somebody who may look.

    Raises:
        NotPermitted, NotFound: no such use case, or not theirs.
        Conflict: the record allows no features, or none were taken in since it does.
        StoreUnusable: a file is missing or was changed.
    """
    record = may_look(database, use_case, actor)
    allowed = record.kept_features
    if allowed is None:
        raise Conflict(
            f"{record.title}: no features of its decisions are kept. Its record must allow it first "
            "(kept_features: names, reason, days); then take the log in with them."
        )
    rows = feature_rows(database, store, use_case, allowed, on)
    if rows is None:
        raise Conflict(
            f"{record.title}: its record allows features, but no log was taken in with them since, or all were erased. "
            "Take a log in whose mapping names features, with --replace for days that are stored."
        )
    return Sight(record, allowed, rows)


def record_look(database: Database, asked: Asked, actor: Actor, *, shown_rows: int, compared: int) -> int:
    """Write the event of a look; returns its number. The same key writes once.

    Raises:
        StoreUnusable, ReadOnly: nothing was recorded, so nothing may be shown.
    """
    with database.write(actor, asked.key) as tx:
        if tx.replayed:
            return tx.seq
        return look_in(tx, asked, shown_rows=shown_rows, compared=compared)


def look_in(tx: Transaction, asked: Asked, *, shown_rows: int, compared: int) -> int:
    """The event of a look in a transaction that holds more; returns its number."""
    body = {"use_case": asked.use_case, "asked": asked.what, **asked.about, "shown": shown_rows, "compared": compared}
    return tx.append(LOOKED, ENTITY, asked.use_case, body)
