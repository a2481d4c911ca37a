"""Text as it may enter the books: one Unicode form, no hidden characters, no endless lines.

Whatever is stored is hashed, so two spellings of the same word must be the same bytes (Unicode NFC).
"""

import math
import re
from datetime import date
from typing import Any

from dashboard.domain.plain_text import checked_text, shown
from dashboard.errors import InputRejected, Problem

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 50
MAX_TEXT = 65_536
_SINGLE_LINE = re.compile(r"[\r\n\t\u2028\u2029]")


def tidy(value: Any, *, what: str = "The record") -> Any:
    """The same value as JSON has it: text in NFC, line ends as newlines, dates as ISO text.

    Args:
        value: Mappings, lists, text, numbers, booleans, dates and None, nested at most 50 deep.
        what: Names the object in the refusal.

    Raises:
        InputRejected: With every place that holds a hidden character, a number that JSON cannot carry
            exactly, or too deep a nesting.
    """
    problems: list[Problem] = []
    tidied = _tidy(value, "", problems, 0)
    if problems:
        raise InputRejected(f"{what} was not saved.", problems)
    return tidied


def in_words(text: str, what: str = "reason") -> str:
    """What somebody wrote, tidied; `what` names it.

    Raises:
        InputRejected: There is nothing but blanks, or what cannot be stored.
    """
    tidied = str(tidy(text, what=f"The {what}")).strip()
    if not tidied:
        raise InputRejected("Nothing was saved.", [Problem(what, "nothing but blanks", f"a {what} in words")])
    return tidied


def is_one_line(text: str) -> bool:
    """Whether a name or title stays on its line."""
    return not _SINGLE_LINE.search(text)


def _tidy(value: Any, where: str, problems: list[Problem], depth: int) -> Any:
    if isinstance(value, str):
        return _text(value, where, problems)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict | list | tuple):
        return _nested(value, where, problems, depth)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, where, problems)
    problems.append(Problem(where or "value", type(value).__name__, "text, a number, true, false, a list or a mapping"))
    return None


def _nested(value: Any, where: str, problems: list[Problem], depth: int) -> Any:
    if depth >= MAX_DEPTH:
        problems.append(Problem(where, "deeper nesting", f"at most {MAX_DEPTH} levels"))
        return None
    if isinstance(value, dict):
        pairs = [(_key(key, where, problems), item) for key, item in value.items()]
        return {key: _tidy(item, f"{where}.{key}".lstrip("."), problems, depth + 1) for key, item in pairs}
    return [_tidy(item, f"{where}[{index}]", problems, depth + 1) for index, item in enumerate(value)]


def _key(key: Any, where: str, problems: list[Problem]) -> str:
    if not isinstance(key, str):
        problems.append(Problem(where or "value", f"the key {key!r}", "keys that are text"))
    return _text(str(key), f"{where} key".strip(), problems)


def _number(value: float, where: str, problems: list[Problem]) -> float:
    if isinstance(value, float) and not math.isfinite(value):
        problems.append(Problem(where or "value", str(value), "a finite number"))
    elif isinstance(value, int) and abs(value) > MAX_INTEGER:
        problems.append(Problem(where or "value", f"a number of {value.bit_length()} bits", "at most 2^53 - 1"))
    return value


def _text(value: str, where: str, problems: list[Problem]) -> str:
    if len(value) > MAX_TEXT:
        problems.append(Problem(where or "text", f"{len(value):,} characters", f"at most {MAX_TEXT:,}"))
        return value
    if value.isascii() and value.isprintable():
        return value
    try:
        return checked_text(value.replace("\r\n", "\n"))
    except ValueError as refused:
        problems.append(Problem(where or "text", shown(value, limit=40), str(refused)))
        return value
