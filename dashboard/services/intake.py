"""One command's files on their way in: each is read, checked against what is stored, and put in its place."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from dashboard.adapters import batches as rows
from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.batch_writer import write_labels
from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore, new_batch_id
from dashboard.adapters.draft import Draft, Job, RowsRead, last_plausible
from dashboard.adapters.feature_store import placed
from dashboard.adapters.log_kinds import DECISIONS, LOGS, family
from dashboard.adapters.log_mapping import mapping_sha256
from dashboard.adapters.log_writers import write_log
from dashboard.adapters.repository import use_case_in
from dashboard.adapters.visible import BatchFile, Visible, visible
from dashboard.domain.actors import Actor
from dashboard.domain.event_mapping import EventMapping
from dashboard.domain.log_mapping import LogMapping
from dashboard.errors import NotFound
from dashboard.services.file_reports import nothing_stored, stored
from dashboard.services.log_commands import FileReport, IngestReport, Mode
from dashboard.services.new_cells import Columns, Placed, about_cells
from dashboard.services.overlaps import refuse_half, refuse_overlap
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
    features: frozenset[str] = frozenset()
    before: list[StoredBatch] = field(init=False)
    new: list[NewBatch] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.database.read() as connection:
            found = use_case_in(connection, self.use_case)
            if found is None:
                raise NotFound(f"There is no use case {self.use_case!r}; register it first.")
            if found[0].kept_features is not None and self.kind == DECISIONS.kind:
                self.features = frozenset(found[0].kept_features.names)
            self.before = rows.stored_batches(connection, self.use_case, kinds=family(self.kind))

    def take(self, path: Path, mode: Mode) -> None:
        """Read a log of decisions or interactions.

        Raises:
            DecisionLogInvalid: The file is refused.
            BatchOverlaps: Mode `new`, and a day of it is stored already.
        """
        if self._known(path.name, self.kind, file_sha256(path)):
            return

        def there(first: date | None, last: date | None) -> Visible | None:
            if first is None or last is None:
                return None
            if mode == "new":
                self._refuse_overlap(path.name, first, last)
            hidden = (first, last) if mode == "replace" else None
            return self._seen(self._near(first, last), hidden)

        with self.store.work() as work:
            self._place(write_log(self.kind, path, self.mapping, self._job(work, there)), self.kind, mode)

    def take_counted(self, count: Callable[[Job], Draft], mode: Mode) -> None:
        """Take decisions that are counted where they are; their days count once, because nobody can compare ids.

        Raises:
            DecisionLogInvalid: The source is refused.
            BatchOverlaps: Mode `new`, and a day of it is stored already.
        """
        with self.store.work() as work:
            draft = count(Job(work, last_plausible(), self.progress))
            if self._known(draft.source, self.kind, draft.source_sha256):
                return
            if mode == "new" and draft.first_day is not None and draft.last_day is not None:
                self._refuse_overlap(draft.source, draft.first_day, draft.last_day)
            self._place(draft, self.kind, mode)

    def take_labels(self, path: Path) -> None:
        """Read a file of late labels.

        Raises:
            DecisionLogInvalid: The file is refused.
        """
        if self._known(path.name, "labels", file_sha256(path)):
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

    def _job(self, work: Path, there: Callable[[date | None, date | None], Visible | None]) -> Job:
        return Job(work, last_plausible(), self.progress, there, self.features)

    def _known(self, name: str, kind: str, digest: str) -> bool:
        """Whether the same bytes were imported with the same mapping before, and count."""
        identity = (kind, digest, mapping_sha256(self.mapping, self.features if kind == self.kind else ()))
        known = {(b.kind, b.source_sha256, b.mapping_sha256): b.id for b in self.before}
        known |= {
            (n.values["kind"], n.values["source_sha256"], n.values["mapping_sha256"]): n.file.id for n in self.new
        }
        if identity not in known:
            return False
        self.reports.append(FileReport(name, "already imported", known[identity]))
        return True

    def _refuse_overlap(self, name: str, first: date, last: date) -> None:
        others = [one.report for one in self.new if one.file.covers(first, last)]
        refuse_overlap(name, (first, last), [one for one in self.before if one.kind == self.kind], others)

    def _place(self, draft: Draft, kind: str, mode: Mode) -> None:
        """Move a finished batch to its place; a file without decisions leaves none."""
        if not draft.rows_stored:
            quarantine = self._keep_quarantine(draft, new_batch_id())
            report = nothing_stored(draft, self.kind)
            self.reports.append(replace(report, quarantine=self.store.root / quarantine if quarantine else None))
            return
        if mode == "replace":
            refuse_half(draft, [one for one in self._files() if one.kind == self.kind])
        values = self._values(draft, kind, mode)
        aside = self.store.root / values["quarantine_path"] if values["quarantine_path"] else None
        zone = self.mapping.time_zone if self.mapping else None
        report = replace(stored(draft, values), quarantine=aside, zone=zone or "UTC")
        file = StoredBatch(use_case=self.use_case, recorded_seq=LATER + len(self.new), retracted_seq=None,
                           **{k: v for k, v in values.items() if k != "use_case_id"}).file(self.store.root)  # fmt: skip
        features = placed(self.store, draft, values["id"], self.use_case)
        self.new.append(NewBatch(values, file, report, features))
        self.reports.append(report)

    def _values(self, draft: Draft, kind: str, mode: Mode) -> dict[str, Any]:
        """The columns of the batch's row; its files are in place afterwards."""
        batch = new_batch_id()
        relative, digest = f"batches/{self.use_case}/{batch}.parquet", file_sha256(draft.path)
        cells = about_cells(self.store, draft, kind, Placed(batch, relative, digest), self._files())
        quarantine = self._keep_quarantine(draft, batch)
        self.store.keep(draft.path, relative)
        columns: Columns = {"attributes": list(draft.attributes), "strata": list(draft.strata), "mode": mode}
        columns |= {"subject": True} if draft.subject else {}
        return {
            "id": batch, "use_case_id": self.use_case, "kind": kind, "source": draft.source,
            "source_sha256": draft.source_sha256,
            "mapping_sha256": mapping_sha256(self.mapping, self.features if kind == self.kind else ()),
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
