"""What kept features look like over all decisions and by group: no row is shown, but rows are read, so it is a look."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_rows import FeatureRows
from dashboard.domain.actors import Actor
from dashboard.domain.effort import step
from dashboard.domain.feature_overview import Groups, Summary, groups_of, ordered, summary
from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected, Problem
from dashboard.services.register import new_key
from dashboard.services.single_decisions import Asked, record_look, sight, today

MOST_DRAWN = 300_000  # decisions of an overview
SEED = 20261128
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LookAtFeatures:
    """An overview of the features of a use case, by a protected attribute or none."""

    use_case: str
    attribute: str | None = None
    on: date = field(default_factory=today)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Overview:
    """What was found: features most unequal first, over `drawn` of `decisions`; `small` groups were not compared."""

    title: str
    attribute: str | None
    attributes: tuple[str, ...]
    features: tuple[Summary, ...]
    groups: tuple[str, ...]
    small: tuple[str, ...]
    drawn: int
    decisions: int
    left_out: int


def look_at_features(database: Database, store: DecisionStore, command: LookAtFeatures, actor: Actor) -> Overview:
    """An overview; the look is an event.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, StoreUnusable: nothing is shown.
    """
    seen = sight(database, store, command.use_case, actor, command.on)
    attribute = attribute_of(seen.rows, command.attribute)
    places = drawn(np.flatnonzero(seen.rows.counts), MOST_DRAWN)
    groups, small = groups_of(seen.rows.groups(attribute).at(places)) if attribute else (Groups((), ()), ())
    found = []
    for turn, name in enumerate(seen.rows.kinds):
        step(turn, len(seen.rows.kinds), "features")
        found.append(summary(name, seen.rows.column(name).at(places), groups))
    asked = Asked(command.use_case, "an overview of features", {"attribute": attribute}, command.key)
    record_look(database, asked, actor, shown_rows=0, compared=len(places))
    return Overview(
        seen.use_case.title, attribute, seen.rows.attributes, ordered(found), groups.names, small, len(places),
        int(seen.rows.counts.sum()), seen.rows.left_out,
    )  # fmt: skip


def attribute_of(rows: FeatureRows, wanted: str | None) -> str | None:
    """The attribute that is asked for, where there is one.

    Raises:
        InputRejected: the log has no such attribute.
    """
    if wanted is None or wanted in rows.attributes:
        return wanted
    expected = f"one of {', '.join(rows.attributes)}" if rows.attributes else "none: the log has no protected attribute"
    raise InputRejected("Nothing was looked at.", [Problem("attribute", shown(wanted), expected)])


def drawn(places: Places, most: int) -> Places:
    """At most so many of them, drawn by lot and always the same ones; in their order."""
    if len(places) <= most:
        return places
    return np.sort(np.random.default_rng(SEED).choice(places, most, replace=False))
