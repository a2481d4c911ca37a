"""The date that the pages speak about: today. Findings are those of the newest stored assessment."""

from datetime import date


def as_of() -> date:
    """The officer's own calendar day; `check --as-of` looks at other days."""
    return date.today()  # noqa: DTZ011
