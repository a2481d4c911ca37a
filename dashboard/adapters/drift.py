"""Files that come together must have the same form, or their rows do not mean the same."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.csv_form import csv_form
from dashboard.adapters.log_reader import KINDS, refusal
from dashboard.adapters.magic import refuse_disguise
from dashboard.domain.log_mapping import LogForm
from dashboard.errors import Problem


def refuse_drift(paths: Sequence[Path], mapping: LogForm | None) -> None:
    """Compare each file's columns (and, in Parquet, their types) with the first file's.

    Raises:
        DecisionLogInvalid: Names the file and each column that is missing, new or of another type.
    """
    if len(paths) < 2:
        return
    first, *others = [(path, _columns(path, mapping)) for path in paths]
    for path, columns in others:
        if problems := _differences(first[0].name, first[1], columns):
            raise refusal(path.name, problems)


def _columns(path: Path, mapping: LogForm | None) -> dict[str, str]:
    kind = KINDS.get(path.suffix.lower())
    if kind == "csv":
        refuse_disguise(path, kind)
        return dict.fromkeys(csv_form(path, mapping).columns, "text")
    if kind != "parquet":
        return {}
    refuse_disguise(path, kind)
    try:
        return {field.name: str(field.type) for field in pq.read_schema(path)}
    except (pa.ArrowException, OSError) as error:
        raise refusal(path.name, [Problem("file", str(error).splitlines()[0][:120], "a whole Parquet file")]) from None


def _differences(name: str, first: dict[str, str], columns: dict[str, str]) -> list[Problem]:
    missing = [
        Problem("header", f"no column {column!r}", f"the columns of {name}") for column in first.keys() - columns
    ]
    new = [Problem("header", f"a column {column!r}", f"the columns of {name}") for column in columns.keys() - first]
    changed = [
        Problem(f"column {column!r}", kind, f"{first[column]}, as in {name}")
        for column, kind in columns.items()
        if column in first and first[column] != kind
    ]
    return sorted([*missing, *new, *changed], key=str)
