"""Takes in amounts that only other systems know, such as how old the oldest stored conversation is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from dashboard.adapters import batches as stored
from dashboard.adapters.amount_batches import snapshots, write_amounts
from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore, new_batch_id
from dashboard.adapters.log_kinds import AMOUNTS
from dashboard.adapters.log_mapping import mapping_sha256
from dashboard.adapters.repository import load_registry
from dashboard.adapters.staff_file import staff_table
from dashboard.domain.actors import Actor
from dashboard.domain.amount_rows import AmountRow, read_amount_rows
from dashboard.errors import BatchOverlaps
from dashboard.services.intake import LATER
from dashboard.services.log_commands import FileReport, IngestReport, verb_of
from dashboard.services.log_files import readable_folders
from dashboard.services.permissions import require
from dashboard.services.recount import Change, NewBatch, write_changes
from dashboard.services.register import new_key
from dashboard.settings import load_settings


@dataclass(frozen=True, slots=True)
class IngestAmounts:
    """A file of use_case, measure, day, value and n; `replace` lets it speak alone for its measures and days."""

    file: str | Path
    as_of: date
    mode: Literal["new", "replace"] = "new"
    key: str = field(default_factory=new_key)


def ingest_amounts(
    database: Database, store: DecisionStore, command: IngestAmounts, actor: Actor
) -> tuple[IngestReport, ...]:
    """Store the file, a batch for each use case that it names, and count; all of it or nothing.

    Raises:
        InputRejected, PathRefused: the file is refused, with every problem by row.
        BatchOverlaps: days of a measure that are stored already, without `replace`.
        NotPermitted, StoreBusy, StoreUnusable: nothing was written.
    """
    require(actor, verb_of(command.mode))
    allowed, max_mb = readable_folders(store), load_settings().max_upload_mb
    name, digest, cells = staff_table(command.file, allowed, max_mb=max_mb)
    known = {case.id for case in load_registry(database).use_cases}
    rows = read_amount_rows(*cells, known=known, as_of=command.as_of)
    desk = _Desk(database, store, name, digest, command.mode)
    named = sorted({row.use_case for row in rows})
    taken = [desk.take(one, [row for row in rows if row.use_case == one]) for one in named]
    changes = [change for change, _ in taken if change is not None]
    seq = write_changes(database, store, changes, actor, command.key) if changes else 0
    return tuple(IngestReport(one, (report,), seq) for one, (_, report) in zip(named, taken, strict=True))


@dataclass(frozen=True, slots=True)
class _Desk:
    database: Database
    store: DecisionStore
    name: str
    digest: str
    mode: Literal["new", "replace"]

    def take(self, use_case: str, rows: Sequence[AmountRow]) -> tuple[Change | None, FileReport]:
        """The batch of one use case, its file in place; nothing where the same bytes count already."""
        with self.database.read() as connection:
            before = stored.stored_batches(connection, use_case, kinds=(AMOUNTS,))
        again = next((batch for batch in before if batch.source_sha256 == self.digest), None)
        if again is not None:
            return None, FileReport(self.name, "already imported", again.id)
        if self.mode == "new":
            self._refuse_overlap(use_case, before, rows)
        new = self._batch(use_case, rows)
        return Change(use_case, before, new=(new,), kind=AMOUNTS), new.report

    def _refuse_overlap(self, use_case: str, before: Sequence[StoredBatch], rows: Sequence[AmountRow]) -> None:
        held = snapshots(self.store.verified(batch) for batch in before)
        twice = sorted({(row.measure, row.day) for row in rows} & held)
        if twice:
            said = ", ".join(f"{measure} of {day}" for measure, day in twice[:5])
            raise BatchOverlaps(
                f"{self.name} holds {said} of {use_case}, which is stored already. Nothing was imported. "
                "Use --replace if it corrects them."
            )

    def _batch(self, use_case: str, rows: Sequence[AmountRow]) -> NewBatch:
        batch, days = new_batch_id(), [row.day for row in rows]
        relative = f"batches/{use_case}/{batch}.parquet"
        with self.store.work() as work:
            write_amounts(work / "amounts.parquet", rows)
            sha256 = file_sha256(work / "amounts.parquet")
            self.store.keep(work / "amounts.parquet", relative)
        values = {
            "id": batch, "use_case_id": use_case, "kind": AMOUNTS, "source": self.name, "source_sha256": self.digest,
            "mapping_sha256": mapping_sha256(None), "path": relative, "path_sha256": sha256,
            "rows_read": len(rows), "rows_stored": len(rows), "rows_quarantined": 0, "quarantine_path": None,
            "first_day": min(days), "last_day": max(days), "columns": {"mode": self.mode},
        }  # fmt: skip
        plain = {name: value for name, value in values.items() if name != "use_case_id"}
        file = StoredBatch(use_case=use_case, recorded_seq=LATER, retracted_seq=None, **plain).file(self.store.root)  # type: ignore[arg-type]
        report = FileReport(self.name, "imported", batch, len(rows), len(rows), first_day=min(days), last_day=max(days))
        return NewBatch(values, file, report)
