"""A folder of the decision store for counts of a past day, which is gone when nobody reads them any more."""

import shutil
import tempfile
import weakref
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.alone import held, left_behind
from dashboard.adapters.batch_file import file_sha256
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.known_rows import Pointer, Values
from dashboard.adapters.log_kinds import DECISIONS

_TYPES = {"string": pa.string(), "timestamp": pa.timestamp("us"), "boolean": pa.bool_()}
_NOTHING = pa.schema([(name, _TYPES[kind]) for name, kind in DECISIONS.schema.items()])


@dataclass(slots=True)
class Scratch:
    """Makes its folder when it is first used, and removes those of processes that were killed.

    Paths in rows are relative to the decision store.

    As a context: what fails or is stopped inside leaves no folder.
    """

    store: DecisionStore
    folder: Path | None = field(default=None)
    lock: IO[str] | None = field(default=None)

    def __enter__(self) -> Self:
        """The same."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Remove the folder where something was raised."""
        if kind is not None and self.folder is not None:
            _gone(self.folder, self.lock)

    @property
    def own(self) -> DecisionStore:
        """The folder, as a place for count files."""
        if self.folder is None:
            work = self.store.root / "work"
            work.mkdir(parents=True, exist_ok=True)
            for left in filter(left_behind, work.glob("known-*")):
                shutil.rmtree(left, ignore_errors=True)
            self.folder = Path(tempfile.mkdtemp(prefix="known-", dir=work))
            self.lock = held(self.folder)
        return DecisionStore(self.folder)

    def pointer(self, use_case: str, values: Values) -> Pointer:
        """Count files that lie here, as the decision store would name them."""
        return Pointer(use_case, str(values.get("kind", "")), _moved(values, self._here()))

    def no_decisions(self, use_case: str, days: tuple[date, date], at: int) -> Values:
        """The row of a batch without decisions that replaces these days, both ends included."""
        file = self.own.root / "none.parquet"
        if not file.is_file():
            pq.write_table(_NOTHING.empty_table(), file)
        digest, name = file_sha256(file), f"none-{use_case}"
        return {
            "id": name, "use_case_id": use_case, "kind": DECISIONS.kind, "source": "", "source_sha256": digest,
            "mapping_sha256": digest, "path": f"{self._here()}/{file.name}", "path_sha256": digest, "rows_read": 0,
            "rows_stored": 0, "rows_quarantined": 0, "first_day": days[0], "last_day": days[1],
            "columns": {"attributes": [], "strata": [], "mode": "replace"}, "recorded_seq": at + 1,
            "recorded_at": datetime.now(UTC),
        }  # fmt: skip

    def gone_with(self, database: Database) -> None:
        """Remove the folder once nobody reads this store any more, or when the program ends."""
        if self.folder is not None:
            weakref.finalize(database.reader, _gone, self.folder, self.lock)

    def _here(self) -> str:
        return self.own.root.relative_to(self.store.root).as_posix()


def _gone(folder: Path, lock: IO[str] | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        lock.close()


def later_days(asked: date, last: date) -> tuple[date, date]:
    """The days that come after the asked one."""
    return asked + timedelta(days=1), last


def _moved(values: Any, folder: str) -> Any:
    """The same with every path one folder further down."""
    if isinstance(values, dict):
        return {
            name: f"{folder}/{value}" if name.endswith("path") and isinstance(value, str) else _moved(value, folder)
            for name, value in values.items()
        }
    return values
