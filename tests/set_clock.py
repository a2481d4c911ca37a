"""A clock that a test sets, in the place of the system's."""

from datetime import UTC, datetime, tzinfo


class SetClock(datetime):
    """The clock of the store, as it was set."""

    at = datetime(2026, 9, 1, 9, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain datetime is enough
        """The moment that was set."""
        return cls.at.astimezone(tz)
