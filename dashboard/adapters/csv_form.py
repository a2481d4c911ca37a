"""What a CSV file looks like before anything parses it: encoding, delimiter, header."""

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path

from dashboard.domain.log_mapping import LogForm
from dashboard.errors import DecisionLogInvalid, Problem

DELIMITERS = (",", ";", "\t", "|")
CHUNK = 1 << 20
LONGEST_HEADER = 1 << 16


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How to read a CSV file."""

    columns: tuple[str, ...]
    delimiter: str
    has_header: bool


def csv_form(path: Path, mapping: LogForm | None) -> CsvForm:
    """Check every byte for UTF-8 and NUL, and read the header.

    Raises:
        DecisionLogInvalid: Not UTF-8 throughout (with the offset), NUL bytes, no header, or a column name twice.
    """
    check_utf8(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = file.read(LONGEST_HEADER)
    if not line.strip():
        raise _refused(path, Problem("file", "nothing", "a header line and rows", line=1))
    delimiter = (mapping.delimiter if mapping else None) or _sniff(line)
    first = _first_row(path, line, delimiter)
    given = mapping.header if mapping else None
    columns = tuple(given) if given else _named(first)
    _refuse_header(path, columns)
    return CsvForm(columns, delimiter, has_header=given is None)


def _named(header: list[str]) -> tuple[str, ...]:
    """Row numbers that a table tool wrote often stand under no name: such a column is called by its place."""
    return tuple(name.strip() or f"column {place}" for place, name in enumerate(header, start=1))


def _sniff(text: str) -> str:
    """The delimiter that cuts the first line into most fields."""
    line = text.splitlines()[0]
    return max(DELIMITERS, key=lambda delimiter: len(next(csv.reader([line], delimiter=delimiter))))


def _first_row(path: Path, text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _refused(path, Problem("header", str(error), "column names", line=1)) from None


def _refuse_header(path: Path, columns: tuple[str, ...]) -> None:
    folded = [column.casefold() for column in columns]
    problems = [
        Problem("header", f"{column!r} more than once", "each column name once", line=1)
        for column in dict.fromkeys(columns)
        if folded.count(column.casefold()) > 1
    ]
    if problems:
        raise _refused(path, *problems)


def check_utf8(path: Path) -> None:
    """Read the file once: UTF-8 throughout (a byte order mark is fine) and no NUL."""
    decoder, offset = codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if (nul := chunk.find(0)) >= 0:
                raise _refused(path, Problem("file", f"a NUL byte at offset {offset + nul:,}", "text"))
            _decode(decoder, chunk, offset, path)
            offset += len(chunk)
    _decode(decoder, b"", offset, path, final=True)


def _decode(decoder: codecs.IncrementalDecoder, chunk: bytes, offset: int, path: Path, *, final: bool = False) -> None:
    waiting = len(decoder.getstate()[0])
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        at = offset - waiting + error.start
        found = f"a byte that is not UTF-8 at offset {at:,}"
        raise _refused(path, Problem("file", found, "UTF-8 throughout", suggestion="Save the file as UTF-8.")) from None


def _refused(path: Path, *problems: Problem) -> DecisionLogInvalid:
    return DecisionLogInvalid(f"{path.name} is not a log that can be read; nothing was imported.", problems)
