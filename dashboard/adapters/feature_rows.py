"""Decisions with their features, read column by column: only what counts, is allowed and is not past its time.

Columns of millions of rows pass through; whole rows are read only of the few decisions that somebody is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.adapters import batches as rows
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_files import FEATURE, KEPT
from dashboard.adapters.feature_store import FeatureFile, feature_files
from dashboard.adapters.log_kinds import DECISIONS, FAMILIES
from dashboard.adapters.visible import BatchFile, Days, shown_days
from dashboard.domain.kept_features import NUMBER, KeptFeatures, Kind
from dashboard.domain.nearest import MISSING, Categories, Column, Flags, Numbers

_CODED = pa.dictionary(pa.int32(), pa.string())
MOST_ROWS = 5_000_000  # of the newest batches; what is left out is said


@dataclass(frozen=True, slots=True)
class _Part:
    """A batch and the features beside it."""

    batch: BatchFile
    features: Path
    kinds: dict[str, Kind]
    rows: int
    hidden: Days


@dataclass(slots=True)
class FeatureRows:
    """The decisions of a use case of which features are kept; rows are numbered through all batches.

    Attributes:
        kinds: feature -> kind, of those that the record allows and some batch has.
        left_out: decisions of older batches beyond MOST_ROWS.
        counts: which rows count: not replaced, not past their time, not erased.
    """

    parts: tuple[_Part, ...]
    labels: tuple[Path, ...]
    kinds: dict[str, Kind]
    left_out: int
    counts: Flags = field(init=False)
    moments: npt.NDArray[np.int64] = field(init=False)

    def read(self, since: date) -> "FeatureRows":
        """Find the rows that count, from decisions of this day on."""
        kept = self._whole([self._feature_column(part, KEPT) for part in self.parts], pa.bool_())
        moments = self.of_batch(DECISIONS.moment).cast(pa.timestamp("us")).to_numpy(zero_copy_only=False)
        self.moments = moments.astype(np.int64)
        days = moments.astype("datetime64[D]")
        self.counts = kept.to_numpy(zero_copy_only=False) & (days >= np.datetime64(since))
        start = 0
        for part in self.parts:
            own = slice(start, start + part.rows)
            for first, last in part.hidden:
                self.counts[own] &= (days[own] < np.datetime64(first)) | (days[own] > np.datetime64(last))
            start += part.rows
        return self

    @property
    def size(self) -> int:
        """All rows, also those that do not count."""
        return sum(part.rows for part in self.parts)

    def of_batch(self, name: str, kind: pa.DataType | None = None) -> pa.ChunkedArray:
        """A column of the batches; null in batches that have none."""
        found: list[pa.ChunkedArray | int] = []
        for part in self.parts:
            texts = [name] if kind == _CODED else None
            with pq.ParquetFile(part.batch.path, read_dictionary=texts) as file:
                found.append(file.read([name]).column(0) if name in file.schema_arrow.names else part.rows)
        return self._whole(found, kind)

    def flags(self, name: str) -> npt.NDArray[np.int8]:
        """A true-or-false column as 1 and 0; -1 where it is not known."""
        whole = pc.fill_null(self.of_batch(name, pa.bool_()).cast(pa.int8()), -1)
        values: npt.NDArray[np.int8] = whole.to_numpy(zero_copy_only=False)
        return values

    def column(self, name: str) -> Column:
        """A feature of every decision."""
        if self.kinds[name] == NUMBER:
            found = self._whole([self._feature_column(part, FEATURE + name) for part in self.parts], pa.float64())
            return Numbers(pc.fill_null(found, np.nan).to_numpy(zero_copy_only=False))
        found = self._whole([self._feature_column(part, FEATURE + name) for part in self.parts], _CODED)
        return categories(found)

    def groups(self, attribute: str) -> Categories:
        """A protected attribute of every decision."""
        return categories(self.of_batch(f"a_{attribute}", _CODED))

    def versions(self) -> Categories:
        """The model version of every decision."""
        return categories(self.of_batch("model_version", _CODED))

    @property
    def attributes(self) -> tuple[str, ...]:
        """Every protected attribute of these batches."""
        names = dict.fromkeys(name for part in self.parts for name in part.batch.attributes)
        return tuple(name.removeprefix("a_") for name in names)

    def places_of(self, decision_id: str) -> list[int]:
        """The rows that count and have this id, oldest batch first."""
        same = pc.fill_null(pc.equal(self.of_batch(DECISIONS.key), decision_id), False)  # noqa: FBT003
        return [int(at) for at in np.flatnonzero(same.to_numpy(zero_copy_only=False) & self.counts)]

    def rows_at(self, places: Sequence[int]) -> list[dict[str, Any]]:
        """Whole rows: the columns of the batch, the late label, and `features`."""
        found = [self._row_at(place) for place in places]
        self._label_late(found)
        return found

    def _row_at(self, place: int) -> dict[str, Any]:
        part, at = self._place(place)
        wanted = [FEATURE + name for name in part.kinds if name in self.kinds]
        features = _row(part.features, at, wanted)
        row = _row(part.batch.path, at, None)
        return row | {"features": {name: features.get(FEATURE + name) for name in self.kinds}}

    def _place(self, place: int) -> tuple[_Part, int]:
        for part in self.parts:
            if place < part.rows:
                return part, place
            place -= part.rows
        raise IndexError(place)

    def _label_late(self, found: Sequence[dict[str, Any]]) -> None:
        """The newest late label wins."""
        ids = pa.array([row[DECISIONS.key] for row in found], pa.string())
        for path in self.labels:
            late = pq.read_table(path, columns=[DECISIONS.key, "label"])
            for one in late.filter(pc.is_in(late[DECISIONS.key], ids)).to_pylist():
                for row in found:
                    if row[DECISIONS.key] == one[DECISIONS.key]:
                        row["label"] = one["label"]

    def _feature_column(self, part: _Part, name: str) -> pa.ChunkedArray | int:
        """A column of features, or how many rows have none."""
        if name != KEPT and name.removeprefix(FEATURE) not in part.kinds:
            return part.rows
        texts = [name] if part.kinds.get(name.removeprefix(FEATURE), NUMBER) != NUMBER else None
        with pq.ParquetFile(part.features, read_dictionary=texts) as file:
            return file.read([name]).column(0)

    def _whole(self, found: Sequence[pa.ChunkedArray | int], kind: pa.DataType | None) -> pa.ChunkedArray:
        kind = kind or next((one.type for one in found if not isinstance(one, int)), pa.null())
        return pa.chunked_array([chunk for one in found for chunk in _chunks(one, kind)], kind)


def _chunks(found: pa.ChunkedArray | int, kind: pa.DataType) -> Iterator[pa.Array]:
    if isinstance(found, int):
        yield pa.nulls(found, kind)
    else:
        yield from (chunk if chunk.type == kind else chunk.cast(kind) for chunk in found.chunks)


def categories(texts: pa.ChunkedArray) -> Categories:
    """Texts as places in the list of their values, in order."""
    coded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    whole = coded.unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) and whole.num_chunks else whole
    if not len(whole):
        return Categories(np.zeros(0, dtype=np.int32), ())
    codes = pc.fill_null(whole.indices.cast(pa.int32()), MISSING).to_numpy(zero_copy_only=False)
    return Categories(codes, tuple(whole.dictionary.to_pylist()))


def _row(path: Path, at: int, columns: list[str] | None) -> dict[str, Any]:
    """One row, from the group of rows that it is in."""
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows_here = file.metadata.row_group(group).num_rows
            if at < rows_here:
                found: dict[str, Any] = file.read_row_group(group, columns).slice(at, 1).to_pylist()[0]
                return found
            at -= rows_here
    raise IndexError(at)


def feature_rows(
    database: Database, store: DecisionStore, use_case: str, allowed: KeptFeatures, today: date
) -> FeatureRows | None:
    """The decisions of a use case whose features may still be looked at; None where none are kept.

    Raises:
        StoreUnusable: a file is missing or was changed after it was recorded; says which.
    """
    with database.read() as connection:
        stored = rows.stored_batches(connection, use_case, kinds=FAMILIES[0])
        kept = {one.batch_id: one for one in feature_files(connection, use_case)}
    files = [batch.file(store.root) for batch in stored]
    newest = sorted(shown_days(files), key=lambda pair: pair[0].order, reverse=True)
    chosen, left_out = _newest([(kept[batch.id], batch, hidden) for batch, hidden in newest if batch.id in kept])
    if not chosen:
        return None
    kinds: dict[str, Kind] = {}
    for known, _, _ in chosen:  # newest first: where a feature changed its kind, older batches do not have it
        kinds = {**_allowed(known.features, allowed), **kinds}
    parts = [_part(store, one, kinds) for one in reversed(chosen)]
    labels = tuple(one.path for one in files if one.kind == "labels")
    found = FeatureRows(tuple(parts), labels, dict(sorted(kinds.items())), left_out)
    return found.read(today - timedelta(days=allowed.days))


_Chosen = tuple[FeatureFile, BatchFile, Days]


def _newest(found: Sequence[_Chosen]) -> tuple[list[_Chosen], int]:
    """As many as may be read at once, and how many rows the others have."""
    chosen: list[_Chosen] = []
    left_out, size = 0, 0
    for one in found:
        if chosen and size + one[0].rows > MOST_ROWS:
            left_out += one[0].rows
            continue
        size += one[0].rows
        chosen.append(one)
    return chosen, left_out


def _part(store: DecisionStore, chosen: _Chosen, kinds: dict[str, Kind]) -> _Part:
    known, batch, hidden = chosen
    what = f"batch {batch.id} of {known.use_case_id}"
    store.checked(str(batch.path.relative_to(store.root)), batch.sha256, what.capitalize())
    path = store.checked(known.path, known.path_sha256, f"The features of {what}")
    own = {name: kind for name, kind in known.features.items() if kinds.get(name) == kind}
    return _Part(batch, path, own, pq.read_metadata(path).num_rows, hidden)  # erased rows are there, and empty


def _allowed(features: dict[str, Kind], allowed: KeptFeatures) -> dict[str, Kind]:
    return {name: kind for name, kind in features.items() if name in allowed.names}
