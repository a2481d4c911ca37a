"""Rows of a table become answers to the form: the same questions, choices and limits, so one rule holds for both ways.

A choice may be written as its id or in its words; several are parted by semicolons. A cell that cannot be read is a
problem with its row and column, and none of them stops the others from being looked at.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from dashboard.domain.actors import SYSTEM
from dashboard.domain.draft_answers import KEEPS, KEPT_TERMS, accepted, must_answer
from dashboard.domain.draft_entries import Entry
from dashboard.domain.draft_form import asked_entries
from dashboard.domain.draft_record import Asked
from dashboard.domain.plain_text import shown
from dashboard.domain.register_text import folded
from dashboard.domain.triage import Answer
from dashboard.domain.users import User
from dashboard.errors import InputRejected, Problem

OWNER = "owner"


@dataclass(frozen=True, slots=True)
class BulkProblem:
    """What is wrong in one cell, or in a row where `column` is empty; rows are numbered as the spreadsheet does."""

    row: int
    column: str
    found: str
    expected: str


@dataclass(slots=True)
class BulkRow:
    """One row: who will own it, its answers so far, and its problems."""

    number: int
    owner: str
    answers: dict[str, Answer] = field(default_factory=dict)
    problems: list[BulkProblem] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What the row calls it."""
        return str(self.answers.get("title") or f"Row {self.number}")


def bulk_columns(asked: Asked) -> dict[str, tuple[str, str]]:
    """Column to its meaning and what may stand in it, in the form's order; the owner comes last."""
    found = {entry.id: (_meaning(entry), _allowed(entry)) for step in asked.form for entry in step.entries}
    return found | {OWNER: ("Who owns it", "id or title of a person; empty: whoever uploads the file")}


def read_bulk(
    asked: Asked, headers: Sequence[str], rows: Sequence[Sequence[Any]], people: Sequence[User]
) -> Iterator[BulkRow]:
    """Every row that is not empty.

    Raises:
        InputRejected: a column that nobody knows, or one that stands twice; each is named.
    """
    columns = _columns(asked, headers)
    for number, cells in enumerate(rows, start=2):
        filled = {columns[at]: cell for at, cell in enumerate(cells[: len(columns)]) if not _blank(cell)}
        if filled:
            yield _row(asked, number, filled, people)


def _columns(asked: Asked, headers: Sequence[str]) -> list[str]:
    known = {folded(name): name for name in bulk_columns(asked)}
    found = [known.get(folded(header)) for header in headers]
    problems = [
        Problem(f"column {at + 1}", shown(header), "a column of the template", suggestion=_near(header, list(known)))
        for at, header in enumerate(headers) if found[at] is None
    ]  # fmt: skip
    twice = sorted({name for name in found if name is not None and found.count(name) > 1})
    problems += [Problem("header", f"{name} twice", "each column once") for name in twice]
    if "title" not in found:
        problems.append(Problem("header", "no column title", "the columns of the template"))
    if problems:
        raise InputRejected("The table cannot be used. Nothing was registered.", problems)
    return [name for name in found if name is not None]


def _row(asked: Asked, number: int, filled: Mapping[str, Any], people: Sequence[User]) -> BulkRow:
    row = BulkRow(number, asked.owner)
    entries = {entry.id: entry for step in asked.form for entry in step.entries}
    for column, cell in filled.items():
        if column == OWNER:
            row.owner = _person(cell, people) or row.owner
            wrong = _person(cell, people) is None
        else:
            answer = _answer(entries[column], cell, people)
            wrong = not _kept(asked, row, column, answer, people)
        if wrong:
            expected = bulk_columns(asked)[column][1]
            row.problems.append(BulkProblem(number, column, shown(_text(cell)), expected))
    if row.owner == SYSTEM.user_id:
        row.problems.append(BulkProblem(number, OWNER, "nobody", "id or title of a person"))
    row.problems += _open(asked, row, {problem.column for problem in row.problems})
    return row


def _kept(asked: Asked, row: BulkRow, column: str, answer: Answer, people: Sequence[User]) -> bool:
    try:
        taken = accepted(asked.form, {column: answer}, {user.id for user in people} | {asked.owner})
    except InputRejected:
        return False
    if taken[column] is not None:
        row.answers[column] = taken[column] or ""
    return True


def _open(asked: Asked, row: BulkRow, wrong: set[str]) -> Iterator[BulkProblem]:
    """What must be answered and is not; the form would not register it either."""
    must = must_answer(asked.intake, row.answers)
    named = [name for name in KEPT_TERMS if name in row.answers]
    if named and row.answers.get(KEEPS) != "yes" and KEEPS not in wrong:
        found = str(row.answers.get(KEEPS, "nothing"))
        yield BulkProblem(row.number, KEEPS, found, f"yes where {named[0]} is filled in; else leave that empty")
    for entries in asked_entries(asked.form, row.answers, asked.intake).values():
        for entry in entries:
            if entry.id in must and entry.id not in row.answers and entry.id not in wrong:
                yield BulkProblem(row.number, entry.id, "nothing", _allowed(entry))


def _answer(entry: Entry, cell: Any, people: Sequence[User]) -> Answer:
    if entry.kind == "many":
        return tuple(_choice(entry, part.strip()) for part in _text(cell).split(";") if part.strip())
    if entry.kind == "person":
        return _person(cell, people) or _text(cell)
    return _choice(entry, _text(cell)) if entry.choices else _text(cell)


def _choice(entry: Entry, text: str) -> str:
    spelt = folded(text)
    return next((one for one, words in entry.choices.items() if spelt in {folded(one), folded(words)}), text)


def _person(cell: Any, people: Sequence[User]) -> str | None:
    spelt = folded(_text(cell))
    return next((user.id for user in people if user.active and spelt in {folded(user.id), folded(user.title)}), None)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _blank(cell: Any) -> bool:
    return cell is None or not str(cell).strip()


def _meaning(entry: Entry) -> str:
    asked = f"{entry.heading} {entry.ask}" if entry.heading else entry.ask
    return f"{asked} {entry.help}" if entry.help else asked


def _allowed(entry: Entry) -> str:
    if entry.choices:
        listed = ", ".join(entry.choices)
        return f"some of {listed}, parted by ;" if entry.kind == "many" else f"one of {listed}"
    return {"number": "a whole number", "person": "id or title of a person", "text": "any text"}.get(
        entry.kind, "one line"
    )


def _near(header: str, known: list[str]) -> str | None:
    near = get_close_matches(folded(header), known, n=1)
    return f"Did you mean {near[0]}?" if near else None
