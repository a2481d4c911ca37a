"""Registry fields as columns, read lazily by path: a rule is asked once per distinct value.

A `Column` holds for every record the index of its value among the distinct values, or -1 where the field is absent.
A rule about one value (0 no, 1 yes, 2 unknown) then costs one call per distinct value and one numpy `take`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

NO, YES, UNKNOWN = 0, 1, 2
Codes = NDArray[np.int8]
Days = NDArray[np.datetime64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Column:
    """One field of every record: `codes` int32 of shape (records,), -1 where absent, into `values`."""

    codes: NDArray[np.int32]
    values: tuple[Any, ...]

    @property
    def known(self) -> Truth:
        """Whether each record has the field."""
        return self.codes >= 0

    def decide(self, rule: Callable[[Any], int]) -> Codes:
        """Three-valued answers of shape (records,): the rule per distinct value, unknown where absent."""
        answers = np.array([*(rule(value) for value in self.values), UNKNOWN], dtype=np.int8)
        return answers[self.codes]

    def objects(self) -> NDArray[np.object_]:
        """The values themselves, None where absent."""
        values = np.empty(len(self.values) + 1, dtype=object)
        values[: len(self.values)] = self.values
        return values[self.codes]


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a list field of all records, as records of their own; `owner` is the row each belongs to."""

    owner: NDArray[np.int64]
    table: "Table"


class Table:
    """Records with their fields as columns; `derived` adds fields that are computed from a record."""

    def __init__(self, records: Sequence[Any], derived: Mapping[str, Callable[[Any], Any]] | None = None) -> None:
        self.records = tuple(records)
        self._derived = derived or {}
        self._columns: dict[str, Column] = {}
        self._days: dict[str, Days] = {}
        self._members: dict[str, Members] = {}

    def __len__(self) -> int:
        return len(self.records)

    def value(self, row: int, path: str) -> Any:
        """The field of one record, lists as tuples; None where absent."""
        derive = self._derived.get(path)
        record = self.records[row]
        return _frozen(derive(record)) if derive else _walk(record, path.split("."))

    def column(self, path: str) -> Column:
        """The field of every record, read once."""
        if path not in self._columns:
            self._columns[path] = self._read(path)
        return self._columns[path]

    def days(self, path: str) -> Days:
        """A date field as datetime64[D], NaT where absent or not a date."""
        if path not in self._days:
            column = self.column(path)
            values = [value if isinstance(value, date) else None for value in column.values]
            self._days[path] = np.array([*values, None], dtype="datetime64[D]")[column.codes]
        return self._days[path]

    def members(self, path: str) -> Members:
        """The members of a list field, end to end."""
        if path not in self._members:
            lists = [_raw(record, path.split(".")) or () for record in self.records]
            owner = np.repeat(np.arange(len(lists)), [len(members) for members in lists])
            self._members[path] = Members(owner, Table([member for members in lists for member in members]))
        return self._members[path]

    def _read(self, path: str) -> Column:
        index: dict[Any, int] = {}
        codes = np.empty(len(self.records), dtype=np.int32)
        for row in range(len(self.records)):
            value = self.value(row, path)
            codes[row] = -1 if value is None else index.setdefault(value, len(index))
        return Column(codes, tuple(index))


def filled(value: Any) -> bool:
    """Whether a known value says anything: not blank text, not an empty list."""
    return bool(value.strip()) if isinstance(value, str) else value != ()


def _walk(value: Any, parts: Sequence[str]) -> Any:
    for position, part in enumerate(parts):
        if isinstance(value, list | tuple):
            return tuple(_walk(member, parts[position:]) for member in value)
        value = _step(value, part)
    return _frozen(value)


def _raw(value: Any, parts: Sequence[str]) -> Any:
    for part in parts:
        value = _step(value, part)
    return value


def _step(value: Any, part: str) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    found = getattr(value, "id" if part == "ids" else part, None) if isinstance(value, BaseModel) else None
    absent = isinstance(found, list) and not found and part not in value.model_fields_set
    return None if absent else found


def _frozen(value: Any) -> Any:
    if isinstance(value, list | tuple | dict | frozenset | set):
        return tuple(_frozen(member) for member in value)
    return "(record)" if isinstance(value, BaseModel) else value
