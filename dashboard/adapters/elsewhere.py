"""A batch whose rows stay where they are: what came here is its cells, and how many rows there were of which kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.batch_file import file_sha256, write_rows
from dashboard.adapters.draft import Draft
from dashboard.adapters.log_reader import refusal
from dashboard.domain.log_mapping import LogMapping
from dashboard.errors import Problem

MAX_VERSIONS = 200
MAX_CELLS = 5_000_000
MAX_UNFIT = 0.5
_TYPES = {"day": pa.date32(), "month": pa.date32(), "outcome": pa.int8(), "rows": pa.int64()}


def with_scores(draft: Draft, scores: Path | None) -> Draft:
    """The batch with the scores that were counted beside its cells; other scores make it another batch."""
    if scores is None:
        return draft
    digests = f"{draft.source_sha256} {file_sha256(scores)}"
    return replace(draft, scores=scores, source_sha256=sha256(digests.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class RowsThere:
    """What was counted of a source: `unfit` maps our field to (rows that do not fit, an example, what was expected)."""

    source: str
    engine: str
    read: int
    stored: int
    repeated: int
    unfit: dict[str, tuple[int, str, str]]
    unzoned: int
    first_day: date | None
    last_day: date | None
    versions: tuple[str, ...]


def draft_of(there: RowsThere, cells: pa.Table, mapping: LogMapping, work: Path) -> Draft:
    """The batch, with its cells as its file; equal cells are equal bytes.

    Raises:
        DecisionLogInvalid: more than half of the rows do not fit, too many model versions or groups.
    """
    _refuse(there, cells)
    path = work / "cells.parquet"
    if cells.num_rows:
        write_rows(path, iter(_ordered(cells).to_batches()))
    else:
        pq.write_table(cells, path)
    return Draft(
        source=there.source, source_sha256=file_sha256(path), path=path, rows_read=there.read,
        rows_stored=there.stored, rows_quarantined=there.read - there.stored, quarantine=None,
        first_day=there.first_day, last_day=there.last_day, attributes=tuple(mapping.attributes),
        strata=tuple(mapping.strata), versions=there.versions, unzoned=there.unzoned, repeated=there.repeated,
        engine=there.engine,
    )  # fmt: skip


def _ordered(cells: pa.Table) -> pa.Table:
    fields = [(name, _TYPES.get(name, pa.string())) for name in cells.column_names]
    typed = cells.cast(pa.schema(fields)).combine_chunks()
    return typed.sort_by([(name, "ascending") for name in typed.column_names])


def _refuse(there: RowsThere, cells: pa.Table) -> None:
    problems: list[Problem] = []
    unfit = there.read - there.stored - there.repeated
    if there.read and unfit > MAX_UNFIT * there.read:
        problems.append(Problem("rows", f"{unfit:,} of {there.read:,} do not fit", "at most half of them"))
        problems += examples(there.unfit)
    if len(there.versions) > MAX_VERSIONS:
        expected = f"at most {MAX_VERSIONS} model versions"
        problems.append(Problem("model_version", f"more than {MAX_VERSIONS} values", expected))
    if cells.num_rows > MAX_CELLS:
        hint = "Is an attribute or a stratum a number or an id? Give it bins or leave it out."
        expected = f"at most {MAX_CELLS:,} different cells"
        problems.append(Problem("groups", f"{cells.num_rows:,} different cells", expected, suggestion=hint))
    if problems:
        raise refusal(there.source, problems)


def examples(unfit: dict[str, tuple[int, str, str]]) -> Sequence[Problem]:
    """One problem for each field, with one value that does not fit."""
    return [
        Problem(field, f"{rows:,} rows, such as {example!r}", expected)
        for field, (rows, example, expected) in unfit.items()
    ]
