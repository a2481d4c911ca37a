"""What waits for a decision or a ruling anywhere, since when, and who may give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.adapters import repository
from dashboard.adapters.undecided import Undecided, undecided
from dashboard.domain.approvals import eligible
from dashboard.domain.users import User
from dashboard.services.screens.case_file import ORGANISATION
from dashboard.services.screens.requests import asked_for
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class ToDecide:
    """Something that somebody who is not involved must decide; `may` are user ids, `with_whom` their titles."""

    kind: str
    what: str
    use_case: str
    use_case_title: str
    asked_by: str
    asked_by_title: str
    since: date
    may: frozenset[str]
    with_whom: str


def load_to_decide(sources: Sources) -> tuple[ToDecide, ...]:
    """Everything that waits, the oldest first."""
    people = repository.users(sources.database)
    with sources.database.read() as connection:
        names = repository.titles_of_use_cases(connection)
        waiting = tuple(undecided(connection))
    found = [_to_decide(one, people, names) for one in waiting]
    return tuple(sorted(found, key=lambda one: (one.since, one.use_case_title)))


def for_person(waiting: tuple[ToDecide, ...], user_id: str) -> tuple[ToDecide, ...]:
    """What this person may decide."""
    return tuple(one for one in waiting if user_id in one.may)


def _to_decide(one: Undecided, people: tuple[User, ...], names: Mapping[str, str]) -> ToDecide:
    free = eligible(people, one.involved)
    return ToDecide(
        kind=one.kind,
        what=asked_for(one.kind, one.subject),
        use_case=one.use_case or ORGANISATION,
        use_case_title=names.get(one.use_case, one.use_case) or "Organisation",
        asked_by=one.asked_by,
        asked_by_title=next((user.title for user in people if user.id == one.asked_by), one.asked_by),
        since=one.on,
        may=frozenset(user.id for user in free),
        with_whom=", ".join(user.title for user in free) or "nobody: name a deputy who is not involved",
    )
