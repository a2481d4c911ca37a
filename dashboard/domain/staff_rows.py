"""Rows of a staff, course or training file become records; every problem of every row is found before anything is said.

A person, course or completion that stands twice in one file is refused: nobody can know which row is meant.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from dashboard.domain.plain_text import shown
from dashboard.domain.register_text import folded
from dashboard.domain.roster import ACKNOWLEDGED, Completion, Course, Member
from dashboard.domain.staff_columns import COLUMNS, StaffColumn, cell_text
from dashboard.errors import InputRejected, Problem

MOST_SHOWN = 200
Record = Member | Course | Completion
Values = Mapping[str, Any]


@dataclass(slots=True)
class _Reading:
    kind: str
    as_of: date
    known: frozenset[str] | None
    problems: list[Problem]


def read_staff_rows(
    kind: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    as_of: date,
    known: frozenset[str] | None = None,
) -> tuple[Any, ...]:
    """The records of a file.

    Args:
        kind: staff, courses or training.
        headers: the header row; the order of columns does not matter.
        rows: the rows below; empty ones are left out.
        as_of: nothing is completed, and nobody joined, later than this.
        known: ids of people; a completion of anybody else is refused. None: nobody is asked for.

    Raises:
        InputRejected: every problem, with its row as a spreadsheet numbers it.
    """
    columns = _columns(kind, headers)
    reading = _Reading(kind, as_of, known, [])
    found: dict[tuple[Any, ...], int] = {}
    records = []
    for number, cells in enumerate(rows, start=2):
        values = _values(reading, columns, number, cells)
        if values is None:
            continue
        key = _key(kind, values)
        if key in found:
            reading.problems.append(
                Problem(f"row {number}", f"{_called(key)} again, as in row {found[key]}", "each once in a file")
            )
        found.setdefault(key, number)
        records.append(_record(kind, values))
    _refuse(reading, records)
    return tuple(records)


def _refuse(reading: _Reading, records: Sequence[Record]) -> None:
    problems = reading.problems
    if not records and not problems:
        problems.append(Problem("rows", "none", "a row for each below the header"))
    if problems:
        more = len(problems) - MOST_SHOWN
        rest = [Problem("further rows", f"{more:,} more problems", "none")] if more > 0 else []
        raise InputRejected(
            f"The {reading.kind} file was not taken in; nothing was saved.", problems[:MOST_SHOWN] + rest
        )


def _columns(kind: str, headers: Sequence[str]) -> list[StaffColumn]:
    known = {column.name: column for column in COLUMNS[kind]}
    spelt = [folded(header).replace(" ", "_") for header in headers]
    problems = [
        Problem(f"column {at + 1}", shown(headers[at]), "a column of the template", suggestion=_near(name, known))
        for at, name in enumerate(spelt) if name not in known
    ]  # fmt: skip
    problems += [Problem("header", f"{name} twice", "each column once") for name in known if spelt.count(name) > 1]
    problems += [
        Problem("header", f"no column {name}", f"the columns {', '.join(known)}")
        for name, column in known.items() if column.required and name not in spelt
    ]  # fmt: skip
    if problems:
        raise InputRejected(f"The {kind} file cannot be used; nothing was saved.", problems)
    return [known[name] for name in spelt]


def _values(reading: _Reading, columns: Sequence[StaffColumn], number: int, cells: Sequence[Any]) -> Values | None:
    """The values of a row; None where it is empty or has a problem."""
    texts = [cell_text(cell) for cell in cells]
    if not any(texts):
        return None
    before = len(reading.problems)
    if len(texts) > len(columns) and any(texts[len(columns) :]):
        reading.problems.append(Problem(f"row {number}", f"{len(texts)} cells", f"at most {len(columns)}"))
    padded = [*texts, *[""] * len(columns)][: len(columns)]
    values = {column.name: _cell(reading, column, number, text) for column, text in zip(columns, padded, strict=True)}
    reading.problems += _contradictions(reading, number, values)
    return values if len(reading.problems) == before else None


def _cell(reading: _Reading, column: StaffColumn, number: int, text: str) -> Any:
    where = f"row {number}, {column.name}"
    if not text:
        if column.required:
            reading.problems.append(Problem(where, "nothing", column.meaning))
        return None
    value, expected = column.read(text)
    if expected is not None:
        reading.problems.append(Problem(where, shown(text), expected))
    elif isinstance(value, date) and not column.future and value > reading.as_of:
        reading.problems.append(Problem(where, f"{value}, which has not come yet", f"a day up to {reading.as_of}"))
    return value


def _contradictions(reading: _Reading, number: int, values: Values) -> Iterator[Problem]:
    joined, left = values.get("joined"), values.get("left")
    if joined and left and left < joined:
        yield Problem(f"row {number}, left", f"{left}, before they joined", f"a day from {joined} on")
    done, until = values.get("completed"), values.get("valid_until")
    if done and until and until < done:
        yield Problem(f"row {number}, valid_until", f"{until}, before it was completed", f"a day from {done} on")
    person = values.get("person")
    if reading.known is not None and person and person not in reading.known:
        expected = "somebody on the staff list; take in the staff file first"
        yield Problem(f"row {number}, person", shown(person), expected)
    if values.get("course") == ACKNOWLEDGED and reading.kind == "training" and not values.get("edition"):
        yield Problem(f"row {number}, edition", "nothing", "the charter's version that was acknowledged")


def _key(kind: str, values: Values) -> tuple[Any, ...]:
    names = {"staff": ("person",), "courses": ("course",)}.get(kind, ("person", "course", "completed", "edition"))
    return tuple(values.get(name) for name in names)


def _called(key: tuple[Any, ...]) -> str:
    return ", ".join(str(part) for part in key if part)


def _record(kind: str, values: Values) -> Record:
    if kind == "courses":
        return Course(values["course"], values["title"], values.get("valid_days"))
    if kind == "training":
        edition = values.get("edition") or ""
        return Completion(values["person"], values["course"], values["completed"], values.get("valid_until"), edition)
    return Member(
        values["person"], values["role"], values["team"], values.get("joined"), values.get("left"),
        contractor=bool(values.get("contractor")), uses_ai=values.get("uses_ai") is not False, user=values.get("user"),
    )  # fmt: skip


def _near(name: str, known: Mapping[str, StaffColumn]) -> str | None:
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else None
