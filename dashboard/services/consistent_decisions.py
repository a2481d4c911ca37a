"""Whether decisions about similar people are alike: consistency among nearest neighbours, over all and by group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import Actor
from dashboard.domain.consistency import Consistency, Rule, consistency, unlike
from dashboard.domain.effort import step
from dashboard.domain.feature_overview import groups_of
from dashboard.domain.nearest import Floats, scale
from dashboard.domain.plain_text import shown
from dashboard.errors import CannotAssess, InputRejected, Problem
from dashboard.services.feature_overview import attribute_of, drawn
from dashboard.services.register import new_key
from dashboard.services.single_decisions import Asked, Sight, record_look, sight, today

MOST_AROUND = 50_000  # decisions among which neighbours are looked for
MOST_ASKED = 400  # decisions whose neighbours are looked for
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class LookAtConsistency:
    """How many neighbours by which rule, of which model version, and the attribute by which it is told, or none."""

    use_case: str
    attribute: str | None = None
    rule: Rule = field(default_factory=Rule)
    model_version: str | None = None
    on: date = field(default_factory=today)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Alike:
    """What was found over `asked` decisions among `around` of one model version; groups of few are in `small`."""

    title: str
    model_version: str
    versions: tuple[str, ...]
    rule: Rule
    attribute: str | None
    value: Consistency
    groups: Mapping[str, Consistency]
    small: tuple[str, ...]
    asked: int
    around: int


def look_at_consistency(database: Database, store: DecisionStore, command: LookAtConsistency, actor: Actor) -> Alike:
    """Consistency; the look is an event.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, StoreUnusable: nothing is shown.
        CannotAssess: fewer decisions than neighbours.
    """
    if not 1 <= command.rule.neighbours <= 100:
        found = str(command.rule.neighbours)
        raise InputRejected("Nothing was looked at.", [Problem("neighbours", found, "1 to 100")])
    seen = sight(database, store, command.use_case, actor, command.on)
    attribute = attribute_of(seen.rows, command.attribute)
    version = _version(seen, command.model_version)
    alike = _measured(seen, command, attribute, version)
    about = {"attribute": attribute, "neighbours": command.rule.neighbours, "norm": command.rule.norm}
    asked = Asked(command.use_case, "consistency among neighbours", about, command.key)
    record_look(database, asked, actor, shown_rows=0, compared=alike.around)
    return alike


def _version(seen: Sight, wanted: str | None) -> str:
    """The version that is asked for, or the one that decided last."""
    versions = seen.rows.versions()
    if wanted is None:
        places = np.flatnonzero(seen.rows.counts)
        return versions.names[versions.codes[places[seen.rows.moments[places].argmax()]]] if places.size else ""
    if wanted not in versions.names:
        expected = f"one of {', '.join(versions.names)}"
        raise InputRejected("Nothing was looked at.", [Problem("model version", shown(wanted), expected)])
    return wanted


def _measured(seen: Sight, command: LookAtConsistency, attribute: str | None, version: str) -> Alike:
    rows, versions, selected = seen.rows, seen.rows.versions(), seen.rows.flags("selected")
    same = np.array([name == version for name in versions.names], dtype=bool)[versions.codes]
    places = drawn(np.flatnonzero(rows.counts & same & (selected >= 0)), MOST_AROUND)
    if len(places) <= command.rule.neighbours:
        raise CannotAssess(f"{len(places):,} decisions of version {version} are not enough to have "
                           f"{command.rule.neighbours} neighbours each.")  # fmt: skip
    columns = [rows.column(name).at(places) for name in rows.kinds]
    sizes, favourable = [scale(column) for column in columns], selected[places] == 1
    asked = drawn(np.arange(len(places)), MOST_ASKED)
    parts = np.zeros(len(asked))
    for turn, at in enumerate(asked):
        step(turn, len(asked), "decisions compared with their neighbours")
        parts[turn] = unlike(columns, sizes, favourable, int(at), command.rule)
    groups, small = ({}, ()) if attribute is None else _by_group(seen, attribute, parts, places[asked])
    return Alike(seen.use_case.title, version, tuple(sorted(versions.names)), command.rule, attribute,
                 consistency(parts, CONFIDENCE), groups, small, len(asked), len(places))  # fmt: skip


def _by_group(
    seen: Sight, attribute: str, parts: Floats, asked: np.ndarray
) -> tuple[dict[str, Consistency], tuple[str, ...]]:
    """By group, of those that were asked; a group of few is named and not measured."""
    groups, small = groups_of(seen.rows.groups(attribute).at(asked))
    named = zip(groups.names, groups.members, strict=True)
    return {name: consistency(parts[member], CONFIDENCE) for name, member in named}, small
