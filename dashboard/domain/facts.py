"""Everything an assessment may look at, as columns: registry, documents, sign-offs, waivers and windowed counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from dashboard.domain.callings import callings_of, unseen
from dashboard.domain.case_facts import CaseFacts, case_facts
from dashboard.domain.cases import CaseRegister
from dashboard.domain.charter import Charter, Defaults
from dashboard.domain.decision_facts import DecisionFacts
from dashboard.domain.derived_fields import derived, last_days, organisation_derived
from dashboard.domain.multiplicity import Family
from dashboard.domain.papers import Documents, SignOffs, documents_of, sign_offs_of
from dashboard.domain.rate_facts import RateFacts, no_interactions
from dashboard.domain.record_columns import Days, Table, Truth
from dashboard.domain.registry import Organisation, Registry, UseCase
from dashboard.domain.roster import Roster
from dashboard.domain.staff_facts import StaffFacts, staff_facts
from dashboard.domain.statuses import IN_SERVICE

INVENTORIED = "inventoried"
OUT_OF_USE = frozenset({"suspended", "retired"})


@dataclass(frozen=True)
class Subject:
    """What clauses are held against: the use cases, or the organisation as a single record."""

    ids: tuple[str, ...]
    table: Table
    documents: Mapping[str, Documents]
    sign_offs: Mapping[str, SignOffs]
    decisions: DecisionFacts = field(default_factory=DecisionFacts)
    staff: StaffFacts | None = None
    interactions: RateFacts = field(default_factory=RateFacts)
    cases: CaseFacts = field(default_factory=lambda: CaseFacts(datetime.min.replace(tzinfo=UTC)))

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Facts:
    """The practice and the proof at a date."""

    as_of: date
    use_cases: Subject
    organisation: Subject

    @property
    def in_service(self) -> Truth:
        """Use cases that portfolio figures count: live or stop ordered, and gone live at `as_of`."""
        ahead: Truth = self.use_cases.table.days("go_live") > np.datetime64(self.as_of, "D")
        return ~ahead & self._lifecycle_in(IN_SERVICE)

    @property
    def inventoried(self) -> Truth:
        """Use cases that were imported and not yet onboarded: counted apart, not judged."""
        return self._lifecycle_in({INVENTORIED})

    @property
    def judged(self) -> Truth:
        """Use cases that are assessed at all: not inventoried, nor out of use unless they decided after their stop."""
        at_work: Truth = self.use_cases.table.column("decided_after_stop").decide(int) == 1
        return ~self._lifecycle_in({INVENTORIED}) & (at_work | ~self._lifecycle_in(OUT_OF_USE))

    @property
    def owners(self) -> dict[str, str]:
        """Use case to who owns it, where somebody does."""
        held = self.use_cases.table.column("owner").objects()
        return {name: str(owner) for name, owner in zip(self.use_cases.ids, held, strict=True) if owner}

    def _lifecycle_in(self, names: frozenset[str] | set[str]) -> Truth:
        return np.asarray(self.use_cases.table.column("lifecycle").decide(lambda value: int(value in names)) == 1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a check needs from the charter and the calendar.

    `effective` is the first day of the charter, `applied` that of the clause, which may be older; `wanted` marks the
    records whose answer will be used; `family` holds all comparisons, where the charter corrects for them.
    """

    as_of: date
    effective: date
    applied: date
    defaults: Defaults
    protected_attributes: tuple[str, ...]
    wanted: Truth | None = None
    version: str = ""
    since: Mapping[str, date] = field(default_factory=dict)
    family: Family | None = None

    @classmethod
    def of(cls, charter: Charter, as_of: date) -> "Terms":
        """The terms of a charter at a date."""
        attributes = tuple(charter.protected_attributes)
        first = charter.effective
        return cls(as_of, first, first, charter.defaults, attributes, version=charter.version, since=charter.since)

    def of_clause(self, clause: str) -> "Terms":
        """The same for one clause, which applied since the version that brought it."""
        return replace(self, applied=self.since.get(clause, self.effective))

    @property
    def today(self) -> np.datetime64:
        """`as_of` for comparison with columns of days."""
        return np.datetime64(self.as_of, "D")


def build_facts(  # noqa: PLR0913  # one argument for each kind of proof
    registry: Registry,
    as_of: date,
    decisions: DecisionFacts | None = None,
    roster: Roster | None = None,
    interactions: RateFacts | None = None,
    *,
    cases: CaseRegister | None = None,
    now: datetime | None = None,
) -> Facts:
    """Facts from a registry; use cases registered after `as_of` did not exist then and are left out.

    `decisions` and `interactions` must be aligned with `existing(registry, as_of)`; `roster` is None where no staff was
    ever read; `now` is when the register of cases was read, so that the clocks of today stop there.
    """
    present = existing(registry, as_of)
    counted = decisions or _no_decisions(len(present))
    subject = _subject(
        tuple(case.id for case in present),
        Table(present, derived(as_of, last_days(present, counted.last_day))),
        present,
        counted,
        interactions or no_interactions(len(present)),
    )
    organisation = registry.organisation or Organisation(name="the organisation")
    own_table = Table([organisation], organisation_derived(present))
    own = _subject(("",), own_table, [organisation], _no_decisions(1), no_interactions(1))
    clocks = case_facts(cases, subject.ids, as_of, now)
    facts = Facts(as_of, replace(subject, cases=clocks), replace(own, cases=clocks.as_whole()))
    return facts if roster is None else _with_staff(facts, roster)


def _with_staff(facts: Facts, roster: Roster) -> Facts:
    table, serving = facts.use_cases.table, np.flatnonzero(facts.in_service)
    cases = facts.use_cases.cases
    staff = staff_facts(roster, table, callings_of(table, serving, cases), unseen(cases))
    organisation = replace(facts.organisation, staff=staff.as_whole(serving))
    return replace(facts, use_cases=replace(facts.use_cases, staff=staff), organisation=organisation)


def existing(registry: Registry, as_of: date) -> tuple[UseCase, ...]:
    """The use cases that were registered by then."""
    return tuple(case for case in registry.use_cases if case.registered_at is None or case.registered_at <= as_of)


def _no_decisions(rows: int) -> DecisionFacts:
    return DecisionFacts(first_day=_no_days(rows), last_day=_no_days(rows))


def _no_days(rows: int) -> Days:
    return np.full(rows, "NaT", dtype="datetime64[D]")


def _subject(
    ids: tuple[str, ...], table: Table, holders: Sequence[Any], decisions: DecisionFacts, interactions: RateFacts
) -> Subject:
    return Subject(ids, table, documents_of(holders), sign_offs_of(holders), decisions, interactions=interactions)
