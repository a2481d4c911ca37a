"""A decision id names one decision of a use case: these expressions find ids that come again.

Like the reduction, Ibis only. They read the table `batch` (a new batch) and what is stored already.
"""

import ibis
import ibis.expr.types as ir

from dashboard.adapters.reduction import Shape, visible_ids


def _batch() -> ir.Table:
    return ibis.table({"row": "int64", "decision_id": "string"}, name="batch")


def distinct_ids() -> ir.Table:
    """One row: `rows`, and `ids` by a 64-bit hash, which needs a fraction of the memory of the ids themselves."""
    batch = _batch()
    return batch.agg(rows=batch.count(), ids=batch.decision_id.hash().nunique())


def repeated_rows() -> ir.Table:
    """row, occurrence (2, 3, …): every row whose id came before in the same file."""
    batch = _batch()
    sizes = batch.group_by("decision_id").agg(rows=batch.count())
    several = batch.semi_join(sizes.filter(sizes.rows > 1), "decision_id")
    window = ibis.window(group_by="decision_id", order_by="row")
    numbered = several.mutate(occurrence=ibis.row_number().over(window) + 1)
    return numbered.filter(numbered.occurrence > 1).select("row", "decision_id", "occurrence").order_by("row")


def stored_rows(shape: Shape) -> ir.Table:
    """row, decision_id of the new rows whose id is stored already."""
    batch = _batch()
    return batch.semi_join(visible_ids(shape), "decision_id").select("row", "decision_id").order_by("row")


def unknown_rows(shape: Shape) -> ir.Table:
    """row, decision_id of new labels for decisions that are not stored."""
    batch = _batch()
    return batch.anti_join(visible_ids(shape), "decision_id").select("row", "decision_id").order_by("row")
