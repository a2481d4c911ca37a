"""The date that the pages speak about: today. Findings are those of the newest stored assessment."""

from datetime import UTC, date, datetime


def as_of() -> date:
    """The officer's own calendar day; `check --as-of` looks at other days."""
    return date.today()  # noqa: DTZ011


def now() -> datetime:
    """The minute, UTC; what runs by the hour is shown as of it."""
    return datetime.now(UTC).replace(second=0, microsecond=0)
