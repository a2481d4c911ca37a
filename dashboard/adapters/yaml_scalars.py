"""What an unquoted YAML scalar means: one deliberate reading, and a refusal where programs disagree.

YAML 1.1 reads NO as false, 010 as eight and 1:30:00 as 5400; YAML 1.2 does not. Nobody who wrote one of these
can know which they get, so they are refused with the advice to quote. Everything else follows the 1.2 core schema.
"""

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

MAX_DIGITS = 15
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_SWITCH = re.compile(r"(yes|no|on|off)", re.IGNORECASE)
_ODD_NUMBER = re.compile(
    r"[-+]?(0[0-9_]+|0[xX][0-9a-fA-F_]+|0[oObB][0-7_]+|[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?|[0-9]+_[0-9_]*)"
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A scalar that is not accepted unquoted: what would be, and what to write instead."""

    expected: str
    suggestion: str | None = None


def resolve(text: str) -> Any:
    """The value of an unquoted scalar: None, bool, int, float, date, str or Refused."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    return _trap(text) or _number_or_date(text)


def _trap(text: str) -> Refused | None:
    quote = f'Quote it: "{text}".' if len(text) <= 40 else "Quote it."
    if _SWITCH.fullmatch(text):
        return Refused("text in quotes, or true or false", quote)
    if _ODD_NUMBER.fullmatch(text):
        return Refused("text in quotes, or a plain decimal number", quote)
    if _NOT_FINITE.fullmatch(text):
        return Refused("a finite number")
    return None


def _number_or_date(text: str) -> Any:
    if _INTEGER.fullmatch(text):
        return (
            int(text) if len(text.lstrip("+-")) <= MAX_DIGITS else Refused(f"a number of at most {MAX_DIGITS} digits")
        )
    if _FLOAT.fullmatch(text):
        return _float(text)
    return _date(text) if _DATE.fullmatch(text) else text


def _float(text: str) -> float | Refused:
    value = float(text) if len(text) <= 40 else math.inf
    return value if math.isfinite(value) else Refused("a finite number of at most 40 characters")


def _date(text: str) -> date | Refused:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return Refused("a date that exists, written YYYY-MM-DD")
