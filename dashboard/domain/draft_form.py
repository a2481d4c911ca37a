"""The guided form: its steps, what each asks, and which of it matters with the answers given so far.

The intake questions come from charter/intake.yaml, acceptable and prohibited uses from the charter; what a record needs
besides stands here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from dashboard.domain.charter import Charter
from dashboard.domain.conditions import Condition, parse_condition
from dashboard.domain.fairness_guide import KINDS, MISTAKES, TRUTH
from dashboard.domain.intake import Field, Intake
from dashboard.domain.intake_record import UNSURE, said_fields
from dashboard.domain.triage import Answer, Answers, holds

Kind = Literal["line", "text", "one", "many", "pick", "number", "person"]
UNLISTED, NONE = "unlisted", "none"
_YES_NO = {"yes": "Yes", "no": "No"}
_YES_NO_OF: Mapping[bool | None, str] = {True: "yes", False: "no"}
_DERIVED = ("decides_about_people", "uses_personal_data")
CHANNELS = {
    "chat": "Chat", "voice": "Voice", "email": "E-mail", "app": "App", "web": "Website", "sms": "SMS",
    "letter": "Letter",
}  # fmt: skip
BASES = {
    "contract": "Contract with the customer", "consent": "Consent", "legitimate_interests": "Legitimate interests",
    "legal_obligation": "Legal obligation", "public_task": "Public task", "vital_interests": "Vital interests",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the form asks.

    Attributes:
        kind: a line or a text of words, one or many choices, a pick from a long list, a whole number, a person.
        heading: stands above it where it begins a question of several parts.
        asked_if: over entries above it; None is always.
        needed: whether the record is wanting without it.
    """

    id: str
    ask: str
    kind: Kind = "one"
    choices: Mapping[str, str] = field(default_factory=dict)
    help: str | None = None
    heading: str | None = None
    asked_if: Condition | None = None
    needed: bool = True


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
        FormStep("purpose", "Purpose", tuple(_purpose(charter))),
        *_questions(intake),
        FormStep("groups", "Data and groups", tuple(_groups(charter))),
        FormStep("fairness", "Fairness", tuple(_fairness())),
        FormStep("people", "Benefit and risk", tuple(_people())),
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


def _when(**answers: str | list[str]) -> Condition:
    return parse_condition(answers)


def _purpose(charter: Charter) -> Iterator[Entry]:
    uses = {**charter.acceptable_uses, UNLISTED: "None of these; the officer decides whether it may be one"}
    yield Entry("title", "What do people call it?", "line", help="A short name that colleagues recognise.")
    yield Entry("purpose", "What is it for?", "text", help="One or two sentences: what it does, for whom, with what.")
    yield Entry("acceptable_use", "Which acceptable use of the charter does it serve?", "pick", uses)
    yield Entry("unlisted_use", "Which use is it then?", "text", asked_if=_when(acceptable_use=UNLISTED))
    if charter.prohibited_uses:
        ruled_out = {**charter.prohibited_uses, NONE: "None of these"}
        help_ = "The charter rules these out, whatever the benefit. Nothing with one of them can be approved."
        yield Entry("ruled_out", "Does it do anything of this?", "many", ruled_out, help_)
    yield Entry("channels", "On which channels?", "many", CHANNELS, "Pick all on which customers or agents meet it.")
    yield Entry(
        "customer_facing", "Do customers notice its work?", "one", _YES_NO, "Also where an agent speaks for it."
    )
    yield Entry("team", "Which team runs it?", "line")
    yield Entry("vendor", "Which product or vendor is it?", "line", help="Leave it empty if we built it.", needed=False)


def _groups(charter: Charter) -> Iterator[Entry]:
    basis = "Why may the data be used? The data protection officer knows."
    attributes = {name: name.replace("_", " ").capitalize() for name in charter.protected_attributes}
    decides, personal = _when(decides_about_people="yes"), _when(uses_personal_data="yes")
    grounds = {**BASES, UNSURE: "Unsure"}
    yield Entry("lawful_basis", "On which lawful ground is the data used?", "one", grounds, basis, asked_if=personal)
    yield Entry("ropa_ref", "Entry in the record of processing", "line", help="Such as ROPA-118.", needed=False,
                asked_if=personal)  # fmt: skip
    yield Entry("retention_days", "For how many days is conversation data kept?", "number", asked_if=personal)
    yield Entry("free_text", "Can customers write or say what they like to it?", "one", _YES_NO)
    yield Entry("trains", "Do customers' data train or tune a model?", "one", {**_YES_NO, UNSURE: "Unsure"})
    help_ = "Without groups nobody can see whether one of them is treated worse. Counts by group are enough."
    yield Entry("collected", "Which attributes may be used to test fairness?", "many",
                {**attributes, NONE: "None of them"}, help_, asked_if=decides)  # fmt: skip
    yield Entry("not_collected_reason", "Why are the others not collected?", "text", asked_if=decides, needed=False,
                help="Such as: not needed for the service and not lawful to ask here.")  # fmt: skip
    yield Entry("not_collected_by", "Who decided that?", "person", asked_if=decides, needed=False)


def _fairness() -> Iterator[Entry]:
    decides = _when(decides_about_people="yes")
    yield Entry("truth", "Does it come out later who qualified?", "one", TRUTH, asked_if=decides,
                help="Such as: who paid back, whose complaint was right, which hold was no fraud.")  # fmt: skip
    yield Entry("mistake", "Which mistake hurts people more?", "one", MISTAKES, asked_if=decides)
    yield Entry("fairness_metric", "Which kind of fairness shall count?", "one", KINDS, asked_if=decides)
    yield Entry("fairness_reason", "Why that one?", "text", asked_if=decides, needed=False,
                help="Left empty, the reason of the proposal is stored if you took it.")  # fmt: skip


def _people() -> Iterator[Entry]:
    facing = _when(customer_facing="yes")
    yield Entry("expected_benefit", "What do customers or we gain?", "text")
    yield Entry(
        "expected_harm", "What could go wrong for people?", "text", help="The worst that is likely, and for whom."
    )
    yield Entry("handoff", "How does a customer reach a person?", "line", asked_if=facing, needed=False,
                help="Such as: say or write “agent” at any time. Left empty: there is no way.")  # fmt: skip
    yield Entry("opt_out", "How do customers leave AI?", "line", asked_if=facing, needed=False,
                help="Such as: write “stop”.")  # fmt: skip
    yield Entry("opt_out_steps", "In how many steps?", "number", asked_if=facing, needed=False)
    yield Entry("opt_in_steps", "And back to AI, in how many?", "number", asked_if=facing, needed=False)
    yield Entry("overseer", "Who watches it and may stop it?", "person", help="Somebody other than you, best of all.")
