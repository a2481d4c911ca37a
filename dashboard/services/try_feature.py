"""What an attached model would say along a feature, and after flips of it: looks over a sample."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from dashboard.adapters.attached_models import Attached
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import Actor
from dashboard.domain.model_flips import Curve, Flips, curves, flips, grid_of
from dashboard.domain.nearest import Categories
from dashboard.domain.single_decision import digest_of
from dashboard.errors import CannotAssess, InputRejected, Problem
from dashboard.services.ask_model import table_of
from dashboard.services.model_questions import REFUSED, decisions_of, model_of, place_of, require_read, scores_along
from dashboard.services.register import new_key
from dashboard.services.single_decisions import Asked, record_look, sight, today

FLIPPED = 2_000  # decisions of a sample in which a feature is flipped
CURVED = 200  # decisions along which a feature is moved
MOST_SEEN = 50_000  # decisions from whose values the places of a curve are taken


@dataclass(frozen=True, slots=True)
class TryCurve:
    """A feature that is moved, over a sample and, where one is named, for one decision."""

    use_case: str
    feature: str
    model_version: str | None = None
    decision_id: str | None = None
    on: date = field(default_factory=today)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Curved:
    """Scores along a feature, over `decisions` drawn by lot."""

    title: str
    model: Attached
    feature: str
    values: tuple[float, ...] | tuple[str, ...]
    curves: tuple[Curve, ...]
    decisions: int


@dataclass(frozen=True, slots=True)
class TryFlips:
    """A feature, such as sex, that alone is changed to each of its other values."""

    use_case: str
    feature: str
    model_version: str | None = None
    on: date = field(default_factory=today)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Flipped:
    """All changes together (a decision counts where any other value turns it), then from each value to each other."""

    title: str
    model: Attached
    feature: str
    all: Flips
    each: tuple[Flips, ...]


def try_curve(database: Database, store: DecisionStore, command: TryCurve, actor: Actor) -> Curved:
    """Move a feature over its values: partial dependence, individual curves, and one decision's own.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, CannotAssess, StoreUnusable: nothing is shown.
    """
    seen = sight(database, store, command.use_case, actor, command.on)
    own = place_of(seen, command.decision_id) if command.decision_id else None
    version = command.model_version
    version = seen.rows.versions().names[seen.rows.versions().codes[own]] if own is not None else version
    model = model_of(database, command.use_case, version)
    require_read(model, command.feature)
    places = decisions_of(seen, model, CURVED)
    places = places if own is None else np.append(places[places != own], own)
    values = grid_of(seen.rows.column(command.feature).at(decisions_of(seen, model, MOST_SEEN)))
    table = table_of(seen.rows, places, model.signature)
    table, own_at = (
        table.some(table.usable),
        (int(table.usable.sum()) - 1 if own is not None and table.usable[-1] else None),
    )
    found = scores_along(store, model, table, command.feature, values)
    about = {"feature": command.feature} | ({"decision": digest_of(command.decision_id)} if command.decision_id else {})
    decisions = len(found) - int(own_at is not None)
    look = Asked(command.use_case, "scores along a feature", about, command.key)
    record_look(database, look, actor, shown_rows=int(own is not None), compared=len(found))
    return Curved(seen.use_case.title, model, command.feature, values, curves(found, own_at), decisions)


def try_flips(database: Database, store: DecisionStore, command: TryFlips, actor: Actor) -> Flipped:
    """Change a feature alone, over a sample, to each of its other values.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, CannotAssess, StoreUnusable: nothing is shown.
    """
    seen = sight(database, store, command.use_case, actor, command.on)
    model = model_of(database, command.use_case, command.model_version)
    require_read(model, command.feature)
    column = seen.rows.column(command.feature)
    if not isinstance(column, Categories):
        hint = "Its curve shows what a number does."
        raise InputRejected(
            REFUSED, [Problem("feature", f"{command.feature}, a number", "a category", suggestion=hint)]
        )
    places = decisions_of(seen, model, FLIPPED)
    places = places[(column.codes[places] >= 0) & table_of(seen.rows, places, model.signature).usable]
    values = grid_of(column.at(places))
    if len(values) < 2 or not len(places):
        raise CannotAssess(f"{command.feature} has fewer than two values among the decisions of this model.")
    table = table_of(seen.rows, places, model.signature)
    decided = scores_along(store, model, table, command.feature, values) >= model.threshold
    look = Asked(command.use_case, "flips of a feature", {"feature": command.feature}, command.key)
    record_look(database, look, actor, shown_rows=0, compared=len(places))
    return Flipped(
        seen.use_case.title, model, command.feature, *_counted(table.arrays[command.feature], values, decided)
    )


def _counted(
    own: np.ndarray, values: Sequence[float] | Sequence[str], decided: np.ndarray
) -> tuple[Flips, tuple[Flips, ...]]:
    """From rows × values: whether any other value turns the decision, and how many turn from each to each."""
    known = np.isin(own, values)
    now = decided[np.arange(len(own)), np.searchsorted(values, np.where(known, own, values[0]))]
    turned = (decided != now[:, None])[known]
    each = [
        flips(f"{one} → {other}", turned[own[known] == one][:, at])
        for one in values for at, other in enumerate(values) if one != other
    ]  # fmt: skip
    return flips("any other value", turned.any(axis=1)), tuple(one for one in each if one.n)
