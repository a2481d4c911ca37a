"""The clocks of one case: every deadline of the charter that it may have to keep, and which ask for an act now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dashboard.domain.case_clocks import NOT_COUNTED, OVERDUE, RUNNING, UNDECIDED, standing
from dashboard.domain.case_facts import CaseFacts
from dashboard.domain.cases import Case, CaseRegister
from dashboard.domain.charter import Charter, Clause
from dashboard.domain.charter_walk import checks_of
from dashboard.domain.clocks import to_datetime
from dashboard.domain.condition_columns import condition_codes
from dashboard.domain.conditions import fields_of
from dashboard.domain.deadline_sentences import moment_in_words
from dashboard.domain.field_words import plain_field
from dashboard.domain.measured_checks import DeadlineCheck
from dashboard.domain.record_columns import UNKNOWN
from dashboard.domain.reviews import OPEN

SOON = timedelta(days=7)
TASK = "case"


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline of one case: `code` as in case_clocks; `asked` are facts that nobody stated and that decide it."""

    case: Case
    clause: Clause
    check: DeadlineCheck
    code: int
    due: datetime
    asked: tuple[str, ...]

    @property
    def until(self) -> str:
        """When the time is over, in words."""
        return moment_in_words(self.due, self.check.within)

    @property
    def step(self) -> str:
        """The step in words."""
        return plain_field(self.check.step)


def clocks_of(
    charter: Charter, cases: Sequence[Case], now: datetime, applies: Collection[tuple[str, str]] | None = None
) -> list[Clock]:
    """Every clock of these cases that counts, the earliest first.

    Args:
        charter: whose deadlines.
        cases: as they are.
        now: with a zone.
        applies: use case and clause of those that apply; None where that is not known yet: then all are taken to.
    """
    facts = CaseFacts(now.astimezone(UTC), CaseRegister(tuple(cases)), whole=True)
    found = [clock for placed in checks_of(charter) if isinstance(placed.check, DeadlineCheck)
             for clock in _clocks(placed.clause, placed.check, facts, applies)]  # fmt: skip
    return sorted(found, key=lambda clock: (clock.due, clock.case.id, clock.check.step))


def _clocks(
    clause: Clause, check: DeadlineCheck, facts: CaseFacts, applies: Collection[tuple[str, str]] | None
) -> Iterator[Clock]:
    found = standing(check, facts)
    known = condition_codes(check.where, found.cases.table)
    for place, case in enumerate(found.cases.cases):
        mine = clause.scope == "organisation" or (
            case.use_case is not None and (applies is None or (case.use_case, clause.id) in applies)
        )
        if mine and found.code[place] != NOT_COUNTED:
            unknown = known[place] == UNKNOWN and check.where is not None
            asked = tuple(sorted(fields_of(check.where))) if unknown and check.where else ()
            yield Clock(case, clause, check, int(found.code[place]), to_datetime(found.due[place]), asked)


@dataclass(frozen=True, slots=True)
class CaseTask:
    """What somebody has to do about a case, for a review item; `severity` is the clause's."""

    clock: Clock
    assignee: str | None

    @property
    def key(self) -> tuple[str, str]:
        """Case and step: one open item for each."""
        return self.clock.case.id, self.clock.check.step

    @property
    def title(self) -> str:
        """What, about which case, by when."""
        clock = self.clock
        what = clock.case.called
        if clock.code == UNDECIDED:
            return f"{what}: say whether {' and '.join(map(plain_field, clock.asked))}"
        return f"{what}: {clock.step} by {clock.until}"

    def values(self) -> dict[str, Any]:
        """What may change while the item is open."""
        clock = self.clock
        proof = {"case": clock.case.id, "step": clock.check.step}
        return {"title": self.title, "due": clock.due.date(), "severity": clock.clause.severity.value, "proof": proof}

    def opened(self, on: date) -> dict[str, Any]:
        """The values of the review item that asks for it."""
        where = {"use_case_id": self.clock.case.use_case or "", "clause": self.clock.clause.id, "kind": TASK}
        return {**where, **self.values(), "state": OPEN, "opened": on, "assignee": self.assignee}


def tasks_of(clocks: Sequence[Clock], now: datetime, owners: Mapping[str, str]) -> dict[tuple[str, str], CaseTask]:
    """By case and step what has to be done within SOON, or is overdue; the earliest clock of a step speaks for all.

    A clock of which a fact decides that nobody stated asks for the fact, once its time is over.
    """
    found: dict[tuple[str, str], CaseTask] = {}
    for clock in clocks:
        soon = clock.code == OVERDUE or (clock.code == RUNNING and not clock.asked and clock.due <= now + SOON)
        if soon or clock.code == UNDECIDED:
            task = CaseTask(clock, owners.get(clock.case.use_case or ""))
            found.setdefault(task.key, task)
    return found
