"""Letters: what is to be told is written into the outbox once, then sent, tried again, or given up and said so.

Deciding and claiming happen inside writes, which come one after the other in every process of a store, so two rounds at
once neither decide nor send anything twice. Between sending and recording that it was sent a crash can come: then the
letter is sent again when its claim has run out, with the same Message-ID. It may come twice; it is never lost.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.adapters import letters_store as outbox
from dashboard.adapters import telling_store
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.letters_store import Claimed
from dashboard.adapters.repository import user_in
from dashboard.domain.actors import Actor
from dashboard.domain.letters import WEBHOOK, Fact, Letter, Recipient, person_key, webhook_key, write_letters
from dashboard.domain.telling import Telling, Webhook
from dashboard.errors import NotDelivered
from dashboard.services.permissions import Verb, require

Target = Telling | Webhook
Deliver = Callable[[Letter, Target], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before each further attempt, how long a claim holds, and how long a round may take."""

    waits: tuple[timedelta, ...] = (
        timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6), timedelta(hours=12),
    )  # fmt: skip
    claim: timedelta = timedelta(minutes=10)
    round: timedelta = timedelta(minutes=5)


@dataclass(slots=True)
class Round:
    """What a round did; `problems` are sentences without any address."""

    written: int = 0
    sent: int = 0
    problems: tuple[str, ...] = ()


def recipients(database: Database, *, mail: bool) -> tuple[Recipient, ...]:
    """Who wants to be told and can be: active people with an address, where there is a mail server, and services."""
    with database.read() as connection:
        people = telling_store.everybody_told(connection) if mail else ()
        wanting = [one for one in people if one.address and one.wish.wants_any]
        active = [one for one in wanting if (user := user_in(connection, one.user_id)) and user.active]
        services = [one for one in telling_store.webhooks(connection) if one.wish.wants_any]
    found = [Recipient(person_key(one.user_id), one.wish, one.user_id) for one in active]
    return (*found, *(Recipient(webhook_key(one.id), one.wish) for one in services))


def due_letters(database: Database, facts: Sequence[Fact], to: Sequence[Recipient], today: date) -> tuple[Letter, ...]:
    """What would be written now; nothing is."""
    with database.read() as connection:
        told = outbox.told_before(connection, [one.key for one in to], today)
    return tuple(write_letters(facts, to, told, today))


def put_letters(
    database: Database, facts: Sequence[Fact], to: Sequence[Recipient], today: date, actor: Actor
) -> tuple[Letter, ...]:
    """Write what is due into the outbox, in one transaction; returns the letters that say something.

    Raises:
        NotPermitted, StoreUnusable: nothing was written.
    """
    require(actor, Verb.TELL)
    if not due_letters(database, facts, to, today):
        return ()
    with database.write(actor) as tx:
        told = outbox.told_before(tx.connection, [one.key for one in to], today)
        letters = tuple(write_letters(facts, to, told, today))
        for letter in letters:
            outbox.put_letter(tx, letter)
    return tuple(letter for letter in letters if letter.facts)


def send_waiting(database: Database, deliver: Deliver, actor: Actor, patience: Patience | None = None) -> Round:
    """Send what waits, one after the other, until nothing does or the round has lasted long enough.

    Raises:
        NotPermitted, StoreUnusable: what was sent until then is recorded.
    """
    require(actor, Verb.TELL)
    rules, begun, done = patience or Patience(), time.monotonic(), Round()
    while time.monotonic() - begun < rules.round.total_seconds():
        claimed, target = _claim(database, actor, rules)
        if claimed is None:
            break
        if target is None:
            continue
        problem = _attempt(deliver, claimed.letter, target)
        if problem is None:
            with database.write(actor) as tx:
                outbox.mark_sent(tx, claimed.letter)
            done.sent += 1
        else:
            done.problems = (*done.problems, _fail(database, claimed, problem, actor, rules))
    return done


def _claim(database: Database, actor: Actor, rules: Patience) -> tuple[Claimed | None, Target | None]:
    with database.write(actor) as tx:
        claimed = outbox.claim_next(tx, tx.now + rules.claim)
        target = _target(tx, claimed.letter) if claimed else None
        if claimed and target is None:
            outbox.mark_dropped(tx, claimed.letter, "Nobody wants to be told this way any more.")
        return claimed, target


def _target(tx: Transaction, letter: Letter) -> Target | None:
    """Where it goes, as it is wanted now."""
    kind, _, who = letter.recipient.partition(":")
    if kind == WEBHOOK:
        found = telling_store.webhook(tx.connection, int(who))
        return found if found and found.wish.wants_any else None
    user, telling = user_in(tx.connection, who), telling_store.telling_of(tx.connection, who)
    return telling if user and user.active and telling.address and telling.wish.wants_any else None


def _attempt(deliver: Deliver, letter: Letter, target: Target) -> NotDelivered | None:
    try:
        deliver(letter, target)
    except NotDelivered as problem:
        return problem
    return None


def _fail(database: Database, claimed: Claimed, problem: NotDelivered, actor: Actor, rules: Patience) -> str:
    last = problem.lasting or claimed.attempts > len(rules.waits)
    with database.write(actor) as tx:
        if last:
            outbox.mark_given_up(tx, claimed.letter, str(problem))
        else:
            outbox.put_off(tx, claimed.letter, str(problem), tx.now + rules.waits[claimed.attempts - 1])
    return str(problem)
