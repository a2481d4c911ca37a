"""The guided form: its steps, what each asks, and which of it matters with the answers given so far.

The intake questions come from charter/intake.yaml; what a record needs besides is in draft_entries.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from dashboard.domain.charter import Charter
from dashboard.domain.draft_entries import (
    Entry,
    Kind,
    fairness_entries,
    groups_entries,
    kept_entries,
    people_entries,
    purpose_entries,
)
from dashboard.domain.intake import Field, Intake
from dashboard.domain.intake_record import said_fields
from dashboard.domain.triage import Answer, Answers, holds

_YES_NO_OF: Mapping[bool | None, str] = {True: "yes", False: "no"}
_DERIVED = ("decides_about_people", "uses_personal_data")


@dataclass(frozen=True, slots=True)
class FormStep:
    """A page of the form."""

    id: str
    title: str
    entries: tuple[Entry, ...]


Form = tuple[FormStep, ...]


def form_of(intake: Intake, charter: Charter) -> Form:
    """All steps in order."""
    return (
        FormStep("purpose", "Purpose", tuple(purpose_entries(charter))),
        *_questions(intake),
        FormStep("groups", "Data and groups", (*groups_entries(charter), *kept_entries())),
        FormStep("fairness", "Fairness", tuple(fairness_entries())),
        FormStep("people", "Benefit and risk", tuple(people_entries())),
    )


def asked_entries(form: Form, answers: Answers, intake: Intake) -> dict[str, tuple[Entry, ...]]:
    """Id of a step to the entries that matter in it; some hang on what the answers say about the record."""
    said = said_fields(intake, triage_answers(intake, answers))
    given: dict[str, Answer | None] = {name: _YES_NO_OF.get(said.get(name)) for name in _DERIVED}
    asked: dict[str, tuple[Entry, ...]] = {}
    for step in form:
        kept = []
        for entry in step.entries:
            if entry.asked_if is None or holds(entry.asked_if, given):
                given[entry.id] = answers.get(entry.id)
                kept.append(entry)
        asked[step.id] = tuple(kept)
    return asked


def relevant(asked: Mapping[str, Iterable[Entry]], answers: Answers) -> dict[str, Answer]:
    """The answers to what is asked; others are kept in the draft and count for nothing."""
    wanted = {entry.id for entries in asked.values() for entry in entries}
    return {name: answer for name, answer in answers.items() if name in wanted}


def triage_answers(intake: Intake, answers: Answers) -> dict[str, Answer]:
    """The answers to the intake questions alone."""
    return {one.id: answers[one.id] for one in intake.fields if one.id in answers}


def _questions(intake: Intake) -> Iterator[FormStep]:
    for number, (title, questions) in enumerate(groupby(intake.questions, key=lambda question: question.step), start=1):
        entries = [_entry(one, question.ask if at == 0 else None)
                   for question in questions for at, one in enumerate(question.fields)]  # fmt: skip
        yield FormStep(f"questions-{number}", title, tuple(entries))


def _entry(one: Field, heading: str | None) -> Entry:
    kind: Kind = "many" if one.many else "one"
    return Entry(one.id, one.ask, kind, one.answers, one.help, heading, one.asked_if)
