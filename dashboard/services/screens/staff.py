"""Are the people trained, and has the charter reached them? Counts for everybody, single people for who leads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters import staff_store as store
from dashboard.domain.coverage_lapses import Person
from dashboard.domain.roster import ACKNOWLEDGED
from dashboard.domain.wording import label, named, plural, share
from dashboard.services.screens.staff_requirements import Requirement, requirements
from dashboard.services.screens.words import moment, short_hash
from dashboard.services.sources import Sources

HORIZONS = (30, 60, 90)
_NOWHERE = "–"


@dataclass(frozen=True, slots=True)
class Group:
    """A team or a role under one requirement: who has it, lacks it, is new; and who has it for 30 more days at most."""

    name: str
    having: int
    lacking: int
    newcomers: int
    lapsing: int

    @property
    def counted(self) -> int:
        """Who must have it."""
        return self.having + self.lacking


@dataclass(frozen=True, slots=True)
class StaffPage:
    """The page; `asked` are the requirements of the whole organisation, `of_cases` those of single use cases."""

    headline: str
    listed: int
    asked: tuple[Requirement, ...]
    of_cases: tuple[Requirement, ...]
    teams: tuple[str, ...]
    files: tuple[str, ...]
    has_training: bool
    as_of: date


def load_staff(sources: Sources) -> StaffPage:
    """Everything that the page shows, of one data version."""
    with sources.database.read() as connection:
        members, files = store.members(connection), store.imports(connection)
        trained = bool(store.completions(connection))
    here = [one for one in members.values() if one.left is None or one.left >= sources.as_of]
    found = requirements(sources)
    asked = tuple(one for one in found if not one.use_case)
    return StaffPage(
        headline=_headline(asked, len(here), sources.as_of),
        listed=len(here),
        asked=asked,
        of_cases=tuple(one for one in found if one.use_case),
        teams=tuple(sorted({one.team for one in here})),
        files=tuple(f"{one.file}, SHA-256 {short_hash(one.sha256)}, {moment(one.recorded_at)}" for one in files[:3]),
        has_training=trained,
        as_of=sources.as_of,
    )


def _headline(asked: Sequence[Requirement], listed: int, as_of: date) -> str:
    if not listed:
        return "Nobody is on the staff list yet"
    measured = [one for one in asked if one.counted]
    if not measured:
        return f"{plural(listed, 'person', 'people')} on the staff list, no training recorded yet"
    short = sum(one.status == "non_compliant" for one in measured)
    soon = {who.person for one in measured for who in one.lapsing(as_of, as_of + timedelta(days=HORIZONS[0]))}
    kept = f"{len(measured) - short} of {plural(len(measured), 'clause')} about staff kept"
    return f"{kept}; within {HORIZONS[0]} days something lapses for {len(soon)} of {plural(listed, 'person', 'people')}"


def requirement_table(asked: Iterable[Requirement]) -> pd.DataFrame:
    """Each clause with numerator and denominator."""
    rows = [
        (one.clause, one.course_title, label(one.status), len(one.counted) - len(one.missing), len(one.counted),
         share(len(one.counted) - len(one.missing), len(one.counted)), sum(who.newcomer for who in one.people))
        for one in asked
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Clause", "What", "Status", "Have it", "Must have it", "Share", "Newcomers"])


def groups(requirement: Requirement, by: str, as_of: date) -> tuple[Group, ...]:
    """The requirement by `team` or `role`, the lowest share first."""
    soon = {one.person for one in requirement.lapsing(as_of, as_of + timedelta(days=HORIZONS[0]))}
    held: dict[str, list[Person]] = {}
    for one in requirement.people:
        held.setdefault(_name(one, by), []).append(one)
    made = [
        Group(
            name,
            sum(one.has for one in own),
            sum(not one.has and not one.newcomer for one in own),
            sum(one.newcomer for one in own),
            sum(one.person in soon for one in own),
        )
        for name, own in held.items()
    ]
    return tuple(sorted(made, key=lambda one: (one.having / one.counted if one.counted else 1.0, one.name)))


def group_table(found: Sequence[Group], by: str) -> pd.DataFrame:
    """The same as a table."""
    rows = [
        (one.name, one.having, one.counted, share(one.having, one.counted), one.lapsing, one.newcomers) for one in found
    ]
    names = [by.capitalize(), "Have it", "Must have it", "Share", f"Lapse in {HORIZONS[0]} days", "Newcomers"]
    return pd.DataFrame(rows, columns=names)


def lapse_table(asked: Iterable[Requirement], as_of: date) -> pd.DataFrame:
    """What and in which team, how many lapse within 30, 60 and 90 days of how many who have it; soonest first."""
    rows = [
        (one.course_title, team or _NOWHERE, *_ends(own, as_of), sum(who.has for who in one.people if who.team == team))
        for one in asked
        for team in sorted({who.team for who in one.people})
        if (own := [who for who in one.lapsing(as_of, as_of + timedelta(days=HORIZONS[-1])) if who.team == team])
    ]
    names = ["What", "Team", "Last valid day", *(f"In {days} days" for days in HORIZONS), "Have it"]
    return pd.DataFrame(rows, columns=names).sort_values("Last valid day", kind="stable", ignore_index=True)


def _ends(own: Sequence[Person], as_of: date) -> tuple[date, *tuple[int, ...]]:
    ends = sorted(who.until for who in own if who.until is not None)
    return ends[0], *(sum(end <= as_of + timedelta(days=days) for end in ends) for days in HORIZONS)


def people_table(asked: Iterable[Requirement], team: str | None) -> pd.DataFrame:
    """Who lacks what, by pseudonymous id; of one team, or of all."""
    rows = [
        (who.person, named(who.role) if who.role else _NOWHERE, who.team or _NOWHERE, one.course_title, one.clause)
        for one in asked for who in one.missing if team in (None, who.team)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Person", "Role", "Team", "Lacks", "Clause"])


def case_table(of_cases: Iterable[Requirement]) -> pd.DataFrame:
    """Use cases whose assigned people lack what the charter asks of them."""
    rows = [
        (one.use_case_title, one.course_title, len(one.missing), len(one.counted), label(one.status), one.clause)
        for one in of_cases if one.missing
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Use case", "What", "Lack it", "Must have it", "Status", "Clause"])


def _name(one: Person, by: str) -> str:
    if by == "team":
        return one.team or "No team"
    return named(one.role) if one.role else "Not on the staff list"


def load_own_team(sources: Sources, user_id: str) -> str | None:
    """The team of a user: as the staff list has it, else as the dashboard does."""
    with sources.database.read() as connection:
        own = store.members(connection).get(store.person_behind_user(connection, user_id))
        user = repository.user_in(connection, user_id)
    return own.team if own is not None else user.team if user is not None else None


def load_courses(sources: Sources) -> dict[str, str]:
    """Course to what people call it: those described, and those the charter asks for; acknowledgements are clicked."""
    with sources.database.read() as connection:
        known = {one.id: one.title for one in store.courses(connection).values()}
    asked = {one.course: one.course_title for one in requirements(sources)}
    return {name: title for name, title in sorted({**asked, **known}.items()) if name != ACKNOWLEDGED}
