"""The date that the pages speak about: today, or a past day. Findings are those of the newest assessment until then."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_DAY: ContextVar[date | None] = ContextVar("day", default=None)


def as_of() -> date:
    """The officer's own calendar day, unless the page speaks of another; `check --as-of` looks at other days."""
    return _DAY.get() or date.today()  # noqa: DTZ011


def past() -> date | None:
    """The past day that the page speaks of; None where it speaks of today."""
    return _DAY.get()


@contextmanager
def on(day: date | None) -> Iterator[None]:
    """Inside, the page speaks of this day; of today where none is given."""
    token = _DAY.set(day)
    try:
        yield
    finally:
        _DAY.reset(token)


def has_come() -> date:
    """The newest day that has come here and by UTC, which commands count in: east of it today comes a little later."""
    return min(as_of(), now().date())


def now() -> datetime:
    """The minute, UTC; what runs by the hour is shown as of it."""
    return datetime.now(UTC).replace(second=0, microsecond=0)
