"""Text as it may enter the books: one Unicode form, no hidden characters, no endless lines.

Whatever is stored is hashed, so two spellings of the same word must be the same bytes (Unicode NFC).
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from dashboard.errors import InputRejected, Problem

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 50
MAX_TEXT = 65_536
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SINGLE_LINE = re.compile(r"[\n\t\u2028\u2029]")
_MARKS = 30  # Unicode's own limit for stream-safe text, UAX #15 section 13


def tidy(value: Any, *, what: str = "The record") -> Any:
    """The same JSON-like value with text in NFC and line ends as newlines.

    Args:
        value: Mappings, lists, text, numbers, booleans and None, nested at most 50 deep.
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


def visible(text: str) -> str:
    """One line for a log or a message: control, direction and zero-width characters are shown escaped."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


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
    if value.isascii() and value.isprintable() and len(value) <= MAX_TEXT:
        return value
    problems.extend(Problem(where or "text", *fault) for fault in _faults(value))
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n"))


def _faults(value: str) -> Iterator[tuple[str, str]]:
    if len(value) > MAX_TEXT:
        yield f"{len(value):,} characters", f"at most {MAX_TEXT:,}"
        return
    hidden = _HIDDEN.search(value.replace("\r\n", "\n"))
    if hidden:
        yield f"the hidden character U+{ord(hidden[0]):04X} at position {hidden.start() + 1}", "visible text"
    if not value.isascii() and _longest_marks(value) > _MARKS:
        yield f"more than {_MARKS} accents on one letter", "ordinary text"


def _longest_marks(value: str) -> int:
    longest = run = 0
    for char in value:
        run = run + 1 if unicodedata.combining(char) else 0
        longest = max(longest, run)
    return longest
