"""A use case whose record is a number, for tests in which many write."""

from dashboard.domain.actors import Actor, Role
from dashboard.domain.registry import UseCase

OFFICER = Actor("officer", Role.OFFICER)


def counter(value: int) -> UseCase:
    """A use case whose number goes up."""
    return UseCase(id="counter", title="Counter", retention_days=value)
