"""Which batches of decisions and which files of late labels speak of the same decisions."""

from pathlib import Path

import ibis

from dashboard.adapters.duck import arrow, compile_sql, locked_connection, parquet_view


def share_ids(decisions: Path, labels: Path) -> bool:
    """Whether a file of late labels names any decision of a batch.

    Raises:
        StoreUnusable: a damaged file.
    """
    with locked_connection(tuple({decisions.parent, labels.parent})) as connection:
        for name, path in (("decisions", decisions), ("labels", labels)):
            parquet_view(connection, name, [path])
        return bool(arrow(connection, _SHARED)["shared"][0].as_py())


def _shared() -> str:
    ids = {"decision_id": "string"}
    decisions, labels = (ibis.table(ids, name=name) for name in ("decisions", "labels"))
    both = decisions.semi_join(labels, "decision_id").limit(1)
    return compile_sql(both.agg(shared=both.count()))


_SHARED = _shared()
