"""A table of the pack as CSV and as JSON, from one pass over its rows: no cell of it can become a formula."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from dashboard.reports.as_json import json_number
from dashboard.reports.csv import neutral
from dashboard.reports.pack_zip import PackZip

Row = Mapping[str, Any]
_PIECE = 1 << 20
_IN_MEMORY = 1 << 22


def add_table(
    target: PackZip, path: str, columns: Sequence[str], rows: Iterable[Row], *, only_json: Sequence[str] = ()
) -> None:
    """Write `path`.json and `path`.csv; the CSV waits in a temporary file while the JSON is written."""
    flat = [name for name in columns if name not in only_json]
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as waiting:
        text = io.TextIOWrapper(waiting, encoding="utf-8-sig", newline="", write_through=True)
        target.add(f"{path}.json", _json(columns, rows, flat, csv.writer(text, lineterminator="\r\n")))
        text.flush()
        waiting.seek(0)
        target.add(f"{path}.csv", iter(lambda: waiting.read(_PIECE), b""))
        text.detach()


def _json(columns: Sequence[str], rows: Iterable[Row], flat: Sequence[str], table: Any) -> Iterator[bytes]:
    table.writerow(flat)
    yield b"["
    between = b"\n"
    for row in rows:
        kept = {name: plain(row.get(name)) for name in columns}
        table.writerow([cell(kept[name]) for name in flat])
        yield between + json.dumps(kept, ensure_ascii=False).encode()
        between = b",\n"
    yield b"\n]\n"


def cell(value: Any) -> Any:
    """A value as a spreadsheet reads it: text that cannot calculate, lists and mappings as JSON."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)
    elif isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, bool):
        value = str(value).lower()
    return neutral(value)


def plain(value: Any) -> Any:
    """A value as JSON has it: dates as ISO text, what is not a number as nothing."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return json_number(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def json_bytes(value: Any) -> bytes:
    """A document to be read by people and programs alike, the same bytes for the same content."""
    return (json.dumps(plain(value), indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
