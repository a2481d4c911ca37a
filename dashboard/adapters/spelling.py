"""The many ways in which programs write one value, as Ibis expressions that treat them as one."""

import sys
from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

_LARGEST = sys.float_info.max
WHOLE_AS_DECIMAL = r"^-?\d+\.0+$"


def finite(number: ir.FloatingValue) -> ir.BooleanValue:
    """Whether it is a number, and not an infinite one."""
    return number.between(-_LARGEST, _LARGEST).fill_null(False)  # noqa: FBT003  # engines sort NaN above every number


def canonical(text: ir.StringValue) -> ir.StringValue:
    """`1.0` -> `1`: a blank elsewhere in the column made it a decimal."""
    return ibis.ifelse(text.endswith("0") & text.re_search(WHOLE_AS_DECIMAL), text.re_replace(r"\.0+$", ""), text)


def spellings(values: Sequence[str]) -> list[str]:
    """The ways in which programs write these values."""
    found: dict[str, None] = {}
    for value in values:
        found.update(dict.fromkeys([value, f"{value}.0"] if value.lstrip("-").isdigit() else [value]))
        if value.lower() in {"true", "false", "yes", "no"}:
            found.update(dict.fromkeys([value.lower(), value.capitalize(), value.upper()]))
    return list(found)
