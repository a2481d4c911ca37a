"""Named columns of one CSV, Parquet or JSONL file as text with few distinct values: the cheap way to count rows.

Values are compared as text, so numbers are written one way: 1.0 read from a column with blanks is `1`.
"""

import csv
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from dashboard.adapters.csv_form import check_utf8, csv_form
from dashboard.adapters.magic import refuse_disguise
from dashboard.adapters.text_column import TextColumn, from_arrow, from_objects
from dashboard.errors import DecisionLogInvalid, Problem

MAX_LINE = 16 * 1024 * 1024
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".data": "csv", ".parquet": "parquet", ".pq": "parquet",
             ".jsonl": "jsonl", ".ndjson": "jsonl"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of one file, all of `rows` values."""

    rows: int
    columns: dict[str, TextColumn]


def format_of(path: Path) -> str:
    """csv, parquet or jsonl, by name, held against the first bytes.

    Raises:
        DecisionLogInvalid: another kind of file, or one that is not what its name says.
    """
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise _invalid(path, "name", path.suffix or "no ending", "a name ending in .csv, .parquet or .jsonl")
    refuse_disguise(path, kind)
    return kind


def read_table(path: Path, columns: Sequence[str], *, names: Sequence[str] | None = None) -> Table:
    """Read only these columns.

    Args:
        path: an existing file, already found permitted.
        columns: names; each is read once.
        names: the header of a CSV file that has none.

    Raises:
        DecisionLogInvalid: not readable as what it claims to be, or a column is missing.
    """
    wanted = list(dict.fromkeys(columns))
    kind = format_of(path)
    try:
        if kind == "jsonl":
            check_utf8(path)
            return _read_jsonl(path, wanted)
        data = _read_parquet(path, wanted) if kind == "parquet" else _read_csv(path, wanted, names)
    except (pa.ArrowException, OSError) as error:
        raise _invalid(path, "content", _sentence(error), f"readable {kind.upper()}") from error
    return Table(data.num_rows, {name: from_arrow(data.column(name)) for name in wanted})


def _invalid(path: Path, where: str, found: str, expected: str, suggestion: str | None = None) -> DecisionLogInvalid:
    return DecisionLogInvalid(f"{path.name} cannot be read.", [Problem(where, found, expected, suggestion=suggestion)])


def _sentence(error: Exception) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "straddling" in text or "out of sync" in text:
        return "a line that is too long, or a quoted field that is never closed"
    return text.removeprefix("CSV parse error: ")[:300]


def require_columns(path: Path, wanted: Sequence[str], there: Sequence[str]) -> None:
    """Raise DecisionLogInvalid that names every missing column, those that exist and the nearest."""
    problems = []
    for name in wanted:
        if name not in there:
            near = difflib.get_close_matches(name.lower(), {item.lower(): item for item in there}, n=1)
            match = next((item for item in there if near and item.lower() == near[0]), None)
            hint = f"Did you mean {match!r}?" if match else None
            listed = ", ".join(map(str, there[:60])) + (" …" if len(there) > 60 else "")
            problems.append(Problem("column", f"no column {name!r}", f"one of {listed}", suggestion=hint))
    if problems:
        raise DecisionLogInvalid(f"{path.name} lacks a column.", problems)
    twice = sorted({name for name in wanted if list(there).count(name) > 1})
    if twice:
        raise _invalid(path, "header", f"{', '.join(twice)} more than once", "each column name once")


def _read_parquet(path: Path, wanted: list[str]) -> pa.Table:
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        schema = file.schema_arrow
        require_columns(path, wanted, schema.names)
    for name in wanted:
        if pa.types.is_nested(schema.field(name).type):
            raise _invalid(path, f"column {name}", "lists or records", "one value in each row")
    with pq.ParquetFile(path, page_checksum_verification=True, read_dictionary=wanted) as file:
        return file.read(columns=wanted)


def _read_csv(path: Path, wanted: list[str], names: Sequence[str] | None) -> pa.Table:
    if names:
        check_utf8(path)
        header, delimiter = tuple(names), ","
    else:
        form = csv_form(path, None)
        header, delimiter = form.columns, form.delimiter
    require_columns(path, wanted, header)
    _require_closed_quotes(path, delimiter)
    try:
        return _parse_csv(path, wanted, delimiter, names=names, threads=True)
    except pa.ArrowInvalid:
        return _parse_csv(path, wanted, delimiter, names=names, threads=False)  # one thread knows the row's number


def _parse_csv(
    path: Path, wanted: list[str], delimiter: str, *, names: Sequence[str] | None, threads: bool
) -> pa.Table:
    return pacsv.read_csv(
        path,
        read_options=pacsv.ReadOptions(
            use_threads=threads, block_size=MAX_LINE // 4, column_names=list(names) if names else None
        ),
        parse_options=pacsv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=pacsv.ConvertOptions(
            include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string()), strings_can_be_null=False
        ),
    )


def _require_closed_quotes(path: Path, delimiter: str) -> None:
    """A field whose quote is never closed would swallow the rest of the file without a word."""
    with path.open("rb") as file:
        quotes = sum(block.count(b'"') for block in iter(lambda: file.read(1 << 22), b""))
    if quotes % 2 == 0:
        return
    with path.open(encoding="utf-8", errors="replace", newline="") as text:
        reader, start = csv.reader(text, delimiter=delimiter, strict=True), 1
        try:
            for _ in reader:
                start = reader.line_num + 1
        except csv.Error as error:
            raise _invalid(path, f"line {start}", f"a quoted field ({error})", "a closing quote") from error


def _read_jsonl(path: Path, wanted: list[str]) -> Table:
    found: dict[str, list[Any]] = {name: [] for name in wanted}
    there: dict[str, None] = {}
    rows = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            record = _record(path, number, line)
            there |= dict.fromkeys(record)
            rows += 1
            for name in wanted:
                found[name].append(record.get(name))
    if rows:
        require_columns(path, wanted, list(there))
    return Table(rows, {name: from_objects(values) for name, values in found.items()})


def _record(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise _invalid(path, f"line {number}", f"no JSON ({error.msg})", "one JSON object per line") from error
    if not isinstance(record, dict):
        raise _invalid(path, f"line {number}", type(record).__name__, "one JSON object per line")
    return record
