"""Have I read the charter in force, and who else has?"""

from dataclasses import dataclass
from datetime import date

from dashboard.adapters import staff_store as store
from dashboard.domain.roster import ACKNOWLEDGED
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The version in force, the day on which this person acknowledged it, and how many did of those on the list."""

    version: str
    digest: str
    on: date | None
    having: int
    listed: int


def load_acknowledgement(sources: Sources, user_id: str) -> Acknowledgement:
    """Where this person and everybody stand."""
    charter = sources.charter
    with sources.database.read() as connection:
        members = store.members(connection)
        own = store.person_behind_user(connection, user_id)
        done = [
            one for one in store.completions(connection) if (one.course, one.edition) == (ACKNOWLEDGED, charter.version)
        ]
    here = {name for name, one in members.items() if one.left is None or one.left >= sources.as_of}
    mine = [one.on for one in done if one.person in {own, user_id}]
    having = len(here & {one.person for one in done})
    return Acknowledgement(charter.version, charter.digest, min(mine, default=None), having, len(here))
