"""An id names one decision, or one interaction, of a use case: these expressions find ids that come again.

Like the reduction, Ibis only. They read the table `batch` (a new batch) and what is stored already.
"""

import ibis
import ibis.expr.types as ir

from dashboard.adapters.log_rows import Shape, visible_ids


def _batch(key: str) -> ir.Table:
    return ibis.table({"row": "int64", key: "string"}, name="batch")


def distinct_ids(key: str) -> ir.Table:
    """One row: `rows`, and `ids` by a 64-bit hash, which needs a fraction of the memory of the ids themselves."""
    batch = _batch(key)
    return batch.agg(rows=batch.count(), ids=batch[key].hash().nunique())


def repeated_rows(key: str) -> ir.Table:
    """row, occurrence (2, 3, …): every row whose id came before in the same file."""
    batch = _batch(key)
    sizes = batch.group_by(key).agg(rows=batch.count())
    several = batch.semi_join(sizes.filter(sizes.rows > 1), key)
    window = ibis.window(group_by=key, order_by="row")
    numbered = several.mutate(occurrence=ibis.row_number().over(window) + 1)
    return numbered.filter(numbered.occurrence > 1).select("row", key, "occurrence").order_by("row")


def stored_rows(shape: Shape) -> ir.Table:
    """row, id of the new rows whose id is stored already."""
    batch, key = _batch(shape.log.key), shape.log.key
    return batch.semi_join(visible_ids(shape), key).select("row", key).order_by("row")


def unknown_rows(shape: Shape) -> ir.Table:
    """row, decision_id of new labels for decisions that are not stored."""
    batch = _batch("decision_id")
    return batch.anti_join(visible_ids(shape), "decision_id").select("row", "decision_id").order_by("row")
