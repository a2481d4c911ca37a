"""Opens somebody's log file: looks at its bytes first, then names it `raw` in a locked DuckDB connection.

A file is refused whole when its form is broken, because then nobody knows what the rest of it means; a file whose
form is sound but whose values are wrong here and there is read, and those rows are set apart (quarantine.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from dashboard.adapters.csv_form import CsvForm, csv_form
from dashboard.adapters.jsonl import jsonl_to_parquet
from dashboard.adapters.magic import refuse_disguise
from dashboard.adapters.parquet_form import parquet_columns
from dashboard.adapters.sheet_log import sheet_to_parquet
from dashboard.domain.log_mapping import LogForm
from dashboard.errors import DecisionLogInvalid, Problem

KINDS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".data": "csv", ".parquet": "parquet", ".pq": "parquet",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".xlsx": "xlsx",
}  # fmt: skip
SHOWN = 20
_AS_PARQUET = {"jsonl": jsonl_to_parquet, "xlsx": sheet_to_parquet}
_LINE = re.compile(r"Line: (\d+)")


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose bytes were looked at: what it is, its columns, and the file that DuckDB reads."""

    name: str
    kind: str
    columns: tuple[str, ...]
    path: Path
    form: CsvForm | None = None


def open_source(path: Path, mapping: LogForm | None, work: Path) -> Source:
    """Judge the bytes of a file; JSON lines and sheets are turned into Parquet inside the folder `work`.

    Raises:
        DecisionLogInvalid: Not what its name says, or broken in its form.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        found = path.suffix or "no ending"
        raise refusal(
            path.name, [Problem("file name", found, "a name ending in .csv, .tsv, .parquet, .jsonl or .xlsx")]
        )
    refuse_disguise(path, kind)
    if kind == "csv":
        form = csv_form(path, mapping)
        return Source(path.name, kind, form.columns, path, form)
    readable = _AS_PARQUET[kind](path, work) if kind in _AS_PARQUET else path
    return Source(path.name, kind, _parquet_columns(readable, path.name), readable)


def _parquet_columns(path: Path, name: str) -> tuple[str, ...]:
    try:
        columns = parquet_columns(path)
    except ValueError as error:
        if isinstance(error, pa.ArrowException):
            raise _damaged(name, error) from None
        raise refusal(name, [Problem("size", str(error), "no more rows than its bytes can hold")]) from None
    except (pa.ArrowException, OSError) as error:
        raise _damaged(name, error) from None
    refuse_duplicates(name, columns)
    return tuple(columns)


def _damaged(name: str, error: Exception) -> DecisionLogInvalid:
    problem = Problem("file", f"damaged Parquet ({str(error).splitlines()[0][:120]})", "a whole Parquet file")
    return refusal(name, [problem])


def refuse_duplicates(name: str, columns: Sequence[str]) -> None:
    """A column name that is there twice could mean either column."""
    folded = [column.casefold() for column in columns]
    twice = [column for column in dict.fromkeys(columns) if folded.count(column.casefold()) > 1]
    if twice:
        problems = [Problem("header", f"{column!r} more than once", "each column name once") for column in twice]
        raise refusal(name, problems)


def refuse_missing(source: Source, wanted: Sequence[str]) -> None:
    """Refuse a file that lacks columns; names each, and the columns that there are."""
    hint = f"The file has: {', '.join(source.columns[:SHOWN])}."
    missing = [column for column in wanted if column not in source.columns]
    if missing:
        problems = [Problem("header", f"no column {name!r}", f"a column {name!r}", suggestion=hint) for name in missing]
        raise refusal(source.name, problems)


def create_raw(connection: duckdb.DuckDBPyConnection, source: Source) -> dict[str, str]:
    """Name the file `raw`; returns column -> DuckDB type."""
    if source.form is None:
        relation = connection.read_parquet(str(source.path))
    else:
        relation = connection.read_csv(
            str(source.path),
            columns=dict.fromkeys(source.form.columns, "VARCHAR"),
            header=source.form.has_header,
            sep=source.form.delimiter,
            quotechar='"',
            escapechar='"',
            auto_detect=False,
            strict_mode=True,
            store_rejects=True,
        )
    relation.create_view("raw")
    return dict(zip(relation.columns, map(str, relation.types), strict=True))


def refuse_rejects(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Refuse a CSV file of which DuckDB could not read every row."""
    if source.form is None:
        return
    found = connection.sql("SELECT line, error_message FROM reject_errors ORDER BY line LIMIT 20").fetchall()
    if found:
        problems = [
            Problem("row", message.splitlines()[0], "a row like the header", line=line) for line, message in found
        ]
        raise refusal(source.name, problems)


def unreadable(source: Source, error: Exception) -> DecisionLogInvalid:
    """What DuckDB says about a file that it cannot read, in one sentence."""
    text = str(error)
    match = _LINE.search(text)
    sentence = text.splitlines()[0].removeprefix("Invalid Input Error: ")[:200]
    expected = "rows like the header" if source.kind == "csv" else "an undamaged file"
    return refusal(source.name, [Problem("file", sentence, expected, line=int(match[1]) if match else None)])


def refusal(name: str, problems: Sequence[Problem]) -> DecisionLogInvalid:
    """The rejection of a whole file; nothing was written."""
    return DecisionLogInvalid(f"{name} is not a log that can be read; nothing was imported.", problems)
