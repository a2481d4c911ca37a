"""Takes out of a new batch what cannot be counted: an id that comes again, a label without its decision."""

from dataclasses import replace

import duckdb
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.batch_file import ROWS_PER_GROUP, write_rows
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.duck import arrow, compile_sql, locked_connection, parquet_view
from dashboard.adapters.quarantine import Quarantine
from dashboard.adapters.repeated import distinct_ids, repeated_rows, stored_rows, unknown_rows

MEMORY_MB = 768


def without_repeats(
    draft: Draft, job: Job, quarantine: Quarantine, *, derived: bool = False, key: str = "decision_id"
) -> Draft:
    """The same id again is the same decision again: set apart, or told apart by a number where ids are derived."""
    if not draft.rows_stored:
        return draft
    stored = job.stored(draft.first_day, draft.last_day) if job.stored else None
    folders = [job.work, *(stored.folders if stored else ())]
    with locked_connection(folders, memory_mb=MEMORY_MB) as connection:
        parquet_view(connection, "batch", [draft.path])
        again = (
            (_numbered(connection) if derived else _found(connection, repeated_rows(key), key))
            if _repeats(connection, key)
            else {}
        )
        taken: dict[int, str] = {}
        if stored is not None:
            stored.attach(connection)
            taken = _found(connection, stored_rows(stored.shape), key)
    for row, identity in sorted({**({} if derived else again), **taken}.items()):
        quarantine.add(row, key, identity, "an id that is not stored already, once in the file", again=True)
    return _rewritten(draft, again if derived else {}, {*taken, *(() if derived else again)})


def _repeats(connection: duckdb.DuckDBPyConnection, key: str = "decision_id") -> bool:
    sizes = arrow(connection, compile_sql(distinct_ids(key)))
    return bool(sizes["ids"][0].as_py() < sizes["rows"][0].as_py())


def _found(connection: duckdb.DuckDBPyConnection, expression: ir.Table, key: str = "decision_id") -> dict[int, str]:
    """Row -> id."""
    return {row["row"]: row[key] for row in arrow(connection, compile_sql(expression)).to_pylist()}


def _numbered(connection: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Row -> id with its number, of rows whose id came before."""
    rows = arrow(connection, compile_sql(repeated_rows("decision_id"))).to_pylist()
    return {row["row"]: f"{row['decision_id']}-{row['occurrence']}" for row in rows}


def _rewritten(draft: Draft, renamed: dict[int, str], dropped: set[int]) -> Draft:
    """The batch once more, without some rows and with other ids for some."""
    if not renamed and not dropped:
        return draft
    path = draft.path.with_name("batch-again.parquet")
    with pq.ParquetFile(draft.path) as file:
        stored = write_rows(path, (_changed(batch, renamed, dropped) for batch in file.iter_batches(ROWS_PER_GROUP)))
    path.replace(draft.path)
    return replace(draft, rows_stored=stored)


def _changed(batch: pa.RecordBatch, renamed: dict[int, str], dropped: set[int]) -> pa.RecordBatch:
    rows = batch["row"].to_pylist()
    if renamed:
        ids = [renamed.get(row, old) for row, old in zip(rows, batch["decision_id"].to_pylist(), strict=True)]
        position = batch.schema.get_field_index("decision_id")
        batch = batch.set_column(position, "decision_id", pa.array(ids, pa.string()))
    return batch.filter(pa.array([row not in dropped for row in rows])) if dropped else batch


def known_once(draft: Draft, job: Job, quarantine: Quarantine) -> Draft:
    """Late labels of decisions that are stored, one for each."""
    if not draft.rows_stored:
        return draft
    stored = job.stored(draft.first_day, draft.last_day) if job.stored else None
    folders = [job.work, *(stored.folders if stored else ())]
    with locked_connection(folders, memory_mb=MEMORY_MB) as connection:
        parquet_view(connection, "batch", [draft.path])
        again = _found(connection, repeated_rows("decision_id")) if _repeats(connection) else {}
        unknown: dict[int, str] = {}
        if stored is not None:
            stored.attach(connection)
            unknown = _found(connection, unknown_rows(stored.shape))
    for row, decision_id in sorted({**again, **unknown}.items()):
        quarantine.add(row, "decision_id", decision_id, "the id of a stored decision, once in the file")
    return _rewritten(draft, {}, {*again, *unknown})
