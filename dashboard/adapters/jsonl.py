"""Reads one JSON object per line with Python's own parser, which sees what faster ones hide.

A key that is there twice, a number too large to be exact, a line that ends too soon.
"""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.csv_form import check_utf8
from dashboard.errors import DecisionLogInvalid, Problem

CHUNK_ROWS = 50_000
LARGEST_EXACT = 2**53
LONGEST_LINE = 1 << 20


def jsonl_to_parquet(path: Path, work: Path) -> Path:
    """Write the lines as Parquet with text columns; a key that a line lacks is missing there.

    Raises:
        DecisionLogInvalid: A line that is no JSON object, ends too soon, repeats a key or holds a number beyond 2^53.
    """
    check_utf8(path)
    columns = _columns(path)
    if not columns:
        raise _refused(path, Problem("file", "no lines", "one JSON object per line"))
    schema = pa.schema([(name, pa.string()) for name in columns])
    target = work / "lines.parquet"
    with pq.ParquetWriter(target, schema) as writer:
        rows = _objects(path)
        while chunk := list(islice(rows, CHUNK_ROWS)):
            writer.write_table(pa.Table.from_pylist(chunk, schema=schema))
    return target


def _columns(path: Path) -> list[str]:
    names: dict[str, None] = {}
    for row in _objects(path):
        names.update(dict.fromkeys(row))
    return list(names)


def _objects(path: Path) -> Iterator[dict[str, str | None]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), ""), start=1):
            if line.strip():
                yield _object(path, line, number)


def _object(path: Path, line: str, number: int) -> dict[str, str | None]:
    if len(line) > LONGEST_LINE:
        raise _refused(path, Problem("line", "more than 1 MiB", "one decision per line", line=number))
    try:
        value = json.loads(line, object_pairs_hook=_pairs, parse_int=integer, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        good = f"The last good line is {number - 1}."
        problem = Problem("line", f"no whole JSON object ({error.msg})", "a JSON object", line=number, suggestion=good)
        raise _refused(path, problem) from None
    except (_UnfitError, RecursionError) as error:
        problem = Problem("line", str(error), "each key once, whole numbers up to 2^53, no nesting", line=number)
        raise _refused(path, problem) from None
    if not isinstance(value, dict):
        raise _refused(path, Problem("line", "no JSON object", "a JSON object", line=number))
    return value


class _UnfitError(ValueError):
    """A value that would not stay what it is."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, str | None]:
    return {name: _text(value) for name, value in pairs_once(pairs).items()}


def pairs_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; a key that is there twice raises a ValueError that says so."""
    row = dict(pairs)
    if len(row) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _UnfitError(f"the key {twice!r} twice")
    return row


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        raise _UnfitError("a nested value")
    return value if value is None else str(value)


def integer(digits: str) -> str:
    """A whole number as text; one that JSON readers would round raises a ValueError."""
    if len(digits) > 17 or abs(int(digits)) > LARGEST_EXACT:
        raise _UnfitError(f"the number {digits[:30]}")
    return digits


def _refused(path: Path, problem: Problem) -> DecisionLogInvalid:
    return DecisionLogInvalid(f"{path.name} is not a log that can be read; nothing was imported.", [problem])
