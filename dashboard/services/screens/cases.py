"""Who waits for an answer, and by when: the register of cases, today or as it was known at an earlier moment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from dashboard.adapters.cases_store import case_register
from dashboard.adapters.findings_store import applying
from dashboard.adapters.queries.use_case import people as titles_of_people
from dashboard.adapters.repository import titles_of_use_cases
from dashboard.domain.case_clocks import KEPT, LATE, OVERDUE, RUNNING, STANDING, UNDECIDED
from dashboard.domain.case_kinds import KINDS
from dashboard.domain.case_promises import Clock, clocks_of
from dashboard.domain.cases import Case, CaseRegister, Statement
from dashboard.domain.charter import Charter
from dashboard.domain.field_words import plain_field
from dashboard.domain.wording import day, listed, plural, sentence_case
from dashboard.services.sources import Sources

_ASKS = (OVERDUE, UNDECIDED)


@dataclass(frozen=True, slots=True)
class CasesPage:
    """The register: what waits, everything, and how complete each kind is; `use_cases` is id to title."""

    headline: str
    waiting: pd.DataFrame
    everything: pd.DataFrame
    registers: pd.DataFrame
    titles: Mapping[str, str]
    use_cases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of cases.

    Attributes:
        register: every case with its steps.
        use_cases, people: id to title.
        applies: use case and clause of those that apply; None where nothing was assessed yet.
        charter: whose deadlines run; None where it is no longer to be had.
    """

    register: CaseRegister
    use_cases: Mapping[str, str]
    people: Mapping[str, str]
    applies: Collection[tuple[str, str]] | None
    charter: Charter | None

    def clocks(self, cases: Sequence[Case], now: datetime) -> list[Clock]:
        """Every clock of these cases; none without a charter."""
        return clocks_of(self.charter, cases, now, self.applies) if self.charter else []


def load_cases(sources: Sources, now: datetime) -> CasesPage:
    """Every case at a moment."""
    return cases_page(known_today(sources), now)


def known_today(sources: Sources) -> Known:
    """What the store knows now."""
    with sources.database.read() as connection:
        use_cases, applies = titles_of_use_cases(connection), applying(connection) or None
    people = titles_of_people(sources.database)
    return Known(case_register(sources.database), use_cases, people, applies, sources.charter)


def cases_page(known: Known, now: datetime) -> CasesPage:
    """Every case of a register at a moment."""
    cases = [case.at(now) for case in known.register.cases if case.opened <= now]
    clocks = known.clocks(cases, now)
    waiting = [clock for clock in clocks if clock.code in (*_ASKS, RUNNING)]
    return CasesPage(
        _headline(cases, waiting),
        _waiting(waiting, known.use_cases),
        _everything(cases, clocks, known.use_cases),
        _registers(known, cases),
        {case.id: case.called for case in reversed(cases)},
        known.use_cases,
    )


def _headline(cases: Sequence[Case], waiting: Sequence[Clock]) -> str:
    if not cases:
        return "No case is in the register"
    late, asked = ({clock.case.id for clock in waiting if clock.code == code} for code in _ASKS)
    running = {clock.case.id for clock in waiting if clock.code == RUNNING}
    open_ones = plural(sum(case.closed is None for case in cases), "open case")
    also = f", {plural(len(asked), 'case')} without a fact that decides it" if asked else ""
    return f"{sentence_case(open_ones)}: {len(late) or 'none'} overdue, {len(running)} with a clock that runs{also}"


def _waiting(waiting: Sequence[Clock], use_cases: Mapping[str, str]) -> pd.DataFrame:
    rows = [
        {
            "Due": clock.until, "Stands": STANDING[clock.code], "Step": clock.step, "Case": clock.case.id,
            "Kind": sentence_case(KINDS[clock.case.kind].one), "Use case": use_case_of(clock.case, use_cases),
            "Clause": clock.clause.id, "Not stated": listed([plain_field(name) for name in clock.asked]) or "–",
        }
        for clock in sorted(waiting, key=lambda one: (one.code == RUNNING, one.due))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _everything(cases: Sequence[Case], clocks: Sequence[Clock], use_cases: Mapping[str, str]) -> pd.DataFrame:
    by_case: dict[str, list[Clock]] = {}
    for clock in clocks:
        by_case.setdefault(clock.case.id, []).append(clock)
    rows = [
        {
            "Case": case.id, "Kind": sentence_case(KINDS[case.kind].one), "Opened": case.opened.date(),
            "Use case": use_case_of(case, use_cases), "Channel": case.channel or "–",
            "Stands": standing_of(case, by_case.get(case.id, [])), "Outcome": (case.outcome or "–").replace("_", " "),
        }
        for case in reversed(cases)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def standing_of(case: Case, clocks: Sequence[Clock]) -> str:
    """The worst that can be said of a case."""
    codes = {clock.code for clock in clocks}
    state = "open" if case.closed is None else f"{plain_field(case.closed.name)} on {day(case.closed.at)}"
    for code, said in ((OVERDUE, "overdue"), (UNDECIDED, "a fact is missing"), (LATE, "a step was late")):
        if code in codes:
            return f"{said}, {state}"
    due = [clock for clock in clocks if clock.code == RUNNING and not clock.asked]
    return f"{state}, next due {due[0].until}" if due else f"in time, {state}" if KEPT in codes else state


def use_case_of(case: Case, titles: Mapping[str, str]) -> str:
    """The title of its use case."""
    return "none named" if case.use_case is None else titles.get(case.use_case, case.use_case)


def _by(one: Statement, people: Mapping[str, str]) -> str:
    who = "The dashboard" if one.by == "system" else people.get(one.by, one.by)
    return f"{who}, from {one.source}" if one.source else who


def _registers(known: Known, cases: Sequence[Case]) -> pd.DataFrame:
    rows = []
    for name, kind in KINDS.items():
        held = [case for case in cases if case.kind == name]
        stated = [one for one in known.register.statements if one.kind == name]
        newest = max(stated, key=lambda one: one.complete_to, default=None)
        complete: date | None = None if newest is None else newest.complete_to
        by = "nobody" if newest is None else _by(newest, known.people)
        rows.append({
            "Kind": sentence_case(kind.many), "Cases": len(held), "Open": sum(one.closed is None for one in held),
            "Complete to": complete, "Stated by": by,
        })  # fmt: skip
    return pd.DataFrame(rows)
