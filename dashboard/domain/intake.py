"""The intake questionnaire and its triage table as data: questions, rules that set the tier, overlays."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Described

from dashboard.domain.conditions import Both, Condition, ConditionField, Either, Negation, fields_of
from dashboard.domain.registry import Tier
from dashboard.domain.registry_fields import use_case_fields

Said = Annotated[str, Described(min_length=1, max_length=1000)]
FieldId = Annotated[str, Described(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
RuleId = Annotated[str, Described(pattern=r"^[A-Z][A-Za-z0-9]{0,19}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Field(_Part):
    """One thing that is asked, with its choices."""

    id: FieldId = Described(description="name of the answer; rules read it")
    ask: Said = Described(description="the question in plain words")
    help: Said | None = Described(default=None, description="what decides between the choices")
    answers: dict[str, Said] = Described(min_length=2, description="choice to its words")
    many: bool = Described(default=False, description="whether several choices may be picked")
    asked_if: ConditionField | None = Described(default=None, description="asked only then; over fields above it")


class Question(_Part):
    """One of the questions, of one field or several that belong together."""

    number: Annotated[str, Described(pattern=r"^Q[0-9]{1,2}$")]
    ask: Said
    step: Said = Described(
        default="The questions", description="the step of the form; neighbours of one step stand together"
    )
    fields: list[Field] = Described(min_length=1)


class Rule(_Part):
    """A row of the triage table."""

    id: RuleId
    tier: Tier
    because: Said = Described(description="why, in a sentence for the person who asks")
    if_: ConditionField | None = Described(default=None, alias="if", description="absent: always, which ends the table")
    from_: date | None = Described(default=None, alias="from", description="first day on which the rule holds")
    laws: list[Said] = Described(default=[], description="articles of the EU AI Act, or of another law by its name")


class Overlay(_Part):
    """A duty that is added whatever the tier."""

    id: RuleId
    title: Said
    if_: ConditionField = Described(alias="if")
    laws: list[Said] = []


class Case(_Part):
    """A value of a record's field, and when it is that."""

    value: Said
    if_: ConditionField | None = Described(default=None, alias="if", description="absent: in every other case")


class Says(_Part):
    """What the answers say about one field of the record; exactly one of the three ways."""

    field: Said = Described(description="path of the field")
    true_if: ConditionField | None = Described(default=None, description="true if this holds, false if it does not")
    copy_of: FieldId | None = Described(default=None, description="the choice itself")
    cases: list[Case] | None = Described(default=None, min_length=1, description="the first that holds")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(way is not None for way in (self.true_if, self.copy_of, self.cases)) != 1:
            raise ValueError("exactly one of true_if, copy_of, cases")
        return self


class Intake(_Part):
    """The whole questionnaire with its table; every rule reads fields and choices that exist."""

    format: Literal[1]
    law_version: Said = Described(description="the state of the law that the table knows")
    source: Said
    checked_at: date
    questions: list[Question] = Described(min_length=1)
    rules: list[Rule] = Described(min_length=1, description="top to bottom, the first that holds sets the tier")
    overlays: list[Overlay] = []
    record: list[Says] = Described(default=[], description="what the answers say about the record")

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return tuple(field for question in self.questions for field in question.fields)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = [*_twice(self), *_unknown(self)]
        if any(rule.if_ is None for rule in self.rules[:-1]) or self.rules[-1].if_ is not None:
            problems.append("only the last rule, and always the last rule, has no `if`")
        if self.rules[-1].from_ is not None:
            problems.append("the last rule holds from ever on, so it has no `from`")
        if problems:
            raise ValueError("; ".join(problems))
        return self


def _twice(intake: Intake) -> Iterator[str]:
    names = [
        *(field.id for field in intake.fields), *(question.number for question in intake.questions),
        *(rule.id for rule in intake.rules), *(overlay.id for overlay in intake.overlays),
    ]  # fmt: skip
    yield from (f"{name} stands twice" for name in sorted({name for name in names if names.count(name) > 1}))


def _unknown(intake: Intake) -> Iterator[str]:
    choices = {field.id: set(field.answers) for field in intake.fields}
    above: set[str] = set()
    for field in intake.fields:
        if field.asked_if is not None:
            later = sorted(fields_of(field.asked_if) - above)
            yield from (f"{field.id} hangs on {name}, which is not above it" for name in later)
        above.add(field.id)
    conditions = [(field.id, field.asked_if) for field in intake.fields]
    conditions += [(rule.id, rule.if_) for rule in intake.rules]
    conditions += [(overlay.id, overlay.if_) for overlay in intake.overlays]
    conditions += [pair for says in intake.record for pair in _conditions_of(says)]
    yield from _unknown_copies(intake, choices)
    for where, condition in conditions:
        if condition is not None:
            yield from (f"{where} reads {pair}" for pair in _unknown_answers(condition, choices))


def _conditions_of(says: Says) -> Iterator[tuple[str, Condition | None]]:
    yield says.field, says.true_if
    yield from ((says.field, case.if_) for case in says.cases or [])


def _unknown_copies(intake: Intake, choices: Mapping[str, set[str]]) -> Iterator[str]:
    known = use_case_fields()
    for says in intake.record:
        if says.field not in known:
            yield f"{says.field} is no field of a use case"
        if says.copy_of is not None and says.copy_of not in choices:
            yield f"{says.field} copies {says.copy_of}, which nobody asks"


def _unknown_answers(condition: Condition, choices: dict[str, set[str]]) -> Iterator[str]:
    match condition:
        case Negation():
            yield from _unknown_answers(condition.part, choices)
        case Both() | Either():
            for part in condition.parts:
                yield from _unknown_answers(part, choices)
        case _ if condition.op not in {"is", "in", "includes"}:
            yield f"{condition.field} with {condition.op}, which choices do not have"
        case _:
            values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
            known = choices.get(condition.field, set())
            yield from (f"{condition.field}: {value}, which no field offers" for value in values if value not in known)
