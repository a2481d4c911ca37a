"""A column as text with few distinct values, however its file typed it.

Values are compared as text, so numbers are written one way: 1.0 read from a column with blanks is `1`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

MISSING = frozenset({"", "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "<NA>"})
_WHOLE = re.compile(r"^(-?\d+)\.0+$")


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column as codes into its distinct values; -1 is a missing value."""

    codes: NDArray[np.int64]
    values: tuple[str, ...]

    def has(self, text: str) -> bool:
        """Whether the value occurs."""
        return plain(text) in map(plain, self.values)

    def is_one_of(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """For each row, whether its value is one of these texts."""
        wanted = {plain(text) for text in texts}
        hit = np.array([plain(value) in wanted for value in self.values] + [False], dtype=bool)
        return hit[self.codes]


def plain(text: str) -> str:
    """A value as it is compared: trimmed, and a whole number without `.0`."""
    text = text.strip()
    whole = _WHOLE.match(text)
    return whole[1] if whole else text


def from_objects(values: list[Any]) -> TextColumn:
    """Values as JSON gives them; a list or an object becomes its text."""
    return from_arrow(pa.chunked_array([pa.array([_written(value) for value in values], pa.string())]))


def _written(value: Any) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return None if value != value else plain(repr(value))  # noqa: PLR0124  # NaN differs from itself
        case _:
            return str(value)


def from_arrow(column: pa.ChunkedArray) -> TextColumn:
    """A column of any type; distinct values are few, so only they become Python text."""
    known = pa.types.is_dictionary(column.type)
    encoded = (column.unify_dictionaries() if known else column.dictionary_encode()).combine_chunks()
    raw = _as_text(encoded.dictionary)
    whole = bool(raw) and all(text is None or text.strip() in MISSING or _WHOLE.match(text.strip()) for text in raw)
    texts = [None if text is None else plain(text) if whole else text.strip() for text in raw]
    values = tuple(dict.fromkeys(text for text in texts if text is not None and text not in MISSING))
    position = {text: code for code, text in enumerate(values)}
    codes = np.array([position.get(text, -1) if text is not None else -1 for text in texts] + [-1], dtype=np.int64)
    index = encoded.indices
    index = pc.fill_null(index.cast(pa.int64()), len(texts)) if index.null_count else index
    return TextColumn(codes[index.to_numpy(zero_copy_only=False)], values)


def _as_text(values: pa.Array) -> list[str | None]:
    if pa.types.is_floating(values.type) or pa.types.is_decimal(values.type) or pa.types.is_boolean(values.type):
        return [_written(float(item) if not isinstance(item, bool) else item) if item is not None else None
                for item in values.to_pylist()]  # fmt: skip
    if pa.types.is_nested(values.type) or pa.types.is_binary(values.type):
        return [str(item) for item in values.to_pylist()]
    return list(values.cast(pa.string()).to_pylist())
