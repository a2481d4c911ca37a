"""What an attached model would say of one decision with features changed: a look, in the ledger as one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from dashboard.adapters.attached_models import Attached
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import Actor
from dashboard.domain.attached_model import WHOLE
from dashboard.domain.kept_features import CATEGORY, LONGEST_VALUE
from dashboard.domain.plain_text import shown
from dashboard.domain.single_decision import Value, digest_of
from dashboard.errors import CannotAssess, InputRejected, Problem
from dashboard.services.ask_model import Table, asked, table_of
from dashboard.services.model_questions import REFUSED, model_of, place_of, require_read
from dashboard.services.register import new_key
from dashboard.services.single_decisions import Asked, Sight, record_look, sight, today


@dataclass(frozen=True, slots=True)
class TryDecision:
    """One decision with other values of some features, as text; an empty text is a missing value."""

    use_case: str
    decision_id: str
    changes: Mapping[str, str]
    on: date = field(default_factory=today)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Tried:
    """What the model says before and after, and what the log says; scores are the model's."""

    title: str
    model: Attached
    changes: tuple[tuple[str, Value, Value], ...]
    before: float
    after: float
    decided: bool | None

    @property
    def turns(self) -> bool:
        """Whether the model decides otherwise."""
        return (self.before >= self.model.threshold) != (self.after >= self.model.threshold)


def try_decision(database: Database, store: DecisionStore, command: TryDecision, actor: Actor) -> Tried:
    """Ask the model about one decision as it is and as it is changed.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, CannotAssess, StoreUnusable: nothing is shown.
    """
    seen = sight(database, store, command.use_case, actor, command.on)
    at = place_of(seen, command.decision_id)
    row = seen.rows.rows_at([at])[0]
    model = model_of(database, command.use_case, str(row["model_version"]))
    changes = _changes(seen, model, command.changes)
    table = _usable(table_of(seen.rows, np.array([at, at]), model.signature))
    for name, value in changes.items():
        table = table.changed(name, _second(table.arrays[name], value))
    before, after = (float(one) for one in asked(store, model, table))
    about = {"decision": digest_of(command.decision_id), "changed": sorted(changes)}
    look = Asked(command.use_case, "a decision with features changed", about, command.key)
    record_look(database, look, actor, shown_rows=1, compared=0)
    told = tuple((name, row["features"][name], value) for name, value in changes.items())
    return Tried(seen.use_case.title, model, told, before, after, row["selected"])


def _changes(seen: Sight, model: Attached, given: Mapping[str, str]) -> dict[str, Value]:
    """The new values in the kind of their features; raises InputRejected with everything that does not fit."""
    problems = [] if given else [Problem("changes", "none", "a feature and its new value")]
    found: dict[str, Value] = {}
    for name, text in given.items():
        require_read(model, name)
        try:
            found[name] = _value(text, category=seen.rows.kinds[name] == CATEGORY)
        except ValueError:
            problems.append(Problem(name, shown(text), "a number"))
    whole = {one.feature for one in model.signature.reads if one.dtype in WHOLE}
    problems += [Problem(name, "nothing", "a whole number") for name in whole if name in found and found[name] is None]
    if problems:
        raise InputRejected(REFUSED, problems)
    return found


def _value(text: str, *, category: bool) -> Value:
    if not text:
        return None
    if category:
        return text[:LONGEST_VALUE]
    number = float(text)
    if not np.isfinite(number):
        raise ValueError(text)
    return number


def _second(values: np.ndarray, value: Value) -> np.ndarray:
    """Two rows: as it is, and with another value."""
    missing = "" if values.dtype.kind == "U" else np.nan
    return np.array([values[0], missing if value is None else value])


def _usable(table: Table) -> Table:
    if not table.usable.all():
        raise CannotAssess("The model reads whole numbers, and one of them is missing in this decision.")
    return table
