"""What is to be told, to whom and when, decided as data from what is so and what was told before."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from dashboard.domain.telling import Cadence, Wish

MOST_LINES = 40
PERSON, WEBHOOK = "person", "webhook"


class LetterKind(StrEnum):
    """A digest by rhythm, or a notice of what is critical."""

    DIGEST = "digest"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so, and whom it concerns.

    Attributes:
        key: tells it from everything else; whoever was told a key is never told it again.
        use_case: '' for the organisation.
        title: what people call the use case.
        text: the fact in a sentence.
        path: where it stands in the dashboard, from the first slash on.
        day: since when it is so.
        due: by when something must be done.
        critical: whether it may be told at once.
        people: ids of the persons it concerns.
        shared: whether services of the organisation are told too.
        fleeting: of no interest to whoever wanted to be told only afterwards.
        to_do: something that somebody has to do.
    """

    key: str
    use_case: str
    title: str
    text: str
    path: str
    day: date
    people: frozenset[str]
    due: date | None = None
    critical: bool = False
    shared: bool = False
    fleeting: bool = False
    to_do: bool = False

    @property
    def mark(self) -> str:
        """The key in a fixed length."""
        return hashlib.sha256(self.key.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person (`user_id` set) or a service; `key` is how the outbox calls it."""

    key: str
    wish: Wish
    user_id: str | None = None

    def is_concerned(self, fact: Fact) -> bool:
        """Whether the fact is for this recipient."""
        if fact.fleeting and self.wish.since is not None and fact.day < self.wish.since:
            return False
        return fact.shared if self.user_id is None else self.user_id in fact.people


@dataclass(frozen=True, slots=True)
class Told:
    """What a recipient was told: marks of facts, the day of the last digest, use cases told at once today."""

    marks: frozenset[str] = frozenset()
    last_digest: date | None = None
    at_once_today: frozenset[str] = frozenset()
    notices_today: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: `facts` are all that it tells, of which the first MOST_LINES are written out."""

    key: str
    recipient: str
    kind: LetterKind
    day: date
    facts: tuple[Fact, ...]
    to_do: int = 0
    overdue: int = 0
    id: int | None = field(default=None, compare=False)
    more: int = 0

    @property
    def critical(self) -> int:
        """How many of its facts are critical."""
        return sum(fact.critical for fact in self.facts)


def person_key(user_id: str) -> str:
    """What the outbox calls a person."""
    return f"{PERSON}:{user_id}"


def webhook_key(webhook: int) -> str:
    """What the outbox calls a service."""
    return f"{WEBHOOK}:{webhook}"


def write_letters(
    facts: Sequence[Fact], recipients: Sequence[Recipient], told: Mapping[str, Told], today: date
) -> Iterator[Letter]:
    """Every letter that is due now. A digest that is due and has nothing to say is a letter without facts.

    A use case is in at most one notice and in at most one digest of a recipient a day; a digest leaves out what was
    told at once on the same day, and takes it up the next time.
    """
    for recipient in recipients:
        known = told.get(recipient.key, Told())
        mine = [fact for fact in facts if recipient.is_concerned(fact)]
        new = [fact for fact in mine if fact.mark not in known.marks and fact.use_case not in known.at_once_today]
        if _is_due(recipient.wish, known, today):
            yield _letter(LetterKind.DIGEST, recipient, new, mine, (today, ""))
        elif recipient.wish.at_once:
            urgent = {fact.use_case for fact in new if fact.critical and _is_recent(fact, recipient.wish)}
            whole = [fact for fact in new if fact.use_case in urgent]
            if whole:
                yield _letter(LetterKind.AT_ONCE, recipient, whole, mine, (today, f"/{known.notices_today + 1}"))


def _is_due(wish: Wish, known: Told, today: date) -> bool:
    if wish.cadence is Cadence.OFF:
        return False
    begun = wish.since - timedelta(days=1) if wish.since else date.min
    return (known.last_digest or begun) < wish.newest_round(today)


def _is_recent(fact: Fact, wish: Wish) -> bool:
    """What was critical before somebody wanted to be told is no news, and waits for the digest."""
    return wish.since is None or fact.day >= wish.since


def _letter(
    kind: LetterKind, recipient: Recipient, told: Sequence[Fact], mine: Sequence[Fact], when: tuple[date, str]
) -> Letter:  # fmt: skip
    today, ending = when
    ordered = sorted(told, key=lambda fact: (not fact.critical, fact.title, fact.due or date.max, fact.key))
    to_do = [fact for fact in mine if fact.to_do]
    late = sum(fact.due is not None and fact.due < today for fact in to_do)
    key = f"{kind.value}/{recipient.key}/{today.isoformat()}{ending}"
    return Letter(key, recipient.key, kind, today, tuple(ordered), len(to_do), late)
