"""Counts decisions of a PostgreSQL table: its rows pass through a file of this job, and only cells stay."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql

from dashboard.adapters.batch_cells import write_cells
from dashboard.adapters.batch_file import file_sha256, write_rows
from dashboard.adapters.batch_writer import write_batch
from dashboard.adapters.draft import Draft, Job
from dashboard.adapters.elsewhere import with_scores
from dashboard.adapters.log_reader import refusal
from dashboard.adapters.score_cells import write_scores
from dashboard.domain.log_mapping import LogMapping
from dashboard.errors import Problem, StoreUnusable

AT_ONCE = 50_000


def count_in_postgres(url: str, source: str, mapping: LogMapping | None, job: Job) -> Draft:
    """Count a table or view, named `table` or `schema.table`.

    Raises:
        DecisionLogInvalid: no such table, columns missing, or more than half of its rows do not fit.
        StoreUnusable: the server is not named or does not answer.
    """
    if not url:
        raise StoreUnusable(
            "No source is named: set DASHBOARD_SOURCE_URL (postgresql://…) to the server with the rows."
        )
    passing = job.work / f"{source}.parquet"
    try:
        with psycopg.connect(url.replace("+psycopg", ""), options="-c timezone=UTC") as connection:
            connection.read_only = True
            if not write_rows(passing, _rows(connection, source)):
                raise refusal(source, [Problem("source", "no rows", "a table with decisions")])
    except psycopg.errors.UndefinedTable:
        raise refusal(source, [Problem("source", "no such table", "a table or view, as schema.table")]) from None
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0][:200]
        raise StoreUnusable(f"The source could not be read: {reason} Nothing was stored.") from None
    return _only_cells(write_batch(passing, mapping, job), source)


def _rows(connection: psycopg.Connection[Any], source: str) -> Iterator[pa.RecordBatch]:
    """The table as text, in one snapshot and never whole in memory."""
    wanted = sql.SQL("SELECT * FROM {}").format(sql.Identifier(*source.split(".")))
    with connection.cursor(name="decisions") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(wanted)
        while rows := cursor.fetchmany(AT_ONCE):
            names = [column.name for column in cursor.description or ()]
            columns = [[_text(value) for value in column] for column in zip(*rows, strict=True)]
            yield pa.record_batch([pa.array(column, pa.string()) for column in columns], names=names)


def _text(value: object) -> str | None:
    return None if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


def _only_cells(draft: Draft, source: str) -> Draft:
    """The same batch without its rows."""
    cells = draft.path.with_name("cells.parquet")
    groups = (*(f"a_{name}" for name in draft.attributes), *(f"s_{name}" for name in draft.strata))
    write_cells(draft.path, groups, cells)
    scores = draft.path.with_name("scores.parquet")
    found = write_scores(draft.path, groups, scores)
    draft.path.unlink()
    there = replace(
        draft, source=source, source_sha256=file_sha256(cells), path=cells, quarantine=None, engine="postgres",
        subject=False,
    )  # fmt: skip
    return with_scores(there, scores if found else None)
