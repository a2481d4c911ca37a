"""Rows that do not fit are set apart with their reasons, for the people who own the log; never dropped silently."""

import csv
from pathlib import Path
from types import TracebackType
from typing import Self

from dashboard.errors import Problem

TEST, NO_EVENT, REPEATED = "is_test", "no_event", "repeated"
DROPPED = (TEST, NO_EVENT)  # rows that are as they should be, and that nobody wants
COLUMNS = ("row", "field", "found", "expected")
SHOWN = 20
LONGEST = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")


class Quarantine:
    """A CSV file of row, field, found, expected, written as rows come; `rows` counts rows and not reasons.

    `dropped` of them are tests and no events, `repeated` come again; the others do not fit and are refused.
    Row 1 is the first row after the header. Text that a spreadsheet would run as a formula starts with `'`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = self.dropped = self.repeated = 0
        self.examples: list[Problem] = []
        self._last_row = 0

    def __enter__(self) -> Self:
        self._file = self.path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(COLUMNS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, row: int, field: str, found: str, expected: str, *, again: bool = False) -> None:
        """Set a row apart; a row with two reasons comes twice in a row. `again` where it only comes again."""
        if row != self._last_row:
            self.rows, self._last_row = self.rows + 1, row
            self.dropped += field in DROPPED
            self.repeated += again
        if len(self.examples) < SHOWN:
            self.examples.append(Problem(f"row {row:,}, {field}", repr(found[:80]), expected))
        self._writer.writerow([row, field, harmless(found[:LONGEST]), expected])


def harmless(text: str) -> str:
    """The text so that no spreadsheet runs it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
