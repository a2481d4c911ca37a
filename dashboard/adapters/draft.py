"""A batch in the making: where it is made, what holds for it, and what it turned out to be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dashboard.adapters.visible import BatchFile, Visible

RowsRead = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A batch that is written but not yet stored; `quarantine` is None where every row fitted.

    `unzoned` counts times without a zone of their own, `hidden` rows that carried something never stored. Of the rows
    set apart `dropped` are tests and no events and `repeated` come again; `read_as` is their value, ours, rows.
    `subject`: whether its rows say whom they are about. `engine` counted where the rows are; then `path` holds cells
    and no rows, `scores` those of there. `unit` is what amounts are measured in, empty where there are none.
    `features`: those that are kept, row by row as in `path`; `left_out` are names that the record does not allow.
    """

    source: str
    source_sha256: str
    path: Path
    rows_read: int
    rows_stored: int
    rows_quarantined: int
    quarantine: Path | None
    first_day: date | None
    last_day: date | None
    attributes: tuple[str, ...]
    strata: tuple[str, ...]
    versions: tuple[str, ...]
    unzoned: int = 0
    hidden: int = 0
    dropped: int = 0
    repeated: int = 0
    read_as: tuple[tuple[str, str, int], ...] = ()
    engine: str = ""
    subject: bool = False
    scores: Path | None = None
    unit: str = ""
    features: Path | None = None
    left_out: tuple[str, ...] = ()

    def near(self, batch: BatchFile) -> bool:
        """Whether a stored batch has a day that this one has, or one beside it: where a decision may come again."""
        if self.first_day is None or self.last_day is None:
            return False
        return batch.covers(self.first_day - timedelta(days=1), self.last_day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Job:
    """Where a batch is made and what holds for it.

    `stored` is asked, once the days of the file are known, for the decisions that are stored already; it may refuse.
    `progress` is told the file's name and the rows read so far. `features` are the names that may be kept.
    """

    work: Path
    latest: datetime
    progress: RowsRead | None = None
    stored: Callable[[date | None, date | None], Visible | None] | None = None
    features: frozenset[str] = frozenset()


def last_plausible() -> datetime:
    """A day from now, in UTC without zone: clocks differ, but no decision is later than that."""
    return datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
