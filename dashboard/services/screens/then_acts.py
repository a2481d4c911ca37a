"""What every page of people's acts asks of a past day: how far the ledger went, and what everybody was called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from dashboard.adapters.history import records_as_of
from dashboard.adapters.reported_store import last_entry
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
        use_cases: what every use case was called, by id.
    """

    at: int
    now: datetime
    users: Mapping[str, User]
    use_cases: Mapping[str, str]

    @property
    def people(self) -> dict[str, str]:
        """What everybody was called, by id."""
        return {name: user.title for name, user in self.users.items()}


def acts_then(sources: Sources, then: Then) -> Acts:
    """Read what was known at the end of the day."""
    at = last_entry(sources.database, then.reported.run, then.asked)
    users = {name: User.from_record(one) for name, one in records_as_of(sources.database, "user", at=at).items()}
    titles = {name: str(one["title"]) for name, one in records_as_of(sources.database, "use_case", at=at).items()}
    return Acts(at, end_of(then.asked), users, titles)


def end_of(day: date) -> datetime:
    """The last moment of a day, UTC."""
    return datetime.combine(day, time.max, UTC)
