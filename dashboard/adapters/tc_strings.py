"""Decodes IAB TC strings, version 2: side evidence beside a consent history, and never an opt-in.

They speak of advertising vendors; no purpose of theirs is "talks with AI", and they name nobody. Only the core segment
is read, at the bit offsets of the IAB's "Consent string and vendor list formats v2"; PyPI has no decoder that is kept.
"""

import base64
import binascii
import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.adapters.csv_form import CsvForm
from dashboard.errors import DecisionLogInvalid, Problem

VERSION = 2
CORE_BITS = 213  # up to the vendors, which are not read
PURPOSES = 24
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class TcString:
    """The core of a TC string; times in UTC."""

    created: datetime
    last_updated: datetime
    cmp_id: int
    language: str
    vendor_list: int
    policy: int
    purposes: tuple[int, ...]
    country: str


def decode(text: str) -> TcString | None:
    """The core of a TC string; None where the text is no TC string of version 2."""
    core = text.strip().split(".")[0]
    if not core or len(text) > LONGEST:
        return None
    try:
        raw = base64.b64decode(core + "=" * (-len(core) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    bits = _Bits(raw)
    if len(raw) * 8 < CORE_BITS or bits.number(0, 6) != VERSION:
        return None
    language, country = bits.letters(108), bits.letters(201)
    if language is None or country is None:
        return None
    given = tuple(number + 1 for number in range(PURPOSES) if bits.number(152 + number, 1))
    return TcString(
        bits.moment(6), bits.moment(42), bits.number(78, 12), language, bits.number(120, 12), bits.number(132, 6),
        given, country,
    )  # fmt: skip


class _Bits:
    """Fields of bits, the highest first."""

    def __init__(self, raw: bytes) -> None:
        self._value, self._length = int.from_bytes(raw, "big"), len(raw) * 8

    def number(self, start: int, length: int) -> int:
        return (self._value >> (self._length - start - length)) & ((1 << length) - 1)

    def moment(self, start: int) -> datetime:
        """Tenths of a second since 1970 in 36 bits."""
        return datetime.fromtimestamp(self.number(start, 36) / 10, UTC)

    def letters(self, start: int) -> str | None:
        """Two letters of six bits each, A = 0."""
        codes = [self.number(start, 6), self.number(start + 6, 6)]
        return "".join(chr(ord("A") + code) for code in codes) if max(codes) < 26 else None


def with_decoded(table: pa.Table, column: str) -> pa.Table:
    """The table with tcf_last_updated, tcf_language, tcf_notice and tcf_purposes; null where nothing can be read."""
    found = [decode(text or "") for text in pc.cast(table[column], pa.string()).to_pylist()]
    columns = {
        "tcf_last_updated": [one and f"{one.last_updated:%Y-%m-%dT%H:%M:%SZ}" for one in found],
        "tcf_language": [one and one.language.lower() for one in found],
        "tcf_notice": [one and f"vendor list {one.vendor_list}, policy {one.policy}" for one in found],
        "tcf_purposes": [one and ", ".join(map(str, one.purposes)) for one in found],
    }
    for name, values in columns.items():
        table = table.append_column(name, pa.array(values, pa.string()))
    return table


def decoded_file(path: Path, form: CsvForm | None, column: str, work: Path) -> Path:
    """The rows of a CSV (with its form) or Parquet file, with what their TC strings say, as Parquet."""
    target = work / "tc-strings.parquet"
    pq.write_table(with_decoded(_read(path, form), column), target)
    return target


def _read(path: Path, form: CsvForm | None) -> pa.Table:
    if form is None:
        return pq.read_table(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, delimiter=form.delimiter, strict=True)
            cells = [row for row in rows if row][int(form.has_header) :]
    except csv.Error as error:
        raise _refused(path, str(error)) from None
    if wrong := next((number for number, row in enumerate(cells, 1) if len(row) != len(form.columns)), None):
        raise _refused(path, f"row {wrong:,} with {len(cells[wrong - 1])} fields")
    columns = [[row[place] for row in cells] for place in range(len(form.columns))]
    return pa.table({name: pa.array(values, pa.string()) for name, values in zip(form.columns, columns, strict=True)})


def _refused(path: Path, found: str) -> DecisionLogInvalid:
    problem = Problem("row", found, "rows like the header")
    return DecisionLogInvalid(f"{path.name} is not a log that can be read; nothing was imported.", [problem])
