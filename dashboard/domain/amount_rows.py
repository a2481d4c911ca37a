"""The rows of a file of amounts: one line a value with how many there are of it, read whole or refused whole."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from dashboard.domain.amounts import AMOUNTS
from dashboard.domain.plain_text import shown
from dashboard.domain.staff_columns import EARLIEST
from dashboard.errors import InputRejected, Problem

COLUMNS = ("use_case", "measure", "day", "value", "n")
MEASURES = tuple(name for name, amount in AMOUNTS.items() if amount.source == "amounts")
MOST = 10**12
_MOST_PROBLEMS = 20
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class AmountRow:
    """`n` things have this value on a day; a value of None is not known."""

    use_case: str
    measure: str
    day: date
    value: float | None
    n: int


def read_amount_rows(
    headers: Sequence[str], rows: Sequence[Sequence[Any]], *, known: Collection[str], as_of: date
) -> tuple[AmountRow, ...]:
    """Every row, or every problem with its line.

    Raises:
        InputRejected: a column is missing, or a row cannot be meant.
    """
    names = [str(name).strip().lower() for name in headers]
    missing = [Problem("header", "no such column", f"a column {name!r}") for name in COLUMNS if name not in names]
    if missing:
        raise _refused(missing)
    places = [names.index(name) for name in COLUMNS]
    problems: list[Problem] = []
    found = [_row([row[place] for place in places], line, known, as_of, problems) for line, row in enumerate(rows, 2)]
    read = [row for row in found if row is not None]
    problems += _repeated(read)
    if problems:
        raise _refused(problems[:_MOST_PROBLEMS])
    return tuple(read)


def _refused(problems: Sequence[Problem]) -> InputRejected:
    return InputRejected("The file of amounts was not taken in; nothing was saved.", list(problems))


def _row(cells: list[Any], line: int, known: Collection[str], as_of: date, problems: list[Problem]) -> AmountRow | None:
    use_case, measure, day, value, n = ("" if cell is None else str(cell).strip() for cell in cells)
    on, amount, many = _day(day, as_of), _number(value), _whole(n)
    faults = [
        (use_case not in known, "use_case", use_case, "the id of a registered use case"),
        (measure not in MEASURES, "measure", measure, f"one of {', '.join(MEASURES)}"),
        (on is None, "day", day, f"a day such as {as_of}, not after it"),
        (value != "" and amount is None, "value", value, "a number from 0 on, or nothing where it is not known"),
        (many is None, "n", n, "a whole number from 1 on"),
    ]
    wrong = [Problem(f"row {line}, {where}", shown(text), expected) for bad, where, text, expected in faults if bad]
    problems += wrong
    return None if wrong or on is None or many is None else AmountRow(use_case, measure, on, amount, many)


def _repeated(rows: Sequence[AmountRow]) -> list[Problem]:
    seen: set[tuple[str, str, date, float | None]] = set()
    problems = []
    for row in rows:
        key = row.use_case, row.measure, row.day, row.value
        if key in seen:
            found = f"the value {'(unknown)' if row.value is None else f'{row.value:g}'} twice"
            problems.append(Problem(f"{row.use_case}, {row.measure}, {row.day}", found, "each value of a day once"))
        seen.add(key)
    return problems


def _day(text: str, as_of: date) -> date | None:
    try:
        day = date.fromisoformat(text[:10]) if _DAY.match(text) else None
    except ValueError:
        return None
    return day if day is not None and EARLIEST <= day <= as_of else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and 0 <= number <= MOST else None


def _whole(text: str) -> int | None:
    number = _number(text)
    return int(number) if number is not None and number >= 1 and number == int(number) else None
