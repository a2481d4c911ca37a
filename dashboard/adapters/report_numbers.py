"""Numbers of another tool's report: their value, how finely they were written, and what is said where they are none."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.domain.plain_text import escaped, shown
from dashboard.errors import InputRejected, Problem

Rows = Sequence[Mapping[str, Any]]
_LONGEST = 1_000  # letters of a text that anything is read from
_NONE = {"", "nan", "none", "null", "na"}


def refused(where: str, found: str, expected: str) -> InputRejected:
    """A report that is recognised and cannot be taken."""
    what = "The fairness report was not taken in. Nothing was filed."
    hint = "Export it again from the tool, unchanged."
    return InputRejected(what, [Problem(where, found, expected, suggestion=hint)])


def name_of(value: Any) -> str:
    """A name on one line, cut."""
    return escaped(" ".join(str(value)[:_LONGEST].split()))[:120]


def number(value: Any, where: str) -> float:
    """The value of a cell; NaN where it says that there is none.

    Raises:
        InputRejected: it is no number.
    """
    if value is None or (isinstance(value, str) and value.strip().casefold() in _NONE):
        return math.nan
    try:
        if isinstance(value, bool):
            raise TypeError
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise refused(where, shown(value), "a number") from None


def count(value: Any, where: str) -> float:
    """A count; raises InputRejected where it is no whole number from 0 on."""
    found = number(value, where)
    if not math.isfinite(found) or found < 0 or found != int(found) or found > 2**53:
        raise refused(where, shown(value), "a whole number from 0 on")
    return found


def is_number(value: Any) -> bool:
    """Whether a cell holds a number or says that there is none."""
    try:
        number(value, "")
    except InputRejected:
        return False
    return True


def digits_of(values: Iterable[Any]) -> int:
    """The most decimals to which one of the values was written; 15 where one is in powers of ten."""
    texts = [str(value) for value in values]
    return max((15 if "e" in text.lower() else len(text.partition(".")[2]) for text in texts), default=15)
