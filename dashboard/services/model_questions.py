"""What every question to an attached model needs: which model, which decisions, a feature that it reads."""

from collections.abc import Sequence

import numpy as np

from dashboard.adapters.attached_models import Attached, attached_models
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.nearest import Floats
from dashboard.domain.plain_text import shown
from dashboard.errors import CannotAssess, Conflict, InputRejected, NotFound, Problem
from dashboard.services.ask_model import Places, Table, asked
from dashboard.services.feature_overview import drawn
from dashboard.services.single_decisions import Sight

REFUSED = "The model was not asked."


def model_of(database: Database, use_case: str, version: str | None) -> Attached:
    """The model of a version, or the only one; raises InputRejected where there are several, Conflict where none."""
    with database.read() as connection:
        found = attached_models(connection, use_case)
    wanted = [one for one in found if version is None or one.model_version == version]
    if len(wanted) == 1:
        return wanted[0]
    if wanted:
        named = ", ".join(one.model_version for one in wanted)
        raise InputRejected(REFUSED, [Problem("model version", "none", f"one of {named}")])
    of = f"version {shown(version)} of " if version else ""
    raise Conflict(f"No model is attached to {of}{use_case}. Attach its ONNX file: features attach, or on the page.")


def place_of(seen: Sight, decision_id: str) -> int:
    """The row of a decision; raises NotFound."""
    places = seen.rows.places_of(decision_id)
    if not places:
        raise NotFound(f"{seen.use_case.title} has no decision {shown(decision_id)} whose features are kept.")
    return places[-1]


def decisions_of(seen: Sight, model: Attached, most: int) -> Places:
    """Rows of the version of a model, at most so many drawn by lot."""
    versions = seen.rows.versions()
    same = np.array([name == model.model_version for name in versions.names], dtype=bool)[versions.codes]
    return drawn(np.flatnonzero(seen.rows.counts & same), most)


def require_read(model: Attached, feature: str) -> None:
    """Let through a feature that the model reads; raises InputRejected."""
    if feature not in model.signature.features:
        expected = f"a feature that the model reads: {', '.join(model.signature.features)}"
        hint = (
            "Changing only what a model does not read turns no decision of it. That proves nothing: other features may "
            "stand for it."
        )
        raise InputRejected(REFUSED, [Problem("feature", shown(feature), expected, suggestion=hint)])


def scores_along(
    store: DecisionStore, model: Attached, table: Table, feature: str, values: Sequence[float] | Sequence[str]
) -> Floats:
    """Scores of rows × values, asked in one run of the model; raises CannotAssess where there is nothing to ask."""
    rows = len(table.usable)
    if not rows or not len(values):
        raise CannotAssess("No decision of this model version has every feature that the model reads.")
    repeated = table.some(np.repeat(np.arange(rows), len(values)))
    found = asked(store, model, repeated.changed(feature, np.tile(np.array(values), rows)))
    return found.reshape(rows, len(values))
