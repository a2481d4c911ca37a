"""The rows that say which batches and count files there are; queries and writes, in the caller's transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, String, cast, select

from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.repository import table
from dashboard.adapters.tables import BatchRow, CountSetRow, UseCaseRow
from dashboard.adapters.visible import AmountFile, BatchFile, CellFile


@dataclass(frozen=True, slots=True)
class CountFile:
    """The current count files of a use case, relative to the store."""

    use_case: str
    single: tuple[str, str]
    joint: tuple[str, str]
    last_day: date | None
    subjects: tuple[str, str] | None = None
    months: dict[str, str] = field(default_factory=dict)

    def level(self, name: str) -> tuple[str, str]:
        """Relative path and SHA-256 of `single`, `joint` or, where there are any, `subjects`."""
        return {"single": self.single, "joint": self.joint, "subjects": self.subjects or self.joint}[name]


def count_files(database: Database, use_case: str | None = None) -> list[CountFile]:
    """The current count files of every use case that has decisions, or of one."""
    sets = table(CountSetRow)
    columns = [sets.c[name] for name in ("use_case_id", "single_path", "joint_path", "attributes", "last_day")]
    wanted = select(*columns).order_by(sets.c.use_case_id)
    if use_case is not None:
        wanted = wanted.where(sets.c.use_case_id == use_case)
    with database.read() as connection:
        rows = connection.execute(wanted).all()
    return [
        CountFile(row[0], (row[1], row[3]["single_sha256"]), (row[2], row[3]["joint_sha256"]), row[4], *_people(row[3]))
        for row in rows
    ]


def _people(about: dict[str, Any]) -> tuple[tuple[str, str] | None, dict[str, str]]:
    """The file of sums over people, and from what each month of it was made."""
    found = about.get("subjects")
    return ((found["path"], found["sha256"]), found["months"]) if found else (None, {})


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """A batch as the database knows it."""

    id: str
    use_case: str
    kind: str
    source: str
    source_sha256: str
    mapping_sha256: str
    path: str
    path_sha256: str
    rows_read: int
    rows_stored: int
    rows_quarantined: int
    quarantine_path: str | None
    first_day: date | None
    last_day: date | None
    columns: dict[str, Any]
    recorded_seq: int
    retracted_seq: int | None

    def file(self, root: Path) -> BatchFile:
        """The batch as the reduction reads it."""
        return BatchFile(
            id=self.id,
            kind=self.kind,
            path=root / self.path,
            sha256=self.path_sha256,
            attributes=tuple(f"a_{name}" for name in self.columns.get("attributes", [])),
            strata=tuple(f"s_{name}" for name in self.columns.get("strata", [])),
            first_day=self.first_day,
            last_day=self.last_day,
            replaces=self.columns.get("mode") == "replace",
            order=self.recorded_seq,
            cells={
                name: CellFile(root / one["path"], one["sha256"], tuple(one["labels"]), _scores(root, one))
                for name, one in self.columns.get("cells", {}).items()
            },
            touches=frozenset(self.columns["touches"]) if "touches" in self.columns else None,
            late=frozenset(self.columns.get("late_labels", [])),
            rows="engine" not in self.columns,
            subject="subject" in self.columns,
            amounts=_amounts(root, self.columns.get("amounts")),
        )


def _scores(root: Path, cells: dict[str, Any]) -> tuple[Path, str] | None:
    found = cells.get("scores")
    return (root / found["path"], found["sha256"]) if found else None


def _amounts(root: Path, found: dict[str, Any] | None) -> AmountFile | None:
    return AmountFile(root / found["path"], found["sha256"], found["unit"]) if found else None


def use_case_exists(connection: Connection, use_case: str) -> bool:
    """Whether the registry has this use case."""
    ids = table(UseCaseRow).c.id
    return connection.execute(select(ids).where(ids == use_case)).first() is not None


def stored_batches(
    connection: Connection,
    use_case: str | None = None,
    *,
    kinds: Collection[str] | None = None,
    known_at: int | None = None,
    retracted: bool = False,
) -> list[StoredBatch]:
    """Batches in the order they were recorded.

    Args:
        connection: of a read or a write.
        use_case: None for all.
        kinds: only these kinds of batches; None for all.
        known_at: as they stood at this data version; None for now.
        retracted: also those that were retracted.
    """
    stored = table(BatchRow)
    names = [name for name in StoredBatch.__slots__ if name != "use_case"]
    query = select(stored.c.use_case_id.label("use_case"), *[stored.c[name] for name in names])
    if use_case is not None:
        query = query.where(stored.c.use_case_id == use_case)
    if kinds is not None:
        query = query.where(stored.c.kind.in_(list(kinds)))
    if known_at is not None:
        query = query.where(stored.c.recorded_seq <= known_at)
    if not retracted:
        gone = stored.c.retracted_seq.is_(None)
        query = query.where(gone if known_at is None else gone | (stored.c.retracted_seq > known_at))
    rows = connection.execute(query.order_by(stored.c.recorded_seq, stored.c.id)).mappings()
    return [StoredBatch(**row) for row in rows]


def any_scores(connection: Connection, use_case: str | None = None) -> bool:
    """Whether scores were counted with some batch of a use case, or of any, that is not retracted."""
    stored = table(BatchRow)
    query = select(stored.c.id).where(
        stored.c.retracted_seq.is_(None), cast(stored.c.columns, String).like('%"scores"%')
    )
    if use_case is not None:
        query = query.where(stored.c.use_case_id == use_case)
    return connection.execute(query.limit(1)).first() is not None


def add_batch(tx: Transaction, values: dict[str, Any], kind: str) -> int:
    """Store a batch's row and its event; returns the event's number."""
    seq = tx.append(kind, "batch", values["id"], _body(values))
    tx.session.add(BatchRow(**values, recorded_at=tx.now, recorded_seq=seq))
    return seq


def retract(tx: Transaction, batch: StoredBatch, reason: str) -> int:
    """Set the tombstone; the row and the file stay."""
    row = tx.session.get_one(BatchRow, batch.id)
    body = {name: getattr(batch, name) for name in StoredBatch.__slots__} | {"reason": reason}
    row.retracted_seq = tx.append("batch.retracted", "batch", batch.id, _body(body))
    tx.session.add(row)
    return row.retracted_seq


def point_to(tx: Transaction, values: dict[str, Any]) -> int:
    """Make these count files the current ones, with an event; returns its number."""
    seq = tx.append("counts.changed", "count_set", values["use_case_id"], _body(values))
    tx.session.merge(CountSetRow(**values, updated_seq=seq))
    return seq


def count_set(connection: Connection, use_case: str) -> dict[str, Any] | None:
    """The row of the current count files, or None."""
    sets = table(CountSetRow)
    row = connection.execute(select(sets).where(sets.c.use_case_id == use_case)).mappings().first()
    return dict(row) if row else None


def use_cases_with_batches(connection: Connection, kinds: Collection[str]) -> Sequence[str]:
    """Ids of the use cases that have ever had a batch of these kinds."""
    stored = table(BatchRow)
    query = select(stored.c.use_case_id).where(stored.c.kind.in_(list(kinds)))
    return list(connection.execute(query.distinct().order_by(stored.c.use_case_id)).scalars())


def _body(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
