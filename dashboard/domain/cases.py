"""A case and its steps, and the statement that a register is complete: records that are only ever added to.

The clock of a case starts when it was opened, or for an incident when somebody here became aware of it (UTC).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from dashboard.domain.case_kinds import EXTENDED, KINDS
from dashboard.domain.wording import sentence_case

Fact = bool | str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done about a case, at a time in UTC.

    `outcome` belongs to the step that decides; `told` says that the person was told of an extension; `facts` are facts
    that became known with this step.
    """

    name: str
    at: datetime
    reason: str = ""
    outcome: str | None = None
    told: bool = False
    facts: Mapping[str, Fact] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a kind; what nobody stated is None, or absent from `facts`."""

    id: str
    kind: str
    opened: datetime
    use_case: str | None = None
    model_version: str | None = None
    channel: str | None = None
    subject: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    def at(self, moment: datetime) -> "Case":
        """What had happened by then."""
        known = tuple(step for step in self.steps if step.at <= moment)
        return self if len(known) == len(self.steps) else _with_steps(self, known)

    def step(self, name: str) -> Step | None:
        """The first step of this name, or None."""
        return min((step for step in self.steps if step.name == name), key=lambda step: step.at, default=None)

    @property
    def facts_now(self) -> dict[str, Fact]:
        """The facts, each as it was stated last."""
        found = dict(self.facts)
        for step in sorted(self.steps, key=lambda one: one.at):
            found |= step.facts
        return found

    @property
    def fields(self) -> dict[str, Fact | None]:
        """What a condition may ask of the case."""
        where = {"use_case": self.use_case, "model_version": self.model_version, "channel": self.channel}
        return {**where, **self.facts_now}

    @property
    def closed(self) -> Step | None:
        """The step after which nothing more is expected, or None while the case is open."""
        ends = [step for step in self.steps if step.name in KINDS[self.kind].closing]
        return min(ends, key=lambda step: step.at, default=None)

    @property
    def called(self) -> str:
        """What people call it: `incident-2026-003` is Incident 2026-003."""
        return f"{sentence_case(KINDS[self.kind].one)} {self.id.removeprefix(self.kind.replace('_', '-') + '-')}"

    @property
    def outcome(self) -> str | None:
        """What a person decided, or None."""
        return next((step.outcome for step in self.steps if step.outcome), None)

    @property
    def extended(self) -> datetime | None:
        """When an extension was recorded of which the person was told, or None."""
        step = self.step(EXTENDED)
        return step.at if step is not None and step.told else None


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody says that the register of a kind holds everything up to and including this day."""

    kind: str
    complete_to: date
    by: str = ""
    source: str = ""


@dataclass(frozen=True)
class CaseRegister:
    """Every case, and what was stated about completeness; empty where nothing was ever taken in."""

    cases: tuple[Case, ...] = ()
    statements: tuple[Statement, ...] = ()

    def complete_to(self, kind: str, until: date) -> date | None:
        """The last day up to which the register of a kind was stated complete, at most `until`; None where never."""
        days = [min(one.complete_to, until) for one in self.statements if one.kind == kind]
        return max(days, default=None)


def _with_steps(case: Case, steps: Iterable[Step]) -> Case:
    return Case(
        case.id, case.kind, case.opened, case.use_case, case.model_version, case.channel, case.subject, case.facts,
        tuple(steps),
    )  # fmt: skip
