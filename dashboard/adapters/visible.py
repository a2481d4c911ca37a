"""Which stored decisions count: batches that are not retracted, without the days that a later batch replaced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from dashboard.adapters.duck import parquet_view
from dashboard.adapters.log_kinds import DECISIONS, Log
from dashboard.adapters.reduction import Part, Shape


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A stored batch; `attributes` and `strata` are column names (`a_sex`), `order` is when it was recorded."""

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
        for name, paths in self.files:
            wanted = {} if name.startswith("labels") else self.shape.log.schema
            parquet_view(connection, f"{prefix}{name}", paths, wanted)


def visible(
    batches: Iterable[BatchFile], *, without: tuple[date, date] | None = None, log: Log = DECISIONS
) -> Visible | None:
    """What counts of these batches (none of them retracted); None where there are no rows of this log.

    Args:
        batches: in any order.
        without: days, both ends included, that shall not count either.
        log: which kind of rows.
    """
    ordered = sorted(batches, key=lambda batch: batch.order)
    decisions = [batch for batch in ordered if batch.kind == log.kind]
    pairs = [(batch, _hidden(batch, decisions, without)) for batch in decisions]
    pairs = [(batch, hidden) for batch, hidden in pairs if not _all_hidden(batch, hidden)]
    if not pairs:
        return None
    files: list[tuple[str, tuple[Path, ...]]] = []
    parts = list(_parts(pairs, files))
    labels = [(f"labels_{turn}", (batch.path,)) for turn, batch in enumerate(b for b in ordered if b.kind == "labels")]
    seen = [batch for batch, _ in pairs]
    shape = Shape(
        parts=tuple(parts),
        attributes=_union(batch.attributes for batch in seen),
        strata=_union(batch.strata for batch in seen),
        labels=tuple(name for name, _ in labels),
        log=log,
    )
    return Visible(shape, (*files, *labels))


def _parts(
    pairs: Sequence[tuple[BatchFile, tuple[tuple[date, date], ...]]], files: list[tuple[str, tuple[Path, ...]]]
) -> Iterable[Part]:
    """Whole batches are one table; each batch with hidden days is a table of its own."""
    whole = [batch for batch, hidden in pairs if not hidden]
    if whole:
        files.append(("decisions", tuple(batch.path for batch in whole)))
        columns = _union((*batch.attributes, *batch.strata) for batch in whole)
        yield Part("decisions", columns)
    for position, (batch, hidden) in enumerate(pair for pair in pairs if pair[1]):
        name = f"decisions_{position}"
        files.append((name, (batch.path,)))
        yield Part(name, (*batch.attributes, *batch.strata), hidden)


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
