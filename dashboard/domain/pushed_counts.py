"""Counts that a model team sends instead of its log: cells as they are kept here, and what makes them one whole.

A cell says how many decisions are alike: of a day (by no attribute, or by one), or of a month by all attributes and
strata together. So three views of the same decisions are sent, and they must agree.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dashboard.domain.counts import NOT_RECORDED
from dashboard.domain.log_mapping import Name
from dashboard.errors import Problem

MOST_CELLS, MOST_GROUPS, MOST_SHOWN = 200_000, 40, 20
Text = Annotated[str, Field(min_length=1, max_length=200)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Cell(_Strict):
    """How many decisions are alike."""

    day: date | None = Field(None, description="the day of the decisions (UTC); or else the month")
    month: date | None = Field(None, description="the first day of the month, in cells by everything together")
    model_version: Text
    selected: bool | None = Field(description="the decision was favourable; null where there is none yet")
    label: bool | None = Field(None, description="the actual outcome was positive; null where it is not known")
    groups: dict[str, Text | None] = Field(
        default={}, max_length=MOST_GROUPS, description="attribute or stratum to group; null where it is not recorded"
    )
    rows: int = Field(ge=1, le=2**53 - 1, description="how many")

    @property
    def outcome(self) -> int:
        """3 × decision + label, each 0 (no), 1 (yes) or 2 (unknown), as cells are kept."""
        decided, labelled = (2 if one is None else int(one) for one in (self.selected, self.label))
        return 3 * decided + labelled

    @property
    def alike(self) -> tuple[str, int]:
        """What totals are held together by, besides day or month."""
        return self.model_version, self.outcome

    def group(self, name: str) -> str:
        """The group of an attribute or stratum; what is not recorded is a group of its own."""
        return self.groups[name] or NOT_RECORDED


class PushedCounts(_Strict):
    """Decisions of one use case as cells; the log itself stays where it is."""

    source: str = Field(min_length=1, max_length=200, description="what was counted, such as a table and a run")
    attributes: list[Name] = Field(default=[], max_length=20, description="protected attributes")
    strata: list[Name] = Field(default=[], max_length=20, description="what like-for-like comparisons are within")
    cells: list[Cell] = Field(min_length=1, max_length=MOST_CELLS)


def count_problems(counts: PushedCounts, latest: date) -> list[Problem]:
    """Everything that keeps cells from being one whole; the first twenty."""
    names = [*counts.attributes, *counts.strata]
    problems = [Problem("attributes and strata", f"{name!r} more than once", "each name once")
                for name, often in Counter(names).items() if often > 1]  # fmt: skip
    problems += list(_shape_problems(counts, latest))
    if not problems:
        problems = list(_total_problems(counts))
    return problems[:MOST_SHOWN]


def _shape_problems(counts: PushedCounts, latest: date) -> Iterator[Problem]:
    jointly, seen = {*counts.attributes, *counts.strata}, set[tuple[object, ...]]()
    for number, cell in enumerate(counts.cells):
        where, named = f"cells[{number}]", set(cell.groups)
        if (cell.day is None) == (cell.month is None):
            yield Problem(where, "day and month" if cell.day else "neither day nor month", "one of them")
        elif cell.month is not None and (cell.month.day != 1 or named != jointly):
            yield Problem(where, f"{cell.month} with {_listed(named)}", f"first of a month with {_listed(jointly)}")
        elif cell.day is not None and (len(named) > 1 or not named <= set(counts.attributes)):
            yield Problem(where, f"a day with {_listed(named)}", f"no group, or one of {_listed(counts.attributes)}")
        elif (cell.day or cell.month or latest) > latest:
            yield Problem(where, str(cell.day or cell.month), f"a day until {latest}")
        key = (cell.day, cell.month, *cell.alike, *sorted((name, cell.group(name)) for name in named))
        if key in seen:
            yield Problem(where, "a cell that came before", "each cell once")
        seen.add(key)


def _total_problems(counts: PushedCounts) -> Iterator[Problem]:
    daily = [cell for cell in counts.cells if cell.day is not None]
    whole = _summed([cell for cell in daily if not cell.groups])
    for name in counts.attributes:
        yield from _differences(
            f"cells by day and {name}", _summed([one for one in daily if name in one.groups]), whole
        )
    monthly: Counter[tuple[date, str, int]] = Counter()
    for (day, version, outcome), rows in whole.items():
        monthly[day.replace(day=1), version, outcome] += rows
    joint = _summed([cell for cell in counts.cells if cell.month is not None])
    yield from _differences("cells by month", joint, monthly)


def _summed(cells: Sequence[Cell]) -> Counter[tuple[date, str, int]]:
    found: Counter[tuple[date, str, int]] = Counter()
    for cell in cells:
        when = cell.day or cell.month
        if when is not None:
            found[when, *cell.alike] += cell.rows
    return found


def _differences(
    where: str, found: Counter[tuple[date, str, int]], expected: Counter[tuple[date, str, int]]
) -> Iterator[Problem]:
    for key in sorted({*found, *expected}):
        if found[key] != expected[key]:
            when, version, outcome = key
            spoken = f"{when}, version {version}, outcome {outcome}"
            yield Problem(where, f"{found[key]:,} decisions of {spoken}", f"{expected[key]:,}, as cells by day say")


def _listed(names: Sequence[str] | set[str]) -> str:
    return ", ".join(sorted(names)) or "no group"
