"""The public register as a whole: who publishes it, and the entries that were approved."""

from dataclasses import dataclass
from datetime import date, datetime

from dashboard.domain.public_entry import Published


@dataclass(frozen=True, slots=True)
class PublicRegister:
    """What is public.

    Attributes:
        organisation: its name, empty where nobody named it.
        published: by name, then id.
    """

    organisation: str
    published: tuple[Published, ...]

    @property
    def newest(self) -> datetime | None:
        """When an entry became public last; UTC."""
        return max((one.at for one in self.published), default=None)

    @property
    def newest_day(self) -> date | None:
        """The day of the newest approval."""
        return max((one.on for one in self.published), default=None)


def in_order(published: list[Published]) -> tuple[Published, ...]:
    """The same in the order in which the register lists them."""
    return tuple(sorted(published, key=lambda one: (one.entry.name.casefold(), one.entry.use_case)))
