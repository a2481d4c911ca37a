"""One case: what is known, its clocks, what was done, what may be done next; and the clocks of a case to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from dashboard.adapters.findings_store import applying
from dashboard.domain.case_clocks import STANDING
from dashboard.domain.case_kinds import FACTS, KINDS, REPORTED
from dashboard.domain.case_promises import Clock, clocks_of
from dashboard.domain.cases import Case, Fact, Step
from dashboard.domain.field_words import plain_field
from dashboard.domain.wording import listed, sentence_case
from dashboard.services.screens.cases import Known, known_today, standing_of, use_case_of
from dashboard.services.screens.words import moment
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case: `open_steps` are those that may still be recorded, `facts` are name and value in words."""

    case: Case
    title: str
    headline: str
    what: str
    facts: tuple[tuple[str, str], ...]
    clocks: pd.DataFrame
    steps: pd.DataFrame
    open_steps: tuple[str, ...]
    use_case: str | None


def load_case(sources: Sources, case_id: str, now: datetime) -> CasePage | None:
    """One case at a moment; None where there is no such case."""
    known = known_today(sources)
    case = next((one for one in known.register.cases if one.id == case_id), None)
    return None if case is None else case_page(known, case, now)


def case_page(known: Known, case: Case, now: datetime) -> CasePage:
    """A case as far as it is known, at a moment."""
    clocks, kind = known.clocks([case], now), KINDS[case.kind]
    told = case.step(REPORTED)
    done = {step.name for step in case.steps}
    return CasePage(
        case, case.called, standing_of(case, clocks), told.reason if told else "", _facts(case, known.use_cases),
        _clock_table(clocks), _steps(case.steps, known.people), tuple(step for step in kind.steps if step not in done),
        case.use_case,
    )  # fmt: skip


def clocks_to_come(
    sources: Sources, kind: str, opened: datetime, facts: Mapping[str, Fact], use_case: str | None
) -> tuple[str, ...]:
    """The clocks that would run for a case, in words; those that an unstated fact decides are called perhaps."""
    with sources.database.read() as connection:
        applies = applying(connection) or None
    case = Case("new", kind, opened, use_case, facts=facts)
    return tuple(_to_come(clock) for clock in clocks_of(sources.charter, [case], opened, applies))


def _facts(case: Case, use_cases: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    stated = case.facts_now
    known = [(plain_field(name), _value(stated.get(name))) for name in KINDS[case.kind].known_facts]
    where = [("use case", use_case_of(case, use_cases)), ("channel", case.channel or "not named")]
    model = [("model version", case.model_version)] if case.model_version else []
    return (("opened", moment(case.opened)), *where, *model, *known)


def _value(value: Fact | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or "not stated"


def _clock_table(clocks: Sequence[Clock]) -> pd.DataFrame:
    return pd.DataFrame({
        "Step": [sentence_case(clock.step) for clock in clocks],
        "By": [clock.until for clock in clocks],
        "Stands": [STANDING[clock.code] for clock in clocks],
        "Clause": [f"{clock.clause.id} {clock.clause.title}" for clock in clocks],
        "Not stated": [listed([plain_field(name) for name in clock.asked]) or "–" for clock in clocks],
    })  # fmt: skip


def _steps(steps: Sequence[Step], people: Mapping[str, str]) -> pd.DataFrame:
    ordered = sorted(steps, key=lambda step: step.at)
    return pd.DataFrame({
        "When": [moment(step.at) for step in ordered],
        "Step": [sentence_case(plain_field(step.name)) for step in ordered],
        "What": [_what(step) for step in ordered],
        "Recorded by": ["The dashboard" if step.by == "system" else people.get(step.by, step.by) for step in ordered],
    })  # fmt: skip


def _what(step: Step) -> str:
    told = ["the person was told"] if step.told else []
    outcome = [step.outcome.replace("_", " ")] if step.outcome else []
    facts = (
        [f"{plain_field(name)}: {_value(value)}" for name, value in step.facts.items()] if step.name == FACTS else []
    )
    return "; ".join([*outcome, *facts, *told, *([step.reason] if step.reason else [])]) or "–"


def _to_come(clock: Clock) -> str:
    said = f"{sentence_case(clock.step)} by {clock.until}"
    if clock.asked:
        asked = listed([plain_field(name) for name in clock.asked])
        return f"{said} if “{asked}”, which nobody has stated ({clock.clause.id})"
    return f"{said} ({clock.clause.id})"
