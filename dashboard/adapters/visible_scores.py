"""The scores that count: of every batch that is not retracted, without days that were replaced, labelled late or not.

Batches whose cells say the same as their rows are read from the scores that were counted with these cells; those with
hidden days, and those taken in before scores were counted, from their rows.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from dashboard.adapters import batches as rows
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.duck import arrow, locked_connection, parquet_view
from dashboard.adapters.log_kinds import FAMILIES
from dashboard.adapters.score_cells import EVERYBODY, KEYS, SCORED, holds_scores, read_scores, scores_sql
from dashboard.adapters.visible import BatchFile, Visible, visible
from dashboard.domain.counts import NOT_RECORDED


def score_counts(database: Database, store: DecisionStore, use_case: str) -> pd.DataFrame:
    """month, model_version, attribute, group, score, width, outcome (3 × decision + label) and rows of a use case.

    Raises:
        StoreUnusable: a file is missing or was changed after it was recorded; says which.
    """
    with database.read() as connection:
        stored = rows.stored_batches(connection, use_case, kinds=FAMILIES[0])
    files = _recounted([batch.file(store.root) for batch in stored])
    seen = visible(files, read="cells", log=SCORED)
    if seen is None:
        return read_scores([])
    known = _known(seen, files)
    uncounted = [part.table for part in seen.shape.parts if not part.cells]
    store.check(_only(seen, uncounted), files, use_case)
    for path, digest in (one for table in known for one in table):
        store.checked(str(path.relative_to(store.root)), digest, f"The scores of a batch of {use_case}")
    parts = [read_scores([path for path, _ in table]) for table in known if table]
    return _filled([*parts, *_from_rows(seen, uncounted)], seen.shape.attributes)


def _recounted(files: Sequence[BatchFile]) -> list[BatchFile]:
    """The same batches without cells that lack the scores of their rows, which are then counted from the rows."""
    lacking = {name for batch in files for name, cells in batch.cells.items() if cells.scores is None}
    before = {one.id for one in files if one.id in lacking and one.rows and holds_scores(one.path)}
    return [
        replace(one, cells={name: cells for name, cells in one.cells.items() if name not in before}) for one in files
    ]


def has_scores(database: Database, use_case: str | None = None) -> bool:
    """Whether a use case, or any, has counted scores."""
    with database.read() as connection:
        return rows.any_scores(connection, use_case)


def _known(seen: Visible, files: Sequence[BatchFile]) -> list[list[tuple[Path, str]]]:
    """Files of scores with their digests, together where the batches have the same attributes."""
    counted = {cells.path: cells.scores for batch in files for cells in batch.cells.values()}
    tables = [paths for name, paths in seen.files if name.startswith("cells")]
    return [[found for path in paths if (found := counted[path]) is not None] for paths in tables]


def _only(seen: Visible, tables: Sequence[str]) -> Visible:
    return Visible(seen.shape, tuple(item for item in seen.files if _wanted(item[0], tables)))


def _wanted(name: str, tables: Sequence[str]) -> bool:
    return name in tables or name.startswith("labels")


def _from_rows(seen: Visible, tables: Sequence[str]) -> list[pd.DataFrame]:
    parts = [part for part in seen.shape.parts if part.table in tables]
    if not parts:
        return []
    needed = _only(seen, tables)
    with locked_connection(needed.folders) as connection:
        for name, paths in needed.files:
            parquet_view(connection, name, paths, {} if name.startswith("labels") else SCORED.schema)
        queries = [scores_sql(connection, part, seen.shape.labels) for part in parts]
        return [arrow(connection, query).to_pandas() for query in queries if query is not None]


def _filled(parts: Sequence[pd.DataFrame], attributes: Sequence[str]) -> pd.DataFrame:
    """All parts summed; people of a part that lacks an attribute are `(not recorded)` under it."""
    complete = [read_scores([])]
    for part in parts:
        everybody = part[part["attribute"] == EVERYBODY]
        absent = [name for name in map(_plain, attributes) if name not in set(part["attribute"])]
        complete += [part, *(everybody.assign(attribute=name, group=NOT_RECORDED) for name in absent)]
    whole = pd.concat([part for part in complete if len(part)] or complete, ignore_index=True)
    summed: pd.DataFrame = whole.groupby(list(KEYS), as_index=False, dropna=False).agg(rows=("rows", "sum"))
    return summed.astype({"score": "float64", "width": "float64", "rows": "int64"})  # DuckDB writes 0.0 as a decimal


def _plain(column: str) -> str:
    return column.removeprefix("a_")
