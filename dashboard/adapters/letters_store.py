"""The outbox between the domain and its tables: decided letters, claims, and what became of them.

Letters are no part of what is assessed, so claims and attempts leave no event; that one was written, sent or given up
does, without any address.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from dashboard.adapters.repository import table
from dashboard.adapters.tables import LetterRow, ToldRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.letters import MOST_LINES, Fact, Letter, LetterKind, Told

ENTITY = "letter"
WAITING, SENT, GIVEN_UP, DROPPED, EMPTY = "waiting", "sent", "given_up", "dropped", "empty"
_LETTERS, _TOLD = table(LetterRow), table(ToldRow)
_NAMED = 20  # use cases that an event names


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that is ours to send until the claim runs out; `attempts` counts this one."""

    letter: Letter
    attempts: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter that was given up: to whom, of which day, and why in a sentence."""

    recipient: str
    day: date
    problem: str


def told_before(connection: Connection, recipients: Sequence[str], today: date) -> dict[str, Told]:
    """What each recipient was told."""
    found = {}
    for recipient in recipients:
        rows = connection.execute(select(_TOLD).where(_TOLD.c.recipient == recipient)).mappings().all()
        mine = _LETTERS.c.recipient == recipient
        last = connection.scalar(select(func.max(_LETTERS.c.day)).where(mine, _LETTERS.c.kind == LetterKind.DIGEST))
        notices = select(func.count()).where(mine, _LETTERS.c.kind == LetterKind.AT_ONCE, _LETTERS.c.day == today)
        now = frozenset(str(row["use_case"]) for row in rows if row["at_once"] and row["day"] == today)
        marks = frozenset(str(row["fact"]) for row in rows)
        found[recipient] = Told(marks, last, now, int(connection.scalar(notices) or 0))
    return found


def put_letter(tx: Transaction, letter: Letter) -> None:
    """Store a decided letter and that its facts are told; one without facts only marks its day."""
    state = WAITING if letter.facts else EMPTY
    values = {"key": letter.key, "recipient": letter.recipient, "kind": letter.kind.value, "day": letter.day}
    content = {"facts": [_plain(fact) for fact in letter.facts[:MOST_LINES]], "to_do": letter.to_do,
               "overdue": letter.overdue, "more": max(len(letter.facts) - MOST_LINES, 0)}  # fmt: skip
    row = {**values, "state": state, "content": content, "attempts": 0, "next_at": tx.now, "problem": ""}
    key = tx.connection.execute(insert(_LETTERS).values(**row)).inserted_primary_key
    assert key is not None  # noqa: S101  # an insert of one row has one
    if not letter.facts:
        return
    tx.connection.execute(
        insert(_TOLD),
        [{"recipient": letter.recipient, "fact": fact.mark, "use_case": fact.use_case, "day": letter.day,
          "at_once": letter.kind is LetterKind.AT_ONCE, "letter_id": int(key[0])} for fact in letter.facts],
    )  # fmt: skip
    cases = sorted({fact.use_case for fact in letter.facts})
    body = {"kind": letter.kind.value, "facts": len(letter.facts), "critical": letter.critical}
    tx.append("letter.written", ENTITY, letter.key, {**_head(letter), **body, "use_cases": cases[:_NAMED]})


def claim_next(tx: Transaction, until: datetime) -> Claimed | None:
    """The letter that waits longest, ours until then; None where none waits."""
    free = _LETTERS.c.claimed_until.is_(None) | (_LETTERS.c.claimed_until < tx.now)
    waiting = select(_LETTERS).where(_LETTERS.c.state == WAITING, _LETTERS.c.next_at <= tx.now, free)
    row = tx.connection.execute(waiting.order_by(_LETTERS.c.next_at, _LETTERS.c.id).limit(1)).mappings().first()
    if row is None:
        return None
    values = {"claimed_until": until, "attempts": _LETTERS.c.attempts + 1}
    tx.connection.execute(update(_LETTERS).where(_LETTERS.c.id == row["id"]).values(**values))
    return Claimed(_letter(row), int(row["attempts"]) + 1)


def mark_sent(tx: Transaction, letter: Letter) -> None:
    """Record that it left the house."""
    _end(tx, letter, SENT, "")
    tx.append("letter.sent", ENTITY, letter.key, _head(letter))


def mark_dropped(tx: Transaction, letter: Letter, why: str) -> None:
    """Record that nobody wants it any more."""
    _end(tx, letter, DROPPED, why)
    tx.append("letter.dropped", ENTITY, letter.key, {**_head(letter), "why": why})


def mark_given_up(tx: Transaction, letter: Letter, problem: str) -> None:
    """Record that it could not be delivered; what it told counts as untold, and comes in the next one."""
    _end(tx, letter, GIVEN_UP, problem)
    tx.connection.execute(delete(_TOLD).where(_TOLD.c.letter_id == letter.id))
    tx.append("letter.given_up", ENTITY, letter.key, {**_head(letter), "problem": problem})


def put_off(tx: Transaction, letter: Letter, problem: str, until: datetime) -> None:
    """Leave it waiting for another attempt."""
    values = {"claimed_until": None, "problem": problem, "next_at": until}
    tx.connection.execute(update(_LETTERS).where(_LETTERS.c.id == letter.id).values(**values))


def forget_recipient(tx: Transaction, recipient: str) -> None:
    """Drop every letter of a recipient that is gone, so that whoever gets its number begins anew."""
    tx.connection.execute(delete(_TOLD).where(_TOLD.c.recipient == recipient))
    tx.connection.execute(delete(_LETTERS).where(_LETTERS.c.recipient == recipient))


def undelivered(connection: Connection) -> tuple[Undelivered, ...]:
    """The newest letter of each recipient, where it was given up: what nobody has put right since."""
    newest = select(func.max(_LETTERS.c.id)).where(_LETTERS.c.state.in_((SENT, GIVEN_UP)))
    query = select(_LETTERS).where(_LETTERS.c.id.in_(newest.group_by(_LETTERS.c.recipient)))
    rows = connection.execute(query.where(_LETTERS.c.state == GIVEN_UP).order_by(_LETTERS.c.id.desc())).mappings()
    return tuple(Undelivered(row["recipient"], row["day"], row["problem"]) for row in rows)


def waiting_letters(connection: Connection) -> int:
    """How many wait, also those that wait for another attempt."""
    return int(connection.scalar(select(func.count()).where(_LETTERS.c.state == WAITING)) or 0)


def _end(tx: Transaction, letter: Letter, state: str, problem: str) -> None:
    values = {"state": state, "problem": problem, "claimed_until": None, "ended_at": tx.now}
    tx.connection.execute(update(_LETTERS).where(_LETTERS.c.id == letter.id).values(**values))


def _head(letter: Letter) -> dict[str, Any]:
    return {"recipient": letter.recipient, "day": letter.day.isoformat()}


def _plain(fact: Fact) -> dict[str, Any]:
    return {
        **asdict(fact),
        "people": [],
        "day": fact.day.isoformat(),
        "due": fact.due.isoformat() if fact.due else None,
    }


def _fact(record: dict[str, Any]) -> Fact:
    due = date.fromisoformat(record["due"]) if record["due"] else None
    return Fact(**{**record, "people": frozenset(), "day": date.fromisoformat(record["day"]), "due": due})


def _letter(row: RowMapping) -> Letter:
    content = row["content"]
    facts = tuple(_fact(record) for record in content["facts"])
    kind = LetterKind(row["kind"])
    return Letter(row["key"], row["recipient"], kind, row["day"], facts, content["to_do"], content["overdue"],
                  int(row["id"]), content["more"])  # fmt: skip
