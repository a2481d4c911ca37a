"""One command's files on their way in: each is read, checked against what is stored, and put in its place."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from dashboard.adapters import batches as rows
from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.batch_writer import write_batch, write_labels
from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore, new_batch_id
from dashboard.adapters.draft import Draft, Job, RowsRead, last_plausible
from dashboard.adapters.event_writer import write_consent, write_interactions
from dashboard.adapters.log_kinds import CONSENT, DECISIONS, INTERACTIONS, LOGS, SAMPLES, SNAPSHOTS, family
from dashboard.adapters.log_mapping import mapping_sha256
from dashboard.adapters.sample_writer import write_samples
from dashboard.adapters.snapshot_writer import write_snapshot
from dashboard.adapters.visible import BatchFile, Visible, visible
from dashboard.domain.actors import Actor
from dashboard.domain.consent_mapping import ConsentMapping
from dashboard.domain.event_mapping import EventMapping, InteractionMapping
from dashboard.domain.log_mapping import LogMapping
from dashboard.domain.sample_mapping import SampleMapping
from dashboard.domain.snapshot_mapping import SnapshotMapping
from dashboard.errors import BatchOverlaps, NotFound
from dashboard.services.log_commands import FileReport, IngestReport, Mode
from dashboard.services.new_cells import cells_changed_by, cells_of_new
from dashboard.services.recount import Change, NewBatch, write_change

LATER = 10**15  # files of this command come after everything that is stored


@dataclass(slots=True)
class Intake:
    """Collects new batches of one use case; nothing counts before `finish`."""

    database: Database
    store: DecisionStore
    use_case: str
    mapping: LogMapping | EventMapping | None
    progress: RowsRead | None = None
    kind: str = "decisions"
    before: list[StoredBatch] = field(init=False)
    new: list[NewBatch] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.database.read() as connection:
            if not rows.use_case_exists(connection, self.use_case):
                raise NotFound(f"There is no use case {self.use_case!r}; register it first.")
            self.before = rows.stored_batches(connection, self.use_case, kinds=family(self.kind))

    def take(self, path: Path, mode: Mode) -> None:
        """Read a log of decisions or interactions.

        Raises:
            DecisionLogInvalid: The file is refused.
            BatchOverlaps: Mode `new`, and a day of it is stored already.
        """
        if self._known(path, self.kind):
            return

        def stored(first: date | None, last: date | None) -> Visible | None:
            if first is None or last is None:
                return None
            if mode == "new":
                self._refuse_overlap(path.name, first, last)
            hidden = (first, last) if mode == "replace" else None
            return self._seen(self._near(first, last), hidden)

        with self.store.work() as work:
            self._place(self._written(path, self._job(work, stored)), self.kind, mode)

    def _written(self, path: Path, job: Job) -> Draft:
        if self.kind == INTERACTIONS.kind:
            return write_interactions(path, cast("InteractionMapping | None", self.mapping), job)
        if self.kind == SAMPLES.kind:
            return write_samples(path, cast("SampleMapping | None", self.mapping), job)
        if self.kind == CONSENT.kind:
            return write_consent(path, cast("ConsentMapping | None", self.mapping), job)
        if self.kind == SNAPSHOTS.kind:
            return write_snapshot(path, cast("SnapshotMapping", self.mapping), job)
        return write_batch(path, cast("LogMapping | None", self.mapping), job)

    def take_labels(self, path: Path) -> None:
        """Read a file of late labels.

        Raises:
            DecisionLogInvalid: The file is refused.
        """
        if self._known(path, "labels"):
            return
        with self.store.work() as work:
            job = self._job(work, lambda _first, _last: self._seen(self._files()))
            self._place(write_labels(path, cast("LogMapping | None", self.mapping), job), "labels", "add")

    def finish(self, actor: Actor, key: str) -> IngestReport:
        """Count, and make it all count in one transaction."""
        if not self.new:
            return IngestReport(self.use_case, tuple(self.reports))
        change = Change(self.use_case, self.before, new=tuple(self.new), kind=self.kind)
        report = write_change(self.database, self.store, change, actor, key)
        return replace(report, files=tuple(self.reports))

    def _files(self) -> list[BatchFile]:
        return [*(batch.file(self.store.root) for batch in self.before), *(batch.file for batch in self.new)]

    def _near(self, first: date, last: date) -> list[BatchFile]:
        """Batches that may hold the same rows: an id of decisions is looked for around the days of the file only."""
        around = first - timedelta(days=1), last + timedelta(days=1)
        return [one for one in self._files() if self.kind != DECISIONS.kind or one.covers(*around)]

    def _seen(self, files: list[BatchFile], without: tuple[date, date] | None = None) -> Visible | None:
        seen = visible(files, without=without, log=LOGS[self.kind])
        if seen is not None:
            self.store.check(seen, files, self.use_case)
        return seen

    def _job(self, work: Path, stored: Callable[[date | None, date | None], Visible | None]) -> Job:
        return Job(work, last_plausible(), self.progress, stored)

    def _known(self, path: Path, kind: str) -> bool:
        """Whether the same bytes were imported with the same mapping before, and count."""
        identity = (kind, file_sha256(path), mapping_sha256(self.mapping))
        stored = {(b.kind, b.source_sha256, b.mapping_sha256): b.id for b in self.before}
        stored |= {
            (n.values["kind"], n.values["source_sha256"], n.values["mapping_sha256"]): n.file.id for n in self.new
        }
        if identity not in stored:
            return False
        self.reports.append(FileReport(path.name, "already imported", stored[identity]))
        return True

    def _refuse_overlap(self, name: str, first: date, last: date) -> None:
        taken = [b for b in self.before if b.file(self.store.root).covers(first, last) and b.kind == self.kind]
        others = [n for n in self.new if n.file.covers(first, last)]
        if not taken and not others:
            return
        listed = [f"{b.source} ({b.first_day} to {b.last_day}, batch {b.id})" for b in taken]
        listed += [f"{n.report.file} of this import" for n in others]
        raise BatchOverlaps(
            f"{name} covers {first} to {last}, days that are stored already: {', '.join(listed[:5])}. Nothing was "
            "imported. Use --replace if it corrects those days, or --add if it holds other decisions of them."
        )

    def _place(self, draft: Draft, kind: str, mode: Mode) -> None:
        """Move a finished batch to its place; a file without decisions leaves none."""
        if not draft.rows_stored:
            outcome = f"no {self.kind}" if not draft.rows_read else "nothing that fits"
            quarantine = self._keep_quarantine(draft, new_batch_id())
            report = FileReport(draft.source, outcome, None, draft.rows_read, 0, draft.rows_quarantined)
            report = replace(report, quarantine=self.store.root / quarantine if quarantine else None)
            self.reports.append(_with_shares(report, draft))
            return
        values = self._values(draft, kind, mode)
        report = FileReport(
            draft.source, "imported", values["id"], draft.rows_read, draft.rows_stored, draft.rows_quarantined,
            self.store.root / values["quarantine_path"] if values["quarantine_path"] else None,
            draft.first_day, draft.last_day, draft.unzoned,
            (self.mapping.time_zone if self.mapping else None) or "UTC",
        )  # fmt: skip
        file = StoredBatch(use_case=self.use_case, recorded_seq=LATER + len(self.new), retracted_seq=None,
                           **{k: v for k, v in values.items() if k != "use_case_id"}).file(self.store.root)  # fmt: skip
        report = _with_shares(report, draft)
        self.new.append(NewBatch(values, file, report))
        self.reports.append(report)

    def _values(self, draft: Draft, kind: str, mode: Mode) -> dict[str, Any]:
        """The columns of the batch's row; its files are in place afterwards."""
        batch = new_batch_id()
        relative, digest = f"batches/{self.use_case}/{batch}.parquet", file_sha256(draft.path)
        make = {DECISIONS.kind: cells_of_new, "labels": cells_changed_by}.get(kind)
        cells = make(self.store, draft, batch, self._files()) if make else {}
        quarantine = self._keep_quarantine(draft, batch)
        self.store.keep(draft.path, relative)
        columns = {"attributes": list(draft.attributes), "strata": list(draft.strata), "mode": mode}
        return {
            "id": batch, "use_case_id": self.use_case, "kind": kind, "source": draft.source,
            "source_sha256": draft.source_sha256, "mapping_sha256": mapping_sha256(self.mapping),
            "path": relative, "path_sha256": digest, "rows_read": draft.rows_read, "rows_stored": draft.rows_stored,
            "rows_quarantined": draft.rows_quarantined, "quarantine_path": quarantine,
            "first_day": draft.first_day, "last_day": draft.last_day,
            "columns": columns | cells | {"model_versions": list(draft.versions)},
        }  # fmt: skip

    def _keep_quarantine(self, draft: Draft, batch: str) -> str | None:
        if draft.quarantine is None:
            return None
        relative = f"quarantine/{self.use_case}/{batch}.csv"
        self.store.keep(draft.quarantine, relative)
        return relative


def _with_shares(report: FileReport, draft: Draft) -> FileReport:
    """The report with what became of the rows that were not kept."""
    return replace(report, hidden=draft.hidden, dropped=draft.dropped, repeated=draft.repeated, read_as=draft.read_as)
