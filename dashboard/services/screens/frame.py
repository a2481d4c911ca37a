"""What stands beside every page: who may be acted as, charter, data, and whether this is a demonstration."""

from dataclasses import dataclass
from datetime import date

from dashboard.adapters.queries import frame as queries
from dashboard.domain.actors import Actor, Role
from dashboard.services.sources import Sources

ROLE_WORDS: dict[Role, str] = {
    Role.OFFICER: "Chief AI Ethics Officer",
    Role.DEPUTY: "Deputy officer",
    Role.TEAM_LEAD: "Team lead",
    Role.AUDITOR: "Auditor",
    Role.READER: "Reader",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be acted as in local mode."""

    user_id: str
    title: str
    role: Role

    @property
    def actor(self) -> Actor:
        """The same as services want it; not authenticated, because nobody signed in."""
        return Actor(self.user_id, self.role, authenticated=False)


@dataclass(frozen=True, slots=True)
class Frame:
    """The sidebar's facts; dates are None where nothing was assessed or ingested yet."""

    organisation: str | None
    demonstration: bool
    people: tuple[Person, ...]
    charter_version: str
    assessed: date | None
    assessed_charter: str | None
    data_to: date | None
    use_cases: int


def load_frame(sources: Sources) -> Frame:
    """Read the sidebar's facts; an empty store still offers every role."""
    known = queries.organisation(sources.database)
    newest = queries.newest_assessment(sources.database)
    data_to = queries.data_to(sources.database)
    return Frame(
        organisation=known[0] if known else None,
        demonstration=known[1] if known else False,
        people=_people(sources),
        charter_version=sources.charter.version,
        assessed=newest.as_of if newest else None,
        assessed_charter=newest.charter_version if newest else None,
        data_to=data_to if isinstance(data_to, date) else None,
        use_cases=queries.registered(sources.database),
    )


def _people(sources: Sources) -> tuple[Person, ...]:
    order = list(ROLE_WORDS)
    rows = queries.people(sources.database)
    known = [Person(user, title, Role(role)) for user, title, role in rows if role in set(order)]
    missing = [role for role in order if role not in {person.role for person in known}]
    roles = [Person(f"local-{role.value}", words, role) for role, words in ROLE_WORDS.items() if role in missing]
    return tuple(sorted([*known, *roles], key=lambda person: (order.index(person.role), person.title)))
