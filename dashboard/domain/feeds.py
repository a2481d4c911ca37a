"""A calendar address of one person, and what stands in the calendar."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Feed:
    """The address that somebody made last: only the hash of its secret, since when, and whether it still works."""

    user_id: str
    hash: str
    made_at: datetime
    works: bool = True

    def as_record(self) -> dict[str, Any]:
        """JSON-like values."""
        return {**asdict(self), "made_at": self.made_at.isoformat()}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """As the ledger has it."""
        return cls(**{**record, "made_at": datetime.fromisoformat(record["made_at"])})


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of a calendar: `key` tells it from all others, `path` is where it stands in the dashboard."""

    key: str
    when: date
    kind: str
    summary: str
    note: str
    path: str
