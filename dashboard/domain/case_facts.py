"""The register of cases as columns: one set for each kind, with the use case each belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.case_kinds import WITHDRAWN
from dashboard.domain.cases import Case, CaseRegister
from dashboard.domain.clocks import Moments, to_moment
from dashboard.domain.record_columns import Table

NO_USE_CASE, ELSEWHERE = -1, -2
_NEVER = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class KindCases:
    """The cases of one kind: `row` is the record each belongs to, NO_USE_CASE where none is named."""

    cases: tuple[Case, ...]
    row: NDArray[np.int64]
    opened: Moments
    extended: Moments
    table: Table

    def __len__(self) -> int:
        return len(self.cases)

    def reached(self, step: str) -> Moments:
        """When each reached a step, NaT where it has not."""
        found = [case.step(step) for case in self.cases]
        return _moments([None if one is None else one.at for one in found])

    @property
    def withdrawn(self) -> Moments:
        """When each was withdrawn by who raised it."""
        return self.reached(WITHDRAWN)


@dataclass(frozen=True)
class CaseFacts:
    """What the register held at `moment` (UTC): cases by kind, and the day to which each kind was stated complete.

    `whole`: the subject is the organisation, for which every case counts.
    """

    moment: datetime
    register: CaseRegister = field(default_factory=CaseRegister)
    rows: Mapping[str, int] = field(default_factory=dict)
    whole: bool = False
    _kinds: dict[str, KindCases] = field(default_factory=dict, repr=False, compare=False)

    def of_kind(self, kind: str) -> KindCases:
        """The cases of a kind that were opened by then, laid out once."""
        if kind not in self._kinds:
            held = [case for case in self.register.cases if case.kind == kind and case.opened <= self.moment]
            self._kinds[kind] = self._columns(tuple(case.at(self.moment) for case in held))
        return self._kinds[kind]

    def complete_to(self, kind: str) -> date | None:
        """The day up to which the register of a kind was stated complete; None where nobody stated it."""
        return self.register.complete_to(kind, self.moment.date())

    def as_whole(self) -> "CaseFacts":
        """The same for the organisation."""
        return replace(self, whole=True, _kinds={})

    def _columns(self, cases: tuple[Case, ...]) -> KindCases:
        row = np.array([self._row(case) for case in cases], dtype=np.int64)
        opened, extended = _moments([case.opened for case in cases]), _moments([case.extended for case in cases])
        return KindCases(cases, row, opened, extended, Table([case.fields for case in cases]))

    def _row(self, case: Case) -> int:
        if self.whole:
            return 0
        return NO_USE_CASE if case.use_case is None else self.rows.get(case.use_case, ELSEWHERE)


def case_facts(register: CaseRegister | None, ids: Sequence[str], as_of: date, now: datetime | None) -> CaseFacts:
    """The register at a date: of today as it is `now`, of another day at its end.

    Args:
        register: every case; None where no register is read.
        ids: the use cases in the order of the records.
        as_of: the date of the assessment.
        now: the time at which the register was read, with a zone; None counts every day to its end.
    """
    end = datetime.combine(as_of, time(23, 59, 59), UTC)
    today = now is not None and now.astimezone(UTC).date() == as_of
    moment = now.astimezone(UTC) if today and now is not None else end
    return CaseFacts(moment, register or CaseRegister(), {name: row for row, name in enumerate(ids)})


def _moments(times: Sequence[datetime | None]) -> Moments:
    return np.array([_NEVER if at is None else to_moment(at) for at in times], dtype="datetime64[s]")
