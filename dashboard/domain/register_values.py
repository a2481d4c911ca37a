"""One cell of a foreign register becomes one value of our registry, or a reason why it did not."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from dashboard.domain.register_mapping import FieldSource
from dashboard.domain.register_targets import Target
from dashboard.domain.register_text import ELLIPSIS, folded

_TRUE = re.compile(r"^(yes|y|true|1)($|[\s]*[,;:.!(\[-])")
_FALSE = re.compile(r"^(no|n|false|0)($|[\s]*[,;:.!(\[-])")
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}($|[T ])")


@dataclass(frozen=True, slots=True)
class Read:
    """A value, or None; `expected` says what it should have been where it could not be read."""

    value: Any = None
    expected: str | None = None


NOTHING = Read()


def read_value(cell: Any, source: FieldSource, target: Target) -> Read:
    """The cell as the target wants it; spellings listed under `values` come first."""
    if source.values:
        found, value = _listed(str(cell), source.values)
        if found:
            return Read(value)
        fallback = source.otherwise or ("keep" if target.kind in ("text", "list") else "problem")
        if fallback == "unknown":
            return NOTHING
        if fallback == "problem":
            return Read(expected=f"one of the spellings listed for {target.path}")
    return _READERS[target.kind](cell, source, target)


def _listed(text: str, values: Mapping[str, Any]) -> tuple[bool, Any]:
    """The value of the exact spelling, else of the longest listed beginning (`yes…`)."""
    exact, beginnings = _spellings(tuple(values))
    spelt = folded(text)
    if spelt in exact:
        return True, values[exact[spelt]]
    key = next((key for start, key in beginnings if spelt.startswith(start)), None)
    return (True, values[key]) if key is not None else (False, None)


@cache
def _spellings(keys: tuple[str, ...]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    exact = {folded(key): key for key in keys if not key.endswith(ELLIPSIS)}
    beginnings = [(folded(key.removesuffix(ELLIPSIS)), key) for key in keys if key.endswith(ELLIPSIS)]
    return exact, sorted(beginnings, key=lambda pair: -len(pair[0]))


def _text(cell: Any, _source: FieldSource, _target: Target) -> Read:
    if isinstance(cell, list):
        return Read("; ".join(str(item) for item in cell) or None)
    return Read(str(cell).strip() or None)


def _truth(cell: Any, _source: FieldSource, target: Target) -> Read:
    if isinstance(cell, bool):
        return Read(cell)
    spelt = folded(str(cell))
    if _TRUE.match(spelt):
        return Read(value=True)
    return Read(value=False) if _FALSE.match(spelt) else Read(expected=target.expected)


def _number(cell: Any, _source: FieldSource, target: Target) -> Read:
    text = str(cell).strip().replace(" ", "")
    return Read(int(text)) if re.fullmatch(r"\d{1,9}", text) else Read(expected=target.expected)


def _date(cell: Any, source: FieldSource, _target: Target) -> Read:
    if isinstance(cell, datetime):
        return Read(cell.date())
    if isinstance(cell, date):
        return Read(cell)
    text = str(cell).strip()
    for form in source.dates or ["%Y-%m-%d"]:
        found = _parsed(text, form)
        if found is not None:
            return Read(found)
    return Read(expected=f"a date written as {' or '.join(source.dates) if source.dates else 'YYYY-MM-DD'}")


def _parsed(text: str, form: str) -> date | None:
    """The date, or None; 1950 to 2100 only.

    So 10/16/20224 is not the year 20224, and 7/16/1905 not a day: spreadsheets show the bare year 2024 like that.
    """
    try:
        found = datetime.strptime(text, form).date()  # noqa: DTZ007  # a register states days, not moments
    except ValueError:
        iso = form == "%Y-%m-%d" and _ISO.match(text)
        return date.fromisoformat(text[:10]) if iso and _exists(text[:10]) else None
    return found if 1950 <= found.year <= 2100 else None


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _list(cell: Any, source: FieldSource, _target: Target) -> Read:
    if isinstance(cell, list):
        return Read([str(item).strip() for item in cell if str(item).strip()] or None)
    text = str(cell).strip()
    if text.startswith("["):
        try:
            return _list(list(json.loads(text)), source, _target)
        except (ValueError, TypeError):
            pass
    parts = text.split(source.split) if source.split else [text]
    return Read([part.strip() for part in parts if part.strip()] or None)


def _choice(cell: Any, _source: FieldSource, target: Target) -> Read:
    spelt = folded(str(cell)).replace(" ", "_")
    found = next((choice for choice in target.choices if choice == spelt), None)
    return Read(found) if found else Read(expected=target.expected)


_READERS = {"text": _text, "truth": _truth, "number": _number, "date": _date, "list": _list, "choice": _choice}
