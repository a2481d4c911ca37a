"""What day and hour it is, asked while a test runs: a constant of its module would be yesterday's after midnight."""

from datetime import UTC, date, datetime


def today() -> date:
    """The calendar day of this machine, of which pages speak."""
    return date.today()  # noqa: DTZ011


def today_utc() -> date:
    """The calendar day of commands and programs."""
    return datetime.now(UTC).date()


def now() -> datetime:
    """The second, UTC."""
    return datetime.now(UTC).replace(microsecond=0)
