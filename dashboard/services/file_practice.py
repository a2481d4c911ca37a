"""The practice from files alone: what a registry file names under `logs`, taken in as a store takes it in.

The very services of `ingest` write it into a store of its own in a temporary folder, which goes away again. So whatever
a page decides from a log, a check of the files decides from it as well.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from dashboard.adapters import schema
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.paths import readable_path
from dashboard.adapters.repository import save_use_cases
from dashboard.domain.actors import SYSTEM
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import CasesPath, FilePath, LogPath, Registry, SnapshotPath
from dashboard.errors import InputRejected
from dashboard.services import ingest
from dashboard.services.amounts import IngestAmounts, ingest_amounts
from dashboard.services.cases import TakeInCases, take_in_cases
from dashboard.services.log_commands import IngestSamples
from dashboard.services.snapshots import IngestSnapshot, ingest_snapshot
from dashboard.services.staff import TakeIn, take_in
from dashboard.services.stored_facts import Practice, read_practice
from dashboard.settings import Settings


@contextmanager
def file_practice(registry: Registry, folder: Path, settings: Settings, as_of: date) -> Iterator[Practice]:
    """What the files say, as a store would hold it; ask its facts before this ends, for then the store is gone.

    Args:
        registry: whose `logs` name files, relative to `folder`.
        folder: where the registry file lies; logs may lie below it or in the folders that the settings allow.
        settings: sizes and folders.
        as_of: the day of the claim; nothing in a file may lie after it and after today.

    Raises:
        DecisionLogInvalid, InputRejected, PathRefused: a file is refused, as `ingest` refuses it.
    """
    with TemporaryDirectory(prefix="dashboard-check-", ignore_cleanup_errors=True) as work:
        url = f"sqlite:///{Path(work).resolve() / 'check.db'}"
        schema.upgrade(url)
        database = Database.open(url)
        try:
            with database.write(SYSTEM) as tx:
                save_use_cases(tx, registry.use_cases)
            _Desk(database, DecisionStore(Path(work) / "logs", (folder,)), folder, settings, as_of).take(registry)
            practice = read_practice(database, DecisionStore(Path(work) / "logs"))
            yield replace(practice, registry=registry)
        finally:
            database.close()


@contextmanager
def _named(path: str) -> Iterator[None]:
    """A refusal says which of the files it is about."""
    try:
        yield
    except InputRejected as error:
        if shown(path) in str(error) or Path(path).name in str(error):
            raise
        raise type(error)(f"{shown(path)}: {error.what}", error.problems) from None


@dataclass(frozen=True, slots=True)
class _Desk:
    database: Database
    store: DecisionStore
    folder: Path
    settings: Settings
    as_of: date

    def take(self, registry: Registry) -> None:
        """Every file in the order in which one builds on another."""
        logs = registry.logs
        roads: list[tuple[list[Any], Callable[[Any], object]]] = [
            (logs.courses, lambda log: self._staff("courses", log)),
            (logs.staff, lambda log: self._staff("staff", log)),
            (logs.training, lambda log: self._staff("training", log)),
            (logs.decisions, self._decisions),
            (logs.labels, self._labels),
            (logs.interactions, self._interactions),
            (logs.consent, self._consent),
            (logs.snapshots, self._snapshot),
            (logs.samples, self._samples),
            (logs.amounts, self._amounts),
            (logs.cases, self._cases),
        ]
        for named, road in roads:
            for log in named:
                with _named(log.path):
                    road(log)

    def _decisions(self, log: LogPath) -> None:
        asked = ingest.IngestDecisions(log.use_case, [self._at(log.path)], self._mapping(log), "add")
        ingest.ingest_decisions(self.database, self.store, asked, SYSTEM)

    def _labels(self, log: LogPath) -> None:
        asked = ingest.IngestLabels(log.use_case, self._at(log.path), self._mapping(log))
        ingest.ingest_labels(self.database, self.store, asked, SYSTEM)

    def _interactions(self, log: LogPath) -> None:
        asked = ingest.IngestInteractions(log.use_case, [self._at(log.path)], self._mapping(log), "add")
        ingest.ingest_interactions(self.database, self.store, asked, SYSTEM)

    def _consent(self, log: LogPath) -> None:
        asked = ingest.IngestConsent(log.use_case, [self._at(log.path)], self._mapping(log))
        ingest.ingest_consent(self.database, self.store, asked, SYSTEM)

    def _snapshot(self, log: SnapshotPath) -> None:
        taken = datetime.combine(log.taken, time()) + timedelta(days=1, seconds=-1)
        path = self._at(log.path)
        asked = IngestSnapshot(log.use_case, path, taken, log.subject, log.record, log.purpose)
        ingest_snapshot(self.database, self.store, asked, SYSTEM)

    def _samples(self, log: LogPath) -> None:
        asked = IngestSamples(log.use_case, [self._at(log.path)], self._mapping(log), "add")
        ingest.ingest_samples(self.database, self.store, asked, SYSTEM)

    def _amounts(self, log: FilePath) -> None:
        asked = IngestAmounts(self._at(log.path), self._latest())
        ingest_amounts(self.database, self.store, asked, SYSTEM)

    def _cases(self, log: CasesPath) -> None:
        mapping = None if log.mapping is None else self._at(log.mapping)
        day = self._latest()
        now = datetime.now(UTC) if day == datetime.now(UTC).date() else datetime.combine(day, time(23, 59, 59), UTC)
        asked = TakeInCases(self._at(log.path), now, mapping, log.complete_to, log.kinds)
        take_in_cases(self.database, asked, SYSTEM, self._reading())

    def _staff(self, kind: Literal["staff", "courses", "training"], log: FilePath) -> None:
        take_in(self.database, TakeIn(kind, self._at(log.path), self._latest()), SYSTEM, self._reading())

    def _latest(self) -> date:
        """A check may look ahead, and may look back at files that go on after its day."""
        return max(self.as_of, datetime.now(UTC).date())

    def _reading(self) -> Settings:
        return replace(self.settings, read_from=(self.folder, *self.settings.read_from))

    def _mapping(self, log: LogPath) -> Path | None:
        return None if log.mapping is None else self._at(log.mapping)

    def _at(self, given: str) -> Path:
        """A path relative to the registry file, refused like any path that a person names."""
        plain = Path(given)
        named = plain.is_absolute() or ":" in given.split("/", maxsplit=1)[0] or given.startswith("//")
        allowed = self._reading().read_from
        return readable_path(given if named else self.folder / plain, allowed, max_mb=self.settings.max_upload_mb)
