"""Imported systems on their way in: how far each wave is, what nobody planned yet, and what waits for one person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters.queries import onboarding as queries
from dashboard.domain.wording import plural
from dashboard.services.permissions import Verb, may
from dashboard.services.screens.words import absent, as_date
from dashboard.services.sources import Sources

_INVENTORIED = "inventoried"
UNKNOWN = "not stated"


@dataclass(frozen=True, slots=True)
class System:
    """An imported system; `onboarded` once it is inventoried no longer."""

    id: str
    revision: int
    title: str
    team: str
    kind: str
    owner: str | None
    wave: str | None
    due: date | None
    onboarded: bool


@dataclass(frozen=True, slots=True)
class Wave:
    """How far a wave is: `done` of `total` are onboarded, by `due`; `late` ones are not, and the day has passed."""

    name: str
    due: date | None
    done: int
    total: int
    late: int
    owners: str


@dataclass(frozen=True, slots=True)
class OnboardingPage:
    """Everything on the page; `unplanned` are inventoried and in no wave."""

    headline: str
    waves: tuple[Wave, ...]
    unplanned: tuple[System, ...]
    planned: tuple[System, ...]
    people: dict[str, str]

    @property
    def table(self) -> pd.DataFrame:
        """The waves as a table."""
        rows = [(one.name, one.due, one.done, one.total, one.late, one.owners) for one in self.waves]
        return pd.DataFrame(rows, columns=["Wave", "Due", "Onboarded", "Of", "Late", "Owners"])

    def of(self, owner: str) -> tuple[System, ...]:
        """What this person has still to onboard, soonest due first."""
        mine = [one for one in self.planned if one.owner == owner and not one.onboarded]
        return tuple(sorted(mine, key=lambda one: (one.due or date.max, one.title)))

    def choose(self, teams: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[System, ...]:
        """The unplanned systems of these teams and kinds; none chosen means all."""
        return tuple(one for one in self.unplanned
                     if (not teams or one.team in teams) and (not kinds or one.kind in kinds))  # fmt: skip


def load_onboarding(sources: Sources) -> OnboardingPage:
    """Waves and systems as they stand."""
    users = repository.users(sources.database)
    people = {user.id: user.title for user in users if user.active and may(user.as_actor(), Verb.CHANGE)}
    rows = queries.systems(sources.database).to_dict("records")
    systems = tuple(_system(row) for row in rows)
    planned = tuple(one for one in systems if one.wave is not None)
    names = dict.fromkeys(one.wave for one in planned if one.wave)
    waves = [_wave(name, [one for one in planned if one.wave == name], people, sources.as_of) for name in names]
    waves.sort(key=lambda one: (one.due or date.max, one.name))
    unplanned = tuple(one for one in systems if one.wave is None)
    return OnboardingPage(_headline(planned, unplanned), tuple(waves), unplanned, planned, people)


def _system(row: dict[Any, Any]) -> System:
    return System(
        str(row["id"]), int(row["revision"]), str(row["title"]), _or(row["team"]), _or(row["kind"]),
        None if absent(row["owner"]) else str(row["owner"]), None if absent(row["wave"]) else str(row["wave"]),
        as_date(row["due"]), row["lifecycle"] != _INVENTORIED,
    )  # fmt: skip


def _or(value: Any) -> str:
    return UNKNOWN if absent(value) else str(value)


def _wave(name: str, systems: list[System], people: dict[str, str], as_of: date) -> Wave:
    late = sum(one.due is not None and one.due < as_of and not one.onboarded for one in systems)
    owners = sorted({people.get(one.owner or "", one.owner or "nobody") for one in systems})
    due = max((one.due for one in systems if one.due), default=None)
    return Wave(name, due, sum(one.onboarded for one in systems), len(systems), late, ", ".join(owners))


def _headline(planned: tuple[System, ...], unplanned: tuple[System, ...]) -> str:
    if not planned and not unplanned:
        return "No imported system waits to be onboarded"
    done, total = sum(one.onboarded for one in planned), len(planned) + len(unplanned)
    return f"{done} of {plural(total, 'imported system')} onboarded, {len(unplanned):,} in no wave yet"
