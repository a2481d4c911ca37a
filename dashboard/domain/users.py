"""People as the dashboard knows them: an immutable id, what the screen calls them, a role, a team."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from dashboard.domain.actors import Actor, Role


@dataclass(frozen=True, slots=True)
class User:
    """A person; `title` is a function such as "Team lead, Retention"."""

    id: str
    title: str
    role: Role
    team: str | None = None
    active: bool = True

    def as_actor(self) -> Actor:
        """The person as somebody who acts, not signed in."""
        return Actor(self.id, self.role)

    def as_record(self) -> dict[str, Any]:
        """JSON-like values."""
        return {**asdict(self), "role": self.role.value}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """From the columns of the users table."""
        return cls(**{**record, "role": Role(record["role"])})
