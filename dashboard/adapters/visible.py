"""Which stored decisions count: batches that are not retracted, without the days that a later batch replaced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import duckdb

from dashboard.adapters.cells import cell_table
from dashboard.adapters.duck import parquet_view
from dashboard.adapters.log_kinds import DECISIONS, Log
from dashboard.adapters.log_rows import Part, Shape

Read = Literal["rows", "cells", "source"]
Days = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class CellFile:
    """Cells of a decisions batch, with the labels of these batches of late labels joined.

    `scores`: path and SHA-256 of its score counts with the same labels, None where it has no scores.
    """

    path: Path
    sha256: str
    labels: tuple[str, ...] = ()
    scores: tuple[Path, str] | None = None


@dataclass(frozen=True, slots=True)
class AmountFile:
    """Sums of the amounts of a batch, and what they are measured in."""

    path: Path
    sha256: str
    unit: str


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A stored batch; `attributes` and `strata` are column names (`a_sex`), `order` is when it was recorded.

    `cells` are those of a batch of decisions (under its own id), or those that late labels changed (under the ids of
    the batches that they belong to). `touches` are the latter ids, None where they were never looked up; `late` are
    labels that were there before the decisions. `rows` is False where rows stayed elsewhere and only cells came;
    `subject`: they say whom they are about; `amounts`: their sums, which no label changes.
    """

    id: str
    kind: str
    path: Path
    sha256: str
    attributes: tuple[str, ...]
    strata: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    replaces: bool
    order: int
    cells: Mapping[str, CellFile] = field(default_factory=dict)
    touches: frozenset[str] | None = None
    late: frozenset[str] = frozenset()
    rows: bool = True
    subject: bool = False
    amounts: AmountFile | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Attributes, then strata."""
        return (*self.attributes, *self.strata)

    def covers(self, first: date, last: date) -> bool:
        """Whether its days and these have one in common."""
        return (
            self.first_day is not None
            and self.last_day is not None
            and self.first_day <= last
            and first <= self.last_day
        )


@dataclass(frozen=True, slots=True)
class Visible:
    """The tables that a reduction reads, and the files behind each."""

    shape: Shape
    files: tuple[tuple[str, tuple[Path, ...]], ...]

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder that is read."""
        return tuple({path.parent for _, paths in self.files for path in paths})

    def attach(self, connection: duckdb.DuckDBPyConnection, prefix: str = "") -> None:
        """Name the files as tables in a connection; a column that older batches lack is there, and null."""
        cells = {part.table: cell_table(part.columns).columns for part in self.shape.parts if part.cells}
        for name, paths in self.files:
            wanted = {} if name.startswith(("labels", "cells")) else self.shape.log.schema
            parquet_view(connection, f"{prefix}{name}", paths, wanted, ordered=cells.get(name, ()))


def visible(
    batches: Iterable[BatchFile],
    *,
    without: tuple[date, date] | None = None,
    log: Log = DECISIONS,
    read: Read = "rows",
) -> Visible | None:
    """What counts of these batches (none of them retracted); None where there are no rows of this log.

    Args:
        batches: in any order.
        without: days, both ends included, that shall not count either.
        log: which kind of rows.
        read: `rows`: only what has rows; `cells`: cells where they say the same; `source`: rows wherever there are any.
    """
    ordered = sorted(batches, key=lambda batch: batch.order)
    decisions = [batch for batch in ordered if batch.kind == log.kind and (read != "rows" or batch.rows)]
    pairs = _shown(decisions, without)
    if not pairs:
        return None
    labels = [batch for batch in ordered if batch.kind == "labels"]
    celled = [batch for batch, hidden in pairs if not hidden and (read == "cells" or not batch.rows)]
    known = {batch.id: found for batch in celled if (found := cells_of(batch, labels)) is not None}
    files: list[tuple[str, tuple[Path, ...]]] = []
    parts = [*_cell_parts([batch for batch, _ in pairs if batch.id in known], known, files)]
    parts += _parts([pair for pair in pairs if pair[0].id not in known], files)
    late = [(f"labels_{turn}", (batch.path,)) for turn, batch in enumerate(labels)] if len(known) < len(pairs) else []
    seen = [batch for batch, _ in pairs]
    shape = Shape(
        parts=tuple(parts),
        attributes=_union(batch.attributes for batch in seen),
        strata=_union(batch.strata for batch in seen),
        labels=tuple(name for name, _ in late),
        log=log,
    )
    return Visible(shape, (*files, *late))


def shown_days(batches: Iterable[BatchFile]) -> list[tuple[BatchFile, Days]]:
    """Batches of decisions that count, each with the days of it that a later batch replaced."""
    ordered = sorted(batches, key=lambda batch: batch.order)
    return _shown([batch for batch in ordered if batch.kind == DECISIONS.kind], None)


def _shown(decisions: Sequence[BatchFile], without: tuple[date, date] | None) -> list[tuple[BatchFile, Days]]:
    pairs = [(batch, _hidden(batch, decisions, without)) for batch in decisions]
    return [(batch, hidden) for batch, hidden in pairs if not _all_hidden(batch, hidden)]


def cells_of(batch: BatchFile, labels: Sequence[BatchFile]) -> CellFile | None:
    """The cells that say the same as the rows of this batch with these late labels; None where only the rows do."""
    touching = touching_labels(batch, labels)
    wanted = tuple(late.id for late in touching)
    found = [one.cells.get(batch.id) for one in (batch, *touching)]
    return next((cells for cells in found if cells is not None and cells.labels == wanted), None)


def touching_labels(batch: BatchFile, labels: Sequence[BatchFile]) -> list[BatchFile]:
    """The late labels that may name a decision of this batch, in their order."""
    return [
        late for late in labels
        if batch.rows and (late.touches is None or batch.id in late.touches or late.id in batch.late)
    ]  # fmt: skip


def _cell_parts(
    batches: Sequence[BatchFile], known: Mapping[str, CellFile], files: list[tuple[str, tuple[Path, ...]]]
) -> Iterable[Part]:
    """Batches with the same columns are one table, because in cells a null says what they are not about."""
    for turn, columns in enumerate(dict.fromkeys(batch.columns for batch in batches)):
        files.append((f"cells_{turn}", tuple(known[batch.id].path for batch in batches if batch.columns == columns)))
        yield Part(f"cells_{turn}", columns, cells=True)


def _parts(pairs: Sequence[tuple[BatchFile, Days]], files: list[tuple[str, tuple[Path, ...]]]) -> Iterable[Part]:
    """Whole batches are one table; each batch with hidden days is a table of its own."""
    whole = [batch for batch, hidden in pairs if not hidden]
    if whole:
        files.append(("decisions", tuple(batch.path for batch in whole)))
        yield Part("decisions", _union(batch.columns for batch in whole))
    for position, (batch, hidden) in enumerate(pair for pair in pairs if pair[1]):
        name = f"decisions_{position}"
        files.append((name, (batch.path,)))
        yield Part(name, batch.columns, hidden)


def _hidden(
    batch: BatchFile, decisions: Sequence[BatchFile], without: tuple[date, date] | None
) -> tuple[tuple[date, date], ...]:
    spans = [
        (later.first_day, later.last_day)
        for later in decisions
        if later.replaces and later.order > batch.order and later.first_day and later.last_day
    ]
    spans += [without] if without else []
    return tuple((first, last) for first, last in spans if batch.covers(first, last))


def _all_hidden(batch: BatchFile, hidden: Sequence[tuple[date, date]]) -> bool:
    first, last = batch.first_day, batch.last_day
    return first is None or last is None or any(start <= first and last <= end for start, end in hidden)


def _union(columns: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """In the order of first appearance."""
    return tuple(dict.fromkeys(name for names in columns for name in names))
