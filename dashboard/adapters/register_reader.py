"""Reads a foreign register whole: CSV in any usual encoding, XLSX, or JSON, as headers and rows of cells."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dashboard.adapters.register_encoding import decoded
from dashboard.domain.plain_text import shown
from dashboard.domain.register_mapping import Reading
from dashboard.errors import Problem, RegistryInvalid

MAX_MB = 200
MAX_ROWS = 200_000
MAX_COLUMNS = 2_000
MAX_CELL = 1_000_000
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".json": "json"}
_FOREIGN = {
    b"PAR1": "Parquet",
    b"\x80\x04": "a Python pickle",
    b"\x80\x05": "a Python pickle",
    b"%PDF": "PDF",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old or password-protected Office file",
}


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """Headers as they stand, and every row below them; cells are text, numbers, dates, lists or None."""

    headers: tuple[str, ...]
    rows: list[list[Any]]


def read_register(path: Path, reading: Reading) -> RegisterTable:
    """The register, with every row.

    Raises:
        RegistryInvalid: Not what its name says, too large, not decodable, no header, or broken.
    """
    kind = reading.kind or _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise refused(
            path, "name", path.suffix or "no ending", "a name ending in .csv, .xlsx or .json, or `read: kind`"
        )
    if path.stat().st_size > MAX_MB * 1024 * 1024:
        raise refused(path, "size", f"{path.stat().st_size:,} bytes", f"at most {MAX_MB} MiB")
    _require_kind(path, kind)
    if kind == "xlsx":
        return _table(path, _sheet(path, reading), reading)
    content = decoded(path, reading.encoding)
    if kind == "json":
        return _records(path, content, reading)
    return _table(path, _csv(path, content, reading), reading)


def refused(path: Path, where: str, found: str, expected: str, suggestion: str | None = None) -> RegistryInvalid:
    """The whole file is refused for one reason."""
    problem = Problem(where, found, expected, suggestion=suggestion)
    return RegistryInvalid(f"{path.name} cannot be read.", [problem])


def _require_kind(path: Path, kind: str) -> None:
    with path.open("rb") as file:
        head = file.read(64)
    foreign = next((name for mark, name in _FOREIGN.items() if head.startswith(mark)), None)
    zipped, markup = head.startswith(b"PK\x03\x04"), head.lstrip()[:9].lower().startswith((b"<html", b"<!doctype"))
    found = foreign or ("a zip archive" if zipped and kind != "xlsx" else None) or ("HTML" if markup else None)
    if found is None and kind == "xlsx" and not zipped:
        found = shown(head[:8])
    if found:
        raise refused(path, "first bytes", found, f"{kind.upper()}, as the name or the mapping says")


def _table(path: Path, rows: Iterable[list[Any]], reading: Reading) -> RegisterTable:
    kept = []
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise refused(path, "rows", f"more than {MAX_ROWS:,}", f"at most {MAX_ROWS:,}")
        kept.append(row)
    if len(kept) < reading.header_row:
        raise refused(path, "header", f"{len(kept)} rows", f"a header in row {reading.header_row}")
    header = [str(cell) if cell is not None else "" for cell in kept[reading.header_row - 1]]
    while header and not header[-1].strip():
        header.pop()
    if not header or len(header) > MAX_COLUMNS:
        raise refused(path, "header", f"{len(header):,} columns", f"1 to {MAX_COLUMNS:,} columns")
    return RegisterTable(tuple(header), kept[reading.header_row :])


def _csv(path: Path, content: str, reading: Reading) -> Iterator[list[Any]]:
    delimiter = reading.delimiter or _delimiter(content, reading.header_row)
    previous = csv.field_size_limit(MAX_CELL)
    try:
        rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
    except csv.Error as error:
        expected = f"CSV with cells of at most {MAX_CELL:,} characters; perhaps a quote is never closed"
        raise refused(path, "content", str(error), expected) from None
    finally:
        csv.field_size_limit(previous)
    yield from (list(row) for row in rows)


def _delimiter(content: str, header_row: int) -> str:
    """The one that the header uses most."""
    lines = content[:200_000].splitlines()
    header = lines[header_row - 1] if len(lines) >= header_row else ""
    return max(",;\t|", key=header.count)


def _sheet(path: Path, reading: Reading) -> Iterator[list[Any]]:
    """The cells of one sheet; formulas stay text, links to other files are not followed."""
    _require_modest_archive(path)
    import openpyxl  # noqa: PLC0415  # it takes a fifth of a second, and few read a workbook

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # noqa: BLE001  # openpyxl raises whatever its parsers do
        raise refused(path, "content", shown(error), "an XLSX workbook") from None
    try:
        if reading.sheet and reading.sheet not in book.sheetnames:
            found = f"no sheet {shown(reading.sheet)}"
            raise refused(path, "sheet", found, f"one of {', '.join(map(shown, book.sheetnames))}")
        sheet = book[reading.sheet] if reading.sheet else book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            used = next((place for place in range(len(row), 0, -1) if row[place - 1] is not None), 0)
            yield [_cell(value) for value in row[:used]]
    finally:
        book.close()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value
    if value is None or isinstance(value, str | bool | int | date):
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else str(value)


def _require_modest_archive(path: Path) -> None:
    """Look at sizes before anything is unpacked: an archive may claim little and hold much."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise refused(path, "content", "a damaged archive", "an XLSX workbook") from None
    total = sum(member.file_size for member in members)
    if total > MAX_MB * 1024 * 1024 or len(members) > 10_000:
        found = f"{total / 1024 / 1024:,.0f} MiB in {len(members):,} parts when unpacked"
        raise refused(path, "size", found, f"at most {MAX_MB} MiB")


def _records(path: Path, content: str, reading: Reading) -> RegisterTable:
    """A list of objects under the path of `read: records`; their keys are the headers, nested ones with dots."""
    try:
        value = json.loads(content, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise refused(path, "content", shown(error), "JSON") from None
    for step in (reading.records or "").split(".") if reading.records else []:
        if not isinstance(value, dict) or step not in value:
            there = f"one of {', '.join(map(shown, list(value)[:20]))}" if isinstance(value, dict) else "an object"
            raise refused(path, f"records {reading.records}", f"no {step}", there)
        value = value[step]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise refused(path, "records", shown(value), "a list of objects; `read: records` says where it is")
    if len(value) > MAX_ROWS:
        raise refused(path, "rows", f"{len(value):,}", f"at most {MAX_ROWS:,}")
    flat = [dict(_flat(item)) for item in value]
    headers = tuple(dict.fromkeys(key for item in flat for key in item))
    if not headers or len(headers) > MAX_COLUMNS:
        raise refused(path, "keys", f"{len(headers):,} keys", f"1 to {MAX_COLUMNS:,}")
    return RegisterTable(headers, [[item.get(key) for key in headers] for item in flat])


def _flat(item: dict[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    for key, value in item.items():
        if isinstance(value, dict) and depth < 5:
            yield from _flat(value, f"{prefix}{key}.", depth + 1)
        elif isinstance(value, list):
            yield f"{prefix}{key}", [part if isinstance(part, str) else json.dumps(part) for part in value]
        else:
            yield f"{prefix}{key}", json.dumps(value) if isinstance(value, dict | float) else value
