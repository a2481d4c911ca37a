"""How often a person overturned what had been decided: contests and complaints that a person decided, as counts.

The share is overturned (also in part) of those decided with an outcome. A decision without an outcome is never in
anybody's favour: it counts as not overturned in the lower bound and as overturned in the upper one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from dashboard.domain.case_kinds import KINDS, OVERTURNED
from dashboard.domain.cases import Case
from dashboard.domain.intervals import difference, wilson, wilson_limits

CONTESTABLE: tuple[str, ...] = tuple(name for name, kind in KINDS.items() if kind.decided)


@dataclass(frozen=True, slots=True)
class Decided:
    """One case that a person decided: when, about which use case, and whether overturned (None: no outcome)."""

    case: str
    kind: str
    use_case: str | None
    on: datetime
    overturned: bool | None


@dataclass(frozen=True, slots=True)
class Overturns:
    """Counts: decided, of these overturned, and without an outcome."""

    n: int = 0
    overturned: int = 0
    unknown: int = 0

    @property
    def share(self) -> float | None:
        """Overturned of all decided; None where nothing was decided."""
        return self.overturned / self.n if self.n else None

    def interval(self, z: float) -> tuple[float, float] | None:
        """Wilson's bounds, with the unknown as not overturned below and as overturned above."""
        if not self.n:
            return None
        return float(wilson(self.overturned, self.n, z)[0]), float(wilson(self.overturned + self.unknown, self.n, z)[1])

    def above(self, other: "Overturns", z: float) -> tuple[float, float] | None:
        """Newcombe's bounds of how much higher the share is than another's; None where either is empty."""
        if not self.n or not other.n:
            return None
        mine, theirs = (wilson_limits(one.overturned, one.n, z) for one in (self, other))
        low, high = difference(mine, theirs)
        return float(np.asarray(low)), float(np.asarray(high))


def decided(cases: Iterable[Case], until: datetime) -> Iterator[Decided]:
    """Every contest and complaint that a person has decided by then."""
    for case in cases:
        step = case.step(KINDS[case.kind].decided) if case.kind in CONTESTABLE else None
        if step is not None and step.at <= until:
            outcome = None if step.outcome is None else step.outcome in OVERTURNED
            yield Decided(case.id, case.kind, case.use_case, step.at, outcome)


def counted(found: Iterable[Decided]) -> Overturns:
    """The counts of some."""
    held = list(found)
    yes, unknown = sum(one.overturned is True for one in held), sum(one.overturned is None for one in held)
    return Overturns(len(held), yes, unknown)


def month_of(one: Decided) -> date:
    """The first day of the month of the decision."""
    return one.on.date().replace(day=1)
