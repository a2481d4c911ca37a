"""Asks an attached model about rows whose features are kept, as they are or with features changed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dashboard.adapters.attached_models import Attached
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_rows import FeatureRows
from dashboard.adapters.model_runner import scores_of
from dashboard.domain.attached_model import WHOLE, Signature
from dashboard.domain.nearest import MISSING, Flags, Floats, Numbers

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """What a model reads of some rows: an array a feature, numbers or texts; `usable` are rows that it can read."""

    arrays: Mapping[str, np.ndarray]
    usable: Flags

    def some(self, rows: Flags | Places) -> "Table":
        """Of these rows only."""
        return Table({name: values[rows] for name, values in self.arrays.items()}, self.usable[rows])

    def changed(self, feature: str, values: np.ndarray) -> "Table":
        """With another value of a feature in every row; texts may be longer than those before."""
        return Table({**self.arrays, feature: values}, self.usable)


def table_of(rows: FeatureRows, places: Places, signature: Signature) -> Table:
    """The features that a model reads; a missing text is empty, a missing number NaN, unless it reads whole numbers."""
    arrays: dict[str, np.ndarray] = {}
    usable = np.ones(len(places), dtype=bool)
    for one in signature.reads:
        column = rows.column(one.feature).at(places)
        if isinstance(column, Numbers):
            arrays[one.feature] = column.values
            usable &= ~np.isnan(column.values) if one.dtype in WHOLE else True
        else:
            names = np.array([*column.names, ""], dtype=np.str_)
            arrays[one.feature] = names[np.where(column.codes == MISSING, len(column.names), column.codes)]
    return Table(arrays, usable)


def asked(store: DecisionStore, model: Attached, table: Table) -> Floats:
    """The model's score of every row.

    Raises:
        Conflict: the engine is not installed.
        CannotAssess: the model cannot be run within its limits.
        StoreUnusable: its file is missing or was changed.
    """
    what = f"The model of version {model.model_version} of {model.use_case_id}"
    content = store.checked(model.path, model.sha256, what).read_bytes()
    return scores_of(store, content, model.signature, fed(model.signature, table))


def fed(signature: Signature, table: Table) -> dict[str, np.ndarray]:
    """Arrays by name of input, in its type and shape."""
    found = {}
    for one in signature.reads:
        values = table.arrays[one.feature]
        typed = values if one.dtype == "str" else values.astype(one.dtype)
        found[one.input] = typed if one.flat else typed.reshape(-1, 1)
    return found
