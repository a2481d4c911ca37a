"""Makes a table of nested JSON, such as consent receipts: one row per entry of the lists that the mapping names.

A document is one receipt or a list of them. Only what the mapping names is taken; the rest never reaches a disk.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.adapters.csv_form import check_utf8
from dashboard.adapters.jsonl import LONGEST_LINE, integer, pairs_once
from dashboard.domain.consent_parts import JsonRows
from dashboard.errors import DecisionLogInvalid, Problem

DEEPEST = 40
LARGEST = 64 << 20  # bytes of one document; a longer history comes in several files or as JSON lines
CHUNK_ROWS = 50_000
JOINED = "; "
SHIPPED = "Name a mapping: data/mappings has consent-iso27560.yaml, consent-kantara.yaml and consent-onetrust.yaml."
Nested = Mapping[str, Any]


def receipts_to_parquet(path: Path, spec: JsonRows | None, hidden: tuple[str, ...], work: Path) -> Path:
    """Write the receipts of JSON, or JSON lines, as Parquet of text; of `hidden` paths only that they are there.

    Raises:
        DecisionLogInvalid: No JSON, nested deeper than 40 levels, larger than 64 MiB, or no receipt in it.
    """
    if spec is None:
        raise _refused(path, Problem("mapping", "none that says where things are", "json_rows", suggestion=SHIPPED))
    schema = pa.schema([(name, pa.string()) for name in (*spec.columns, *hidden)])
    rows = (_row(flat, spec, hidden) for receipt in _receipts(path) for flat in _exploded(receipt, spec.rows))
    target, said = work / "receipts.parquet", True
    with pq.ParquetWriter(target, schema) as writer:
        while chunk := list(islice(rows, CHUNK_ROWS)):
            said = any(value is not None for row in chunk for value in row.values())
            writer.write_table(pa.Table.from_pylist(chunk, schema=schema))
    if not said:
        expected = f"receipts with {', '.join(path for paths in spec.columns.values() for path in paths[:1])[:200]}"
        raise _refused(path, Problem("content", "JSON that holds nothing the mapping names", expected))
    return target


def _receipts(path: Path) -> Iterator[Nested]:
    check_utf8(path)
    if path.suffix.lower() != ".json":
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), ""), start=1):
                yield from _parsed(path, line, number) if line.strip() else ()
        return
    if (size := path.stat().st_size) > LARGEST:
        expected = f"at most {LARGEST:,} in one document; JSON lines may be longer"
        raise _refused(path, Problem("size", f"{size:,} bytes", expected))
    yield from _parsed(path, path.read_text(encoding="utf-8-sig"), 1)


def _parsed(path: Path, text: str, line: int) -> list[Nested]:
    """The receipts in a document or a line of it."""
    try:
        found = json.loads(text, object_pairs_hook=pairs_once, parse_int=integer, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        at = line + error.lineno - 1
        raise _refused(path, Problem("file", f"no whole JSON ({error.msg})", "JSON", line=at)) from None
    except RecursionError:
        raise _refused(path, _too_deep()) from None
    except ValueError as error:
        raise _refused(path, Problem("file", str(error), "each key once, whole numbers up to 2^53")) from None
    if _deeper(found, DEEPEST):
        raise _refused(path, _too_deep())
    listed = found if isinstance(found, list) else [found]
    if wrong := next((type(one).__name__ for one in listed if not isinstance(one, dict)), None):
        raise _refused(path, Problem("content", f"JSON of type {wrong}", "one receipt, or a list of receipts"))
    return listed


def _too_deep() -> Problem:
    return Problem("file", "JSON nested deeper than that", f"at most {DEEPEST} levels")


def _deeper(value: Any, left: int) -> bool:
    """Whether a value is nested deeper than so many levels; level by level, so that depth costs no stack."""
    level = [value] if _holds(value) else []
    for _ in range(left):
        inside = (part for one in level for part in (one.values() if isinstance(one, dict) else one))
        level = [part for part in inside if _holds(part)]
    return bool(level)


def _holds(value: Any) -> bool:
    return isinstance(value, dict | list)


def _exploded(receipt: Nested, lists: list[str]) -> Iterator[Nested]:
    """One copy of the receipt per entry of each list; without entries there is one copy all the same."""
    found: list[Nested] = [receipt]
    for path in lists:
        found = [one for held in found for one in _spread(held, path.split("."))]
    yield from found


def _spread(held: Nested, steps: list[str]) -> list[Nested]:
    first, rest = steps[0], steps[1:]
    inner = held.get(first)
    if isinstance(inner, dict) and rest:
        return [{**held, first: one} for one in _spread(inner, rest)]
    if isinstance(inner, list) and inner and not rest:
        return [{**held, first: one} for one in inner]
    return [held]


def _row(flat: Nested, spec: JsonRows, hidden: tuple[str, ...]) -> dict[str, str | None]:
    texts = {name: (_text(_at(flat, path)) for path in paths) for name, paths in spec.columns.items()}
    row = {name: next((text for text in found if text), None) for name, found in texts.items()}
    return row | {path: None if _at(flat, path) in (None, "") else "left out" for path in hidden}


def _at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return JOINED.join(text for one in value if (text := _text(one)))
    return None if value is None or isinstance(value, dict) else str(value)


def _refused(path: Path, problem: Problem) -> DecisionLogInvalid:
    return DecisionLogInvalid(f"{path.name} is not a log that can be read; nothing was imported.", [problem])
