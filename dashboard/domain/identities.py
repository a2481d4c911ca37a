"""Who somebody is to their identity provider: issuer and subject together, never an e-mail address or a name."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected, Problem

LONGEST_SUBJECT, LONGEST_ISSUER = 255, 512  # OpenID Connect allows 255 ASCII characters in a subject
_CLOCKS_APART = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Identity:
    """One account at one provider, spelt exactly as the provider spells it."""

    issuer: str
    subject: str

    @property
    def digest(self) -> str:
        """64 hexadecimal characters that name the account where its own spelling might be long or odd."""
        return hashlib.sha256(f"{self.issuer}\n{self.subject}".encode()).hexdigest()

    @property
    def person_id(self) -> str:
        """The immutable user id of whoever is let in first under this account."""
        return f"person-{self.digest[:16]}"

    def as_record(self) -> dict[str, str]:
        """JSON-like values."""
        return {"issuer": self.issuer, "subject": self.subject}


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sign-in says, when the provider last saw the person prove it, and when it said so (UTC)."""

    identity: Identity
    signed_in: datetime
    name: str
    issued: datetime

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """From the claims of an ID token.

        Raises:
            InputRejected: Issuer or subject is missing, too long or not printable ASCII, or no time is given.
        """
        texts = {"iss": LONGEST_ISSUER, "sub": LONGEST_SUBJECT}
        problems = [
            Problem(name, shown(said.get(name), limit=40), f"1 to {longest} printable ASCII characters")
            for name, longest in texts.items()
            if not _usable(said.get(name), longest)
        ]
        proved, issued = said.get("auth_time"), said.get("iat")
        seen = issued if proved is None else proved
        moment = _moment(seen)
        if moment is None:
            problems.append(Problem("auth_time or iat", shown(seen, limit=40), "seconds since 1970"))
        if problems or moment is None:
            raise InputRejected("The identity provider's answer cannot be used.", problems)
        name = said.get("name") or said.get("email")
        told = name if isinstance(name, str) else ""
        return cls(Identity(said["iss"], said["sub"]), moment, told, _moment(issued) or moment)

    def age(self, now: datetime) -> timedelta | None:
        """How long ago the person signed in; None where that lies ahead, further than clocks differ."""
        return None if self.signed_in - now > _CLOCKS_APART else max(now - self.signed_in, timedelta())


def _usable(text: object, longest: int) -> bool:
    return isinstance(text, str) and 0 < len(text) <= longest and text.isascii() and text.isprintable()


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
