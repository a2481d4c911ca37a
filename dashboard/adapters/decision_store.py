"""The decision store on disk: immutable batches, immutable count files, quarantine files; and reading the counts.

A file is written beside its place and renamed into it, before the database names it. So a file that no row names is
an orphan and harmless, and a row never names a file that is not whole. Which files count is the database's to say.
"""

import io
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.batches import CountFile, StoredBatch, count_files
from dashboard.adapters.counting import JOINT, SINGLE
from dashboard.adapters.database import Database
from dashboard.adapters.duck import arrow, compile_sql, locked_connection, parquet_view
from dashboard.adapters.file_counts import as_frame
from dashboard.adapters.subject_sums import PEOPLE, MonthSums
from dashboard.adapters.visible import BatchFile, Visible
from dashboard.domain.counts import COUNTS
from dashboard.errors import StoreUnusable


@dataclass(frozen=True, slots=True)
class DecisionStore:
    """A folder; nothing in it changes once it has its name.

    `reads` are folders out of which logs may be taken in, beside those of the settings.
    """

    root: Path
    reads: tuple[Path, ...] = ()

    @contextmanager
    def work(self) -> Iterator[Path]:
        """A folder of its own for one job, on the same disk, gone afterwards."""
        folder = self.root / "work"
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder) as name:
            yield Path(name)

    def keep(self, file: Path, relative: str) -> Path:
        """Move a finished file to its place, whole or not at all."""
        target = self.root / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb+") as handle:
            os.fsync(handle.fileno())
        file.replace(target)
        return target

    def keep_counts(self, use_case: str, level: str, table: pa.Table) -> tuple[str, str]:
        """Store a level of counts under a name made of its content; returns relative path and SHA-256."""
        content = _parquet_bytes(table)
        digest = sha256(content).hexdigest()
        relative = f"counts/{use_case}/{level}-{digest[:32]}.parquet"
        if not (self.root / relative).is_file():
            with self.work() as work:
                file = work / "counts.parquet"
                file.write_bytes(content)
                self.keep(file, relative)
        return relative, digest

    def checked(self, relative: str, digest: str, what: str) -> Path:
        """The path of a stored file whose bytes are those that were recorded.

        Raises:
            StoreUnusable: Missing or changed; says which.
        """
        path = self.root / relative
        if not path.is_file():
            raise StoreUnusable(
                f"{what} is missing from the decision store ({relative}); its counts cannot be trusted."
            )
        if file_sha256(path) != digest:
            raise StoreUnusable(
                f"{what} was changed after it was recorded ({relative}): its SHA-256 is another. "
                "Restore it from a backup, or retract it and import the log again."
            )
        return path

    def verified(self, batch: StoredBatch) -> BatchFile:
        """A stored batch whose bytes are those that were recorded.

        Raises:
            StoreUnusable: Missing or changed; names the batch.
        """
        self.checked(batch.path, batch.path_sha256, f"Batch {batch.id} ({batch.source}) of {batch.use_case}")
        return batch.file(self.root)

    def check(self, seen: Visible, batches: Sequence[BatchFile], use_case: str) -> None:
        """Let through where every file that will be read has the bytes that were recorded.

        Raises:
            StoreUnusable: Missing or changed; names the batch.
        """
        known = {batch.path: (batch.sha256, f"Batch {batch.id} of {use_case}") for batch in batches}
        for batch in batches:
            for name, cells in batch.cells.items():
                known[cells.path] = cells.sha256, f"The cells of batch {name} of {use_case}"
        for path in (path for _, paths in seen.files for path in paths):
            self.checked(str(path.relative_to(self.root)), *known[path])

    def single_counts(
        self,
        database: Database,
        *,
        use_cases: Sequence[str] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> pd.DataFrame:
        """use_case, model_version, day, attribute, group + COUNTS, by day; both ends included."""
        files = self._files(database, "single", use_cases)
        return as_frame(_read(files, SINGLE, "day", (since, until), ()))

    def joint_counts(
        self,
        database: Database,
        *,
        use_cases: Sequence[str] | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> pd.DataFrame:
        """use_case, model_version, month, attribute, group, stratum + COUNTS; months that start from `since` on."""
        files = self._files(database, "joint", use_cases)
        return as_frame(_read(files, JOINT, "month", (since, until), ()))

    def both_levels(self, database: Database, use_case: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Single and joint counts of one use case, all but its name; small files need no engine."""
        files = count_files(database, use_case)
        single, joint = (
            [_whole(self._count_path(file, level), schema) for file in files] or [schema.empty_table()]
            for level, schema in (("single", SINGLE), ("joint", JOINT))
        )
        return as_frame(single[0]), as_frame(joint[0])

    def window_counts(self, database: Database, since: date, until: date) -> pd.DataFrame:
        """use_case, attribute, group + COUNTS, summed over the days from since to until, both included."""
        files = self._files(database, "single", None)
        return as_frame(_read(files, SINGLE, "day", (since, until), ("use_case", "attribute", "group")))

    def monthly_counts(self, database: Database, use_case: str) -> pd.DataFrame:
        """month, model_version, attribute, group + COUNTS of one use case."""
        files = self._files(database, "single", [use_case])
        keys = ("use_case", "model_version", "month", "attribute", "group")
        return as_frame(_read(files, SINGLE, "day", (None, None), keys))

    def last_days(self, database: Database) -> dict[str, date]:
        """use_case -> the last day that has a decision."""
        return {file.use_case: file.last_day for file in count_files(database) if file.last_day is not None}

    def subject_sums(self, database: Database, use_case: str | None = None) -> pd.DataFrame:
        """SUBJECT_KEYS and SUBJECT_SUMS of every use case whose logs name subjects, or of one."""
        found = [file for file in count_files(database, use_case) if file.subjects is not None]
        tables = [pq.read_table(self._count_path(file, "subjects")) for file in found]
        return as_frame(pa.concat_tables(tables or [PEOPLE.empty_table()]))

    def month_sums(self, database: Database, use_case: str) -> MonthSums | None:
        """The sums over people that are current, to go on from; None where there are none, or not as recorded."""
        for file in count_files(database, use_case):
            if file.subjects is not None:
                try:
                    return MonthSums(pq.read_table(self._count_path(file, "subjects")), file.months)
                except StoreUnusable:
                    return None
        return None

    def _files(self, database: Database, level: str, use_cases: Sequence[str] | None) -> list[Path]:
        wanted = [file for file in count_files(database) if use_cases is None or file.use_case in use_cases]
        return [self._count_path(file, level) for file in wanted]

    def _count_path(self, file: CountFile, level: str) -> Path:
        relative, digest = file.level(level)
        return self.checked(relative, digest, f"The {level} counts of {file.use_case}")


def _whole(path: Path, schema: pa.Schema) -> pa.Table:
    """One small file; neither the use case, which is known, nor threads, which cost more than they save."""
    with pq.ParquetFile(path) as file:
        return file.read([name for name in schema.names if name != "use_case"], use_threads=False)


def new_batch_id() -> str:
    """An id that nobody chose."""
    return uuid.uuid4().hex[:16]


def _parquet_bytes(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", write_page_checksum=True)
    return buffer.getvalue()


def _read(
    files: Sequence[Path], schema: pa.Schema, time: str, between: tuple[date | None, date | None], keys: tuple[str, ...]
) -> pa.Table:
    """The rows of count files within a span of time, summed by keys where keys are given."""
    expression = _counts_within(schema, time, between, keys)
    if not files:
        return expression.schema().to_pyarrow().empty_table()
    folders = tuple({file.parent for file in files})
    with locked_connection(folders) as connection:
        parquet_view(connection, "counts", files)
        return arrow(connection, compile_sql(expression))


def _counts_within(
    schema: pa.Schema, time: str, between: tuple[date | None, date | None], keys: tuple[str, ...]
) -> ibis.Table:
    table = ibis.table(ibis.Schema.from_pyarrow(schema), name="counts")
    since, until = between
    if since is not None:
        table = table.filter(table[time] >= since)
    if until is not None:
        table = table.filter(table[time] <= until)
    if "month" in keys:
        table = table.mutate(month=table[time].truncate("month").cast("date"))
    if keys:
        sums = {name: table[name].sum().cast("int64") for name in COUNTS}
        return table.group_by(*keys).agg(**sums).order_by(*keys)
    return table.order_by(*[name for name in schema.names if name not in COUNTS])
