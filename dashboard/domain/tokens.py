"""Tokens by which programs say who they are: what one may do, for whom, until when, and who made it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from dashboard.domain.plain_text import shown
from dashboard.domain.texts import is_one_line
from dashboard.domain.wording import day
from dashboard.errors import Problem

LONGEST = timedelta(days=366)
MOST_WORKING = 200
_LONGEST_NAME = 120


class Scope(StrEnum):
    """What a token may be used for; nothing follows from another."""

    READ = "read"
    PUSH_EVIDENCE = "push:evidence"
    PUSH_COUNTS = "push:counts"
    METRICS = "read:metrics"


PUSHES = frozenset({Scope.PUSH_EVIDENCE, Scope.PUSH_COUNTS})


@dataclass(frozen=True, slots=True)
class Token:
    """A token as the ledger holds it; the secret itself is nowhere.

    Attributes:
        id: twelve hexadecimal characters, the part of the token that may be seen.
        name: what it is for.
        user: the id of the person whose role and involvements its pushes have.
        use_cases: the only ones that it sees and may change; empty for all.
        made_by: the id of who made it, and so had the secret in their hands.
        proved: who made it had signed in, so that its pushes count as authenticated.
        hash: SHA-256 of the secret.
    """

    id: str
    name: str
    user: str
    scopes: tuple[Scope, ...]
    use_cases: tuple[str, ...]
    made_by: str
    made_at: datetime
    expires: datetime
    hash: str
    proved: bool = False
    revoked_at: datetime | None = None
    revoked_by: str | None = None

    def allows(self, scope: Scope) -> bool:
        """Whether it may be used for this."""
        return scope in self.scopes

    def reaches(self, use_case: str) -> bool:
        """Whether it may see and change this use case."""
        return not self.use_cases or use_case in self.use_cases

    def stopped(self, now: datetime) -> str | None:
        """Why it works no more, as a sentence; None while it works."""
        if self.revoked_at is not None:
            return f"The token {self.id} was revoked on {day(self.revoked_at)}."
        if self.expires <= now:
            return f"The token {self.id} expired on {day(self.expires)}."
        return None

    def as_record(self) -> dict[str, Any]:
        """JSON-like values."""
        values = asdict(self)
        moments = {name: values[name].isoformat() if values[name] else None for name in _MOMENTS}
        return {**values, **moments, "scopes": [one.value for one in self.scopes], "use_cases": list(self.use_cases)}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """From the record in the ledger."""
        moments = {name: datetime.fromisoformat(record[name]) if record[name] else None for name in _MOMENTS}
        lists = {"scopes": tuple(map(Scope, record["scopes"])), "use_cases": tuple(record["use_cases"])}
        return cls(**{**record, **moments, **lists})


_MOMENTS = ("made_at", "expires", "revoked_at")


def token_problems(name: str, scopes: tuple[str, ...], lasts: timedelta) -> Iterator[Problem]:
    """Everything that is wrong with what somebody wants of a token."""
    if not name.strip() or len(name) > _LONGEST_NAME or not is_one_line(name):
        yield Problem(
            "name", shown(name, limit=40), f"one line that says what it is for, {_LONGEST_NAME} characters at most"
        )
    known = [one.value for one in Scope]
    for scope in scopes:
        if scope not in known:
            yield Problem("scopes", shown(scope, limit=40), f"one of {', '.join(known)}")
    if not scopes:
        yield Problem("scopes", "none", f"at least one of {', '.join(known)}")
    if not timedelta() < lasts <= LONGEST:
        yield Problem("expiry", f"{lasts.days} days", f"1 to {LONGEST.days} days")
