"""What every page of people's acts asks of a past day: how far the ledger went, and what everybody was called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from dashboard.adapters.history import records_as_of
from dashboard.adapters.reported_store import last_entry
from dashboard.domain.actors import SYSTEM
from dashboard.domain.users import User
from dashboard.services.screens.then import Then
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Acts:
    """A past day's end.

    Attributes:
        at: the ledger's last entry of the day, or the last that its assessment wrote.
        now: the last moment of the day, UTC.
        users: who was known to the dashboard, by id.
        records: the records of use cases, by id.
    """

    at: int
    now: datetime
    users: Mapping[str, User]
    records: Mapping[str, Mapping[str, Any]]

    @property
    def people(self) -> dict[str, str]:
        """What everybody was called, by id."""
        return {name: user.title for name, user in self.users.items()}

    @property
    def use_cases(self) -> dict[str, str]:
        """What every use case was called, by id."""
        return {name: str(one["title"]) for name, one in self.records.items()}

    def person(self, user_id: str) -> str:
        """What somebody was called."""
        known = self.users.get(user_id)
        return known.title if known else "The dashboard" if user_id == SYSTEM.user_id else user_id

    def use_case(self, use_case: str) -> str:
        """What a use case was called; "" is the organisation."""
        return str(self.records[use_case]["title"]) if use_case in self.records else use_case or "Organisation"

    def team(self, use_case: str) -> str | None:
        """Whose it was."""
        team: str | None = self.records.get(use_case, {}).get("team")
        return team

    def owned_by(self, user_id: str) -> set[str]:
        """The use cases of an owner."""
        return {name for name, one in self.records.items() if one.get("owner") == user_id}


def acts_then(sources: Sources, then: Then) -> Acts:
    """Read what was known at the end of the day."""
    at = last_entry(sources.database, then.reported.run, then.asked)
    users = {name: User.from_record(one) for name, one in records_as_of(sources.database, "user", at=at).items()}
    return Acts(at, end_of(then.asked), users, records_as_of(sources.database, "use_case", at=at))


def end_of(day: date) -> datetime:
    """The last moment of a day, UTC."""
    return datetime.combine(day, time.max, UTC)
