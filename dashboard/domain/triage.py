"""From a team lead's answers to a risk tier: the first rule that holds, with its law; duties added whatever the tier.

The table is data (charter/intake.yaml). What is not answered is unknown, and an unknown that could matter to a rule
stops the search there: a tier is never reached past a question that nobody has answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.domain.conditions import Both, Condition, Either, Negation, Test, fields_of
from dashboard.domain.intake import Field, Intake, Overlay, Rule
from dashboard.domain.registry import Tier
from dashboard.errors import InputRejected, Problem

Answer = str | tuple[str, ...]
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the answers come to.

    Attributes:
        tier: the risk tier; None while questions that could change it are open.
        rule: the rule that set it; None with no tier.
        overlays: duties that the answers so far bring, whatever the tier.
        open: ids of the fields that must be answered first; empty with a tier.
        law_version: the state of the law that the table knows.
    """

    tier: Tier | None
    rule: Rule | None
    overlays: tuple[Overlay, ...]
    open: tuple[str, ...]
    law_version: str


def triage(intake: Intake, answers: Answers, *, as_of: date) -> Decision:
    """The first rule that holds on a day, and every overlay that holds.

    Raises:
        InputRejected: Answers to questions that do not exist, or that are none of the choices; each is named.
    """
    _refuse_unknown(intake, answers)
    asked = {field.id: answers.get(field.id) for field in asked_fields(intake, answers)}
    overlays = tuple(overlay for overlay in intake.overlays if holds(overlay.if_, asked))
    for rule in intake.rules:
        if rule.from_ is not None and as_of < rule.from_:
            continue
        held = True if rule.if_ is None else holds(rule.if_, asked)
        if held:
            return Decision(rule.tier, rule, overlays, (), intake.law_version)
        if held is None and rule.if_ is not None:
            wanted = fields_of(rule.if_)
            missing = tuple(name for name, answer in asked.items() if name in wanted and answer is None)
            return Decision(None, None, overlays, missing, intake.law_version)
    raise AssertionError("the last rule has no condition, which the loader demands")


def asked_fields(intake: Intake, answers: Answers) -> tuple[Field, ...]:
    """The fields that matter with these answers, in order; one hangs on others only above it."""
    asked: dict[str, Answer | None] = {}
    chosen: list[Field] = []
    for field in intake.fields:
        if field.asked_if is None or holds(field.asked_if, asked):
            asked[field.id] = answers.get(field.id)
            chosen.append(field)
    return tuple(chosen)


def holds(condition: Condition, asked: Mapping[str, Answer | None]) -> bool | None:
    """Whether a condition holds; None while it hangs on a question that is asked and not answered.

    Args:
        condition: over ids of fields.
        asked: the fields that are asked, None where not answered. A field that is not asked satisfies no test.
    """
    match condition:
        case Test():
            return _test(condition, asked)
        case Negation():
            inner = holds(condition.part, asked)
            return None if inner is None else not inner
        case Both():
            return _all(holds(part, asked) for part in condition.parts)
        case Either():
            return _negated(_all(_negated(holds(part, asked)) for part in condition.parts))


def _test(test: Test, asked: Mapping[str, Answer | None]) -> bool | None:
    if test.field not in asked:
        return False
    answer = asked[test.field]
    if answer is None:
        return None
    wanted = test.value if isinstance(test.value, tuple) else (test.value,)
    given = answer if isinstance(answer, tuple) else (answer,)
    return bool(set(given) & set(wanted))


def _negated(value: bool | None) -> bool | None:  # noqa: FBT001  # three-valued logic
    return None if value is None else not value


def _all(values: Iterable[bool | None]) -> bool | None:
    seen = list(values)
    if False in seen:
        return False
    return None if None in seen else True


def _refuse_unknown(intake: Intake, answers: Answers) -> None:
    fields = {field.id: field for field in intake.fields}
    problems = [
        Problem(name, "an answer to no question", f"one of {', '.join(fields)}")
        for name in answers
        if name not in fields
    ]
    for name, answer in answers.items():
        if name in fields:
            problems += _answer_problems(fields[name], answer)
    if problems:
        raise InputRejected("The answers cannot be used. Nothing was saved.", problems)


def _answer_problems(field: Field, answer: Answer) -> Sequence[Problem]:
    choices = ", ".join(field.answers)
    if isinstance(answer, tuple) is not field.many or not answer:
        found = "several answers" if isinstance(answer, tuple) and answer else repr(answer)
        return [Problem(field.id, found, f"{'a list of some' if field.many else 'one'} of {choices}")]
    given = answer if isinstance(answer, tuple) else (answer,)
    return [Problem(field.id, repr(one), f"one of {choices}") for one in given if one not in field.answers]
