"""What a deadline cannot mean: kinds of case, steps and facts that no register has."""

from collections.abc import Iterator

from dashboard.domain.case_kinds import KINDS, fields_of_kind
from dashboard.domain.charter_walk import Contradiction, Path_, PlacedCheck
from dashboard.domain.conditions import Condition, Negation, Test
from dashboard.domain.measured_checks import DeadlineCheck
from dashboard.domain.measured_rules import nearest
from dashboard.domain.plain_text import shown


def deadline_contradictions(placed: PlacedCheck) -> Iterator[Contradiction]:
    """Everything wrong with one deadline; nothing for checks of another kind."""
    check, path = placed.check, placed.path
    if not isinstance(check, DeadlineCheck):
        return
    kind = KINDS.get(check.deadline)
    if kind is None:
        found, expected = f"the kind of case {shown(check.deadline)}", f"one of {', '.join(KINDS)}"
        yield Contradiction((*path, "deadline"), found, expected, nearest(check.deadline, KINDS))
        return
    if check.step not in kind.steps:
        found, expected = f"the step {shown(check.step)} of {kind.many}", f"one of {', '.join(kind.steps)}"
        yield Contradiction((*path, "step"), found, expected, nearest(check.step, kind.steps))
    for test in () if check.where is None else _tests(check.where):
        yield from _fact(check.deadline, test, (*path, "where"))


def _fact(kind: str, test: Test, path: Path_) -> Iterator[Contradiction]:
    known = fields_of_kind(kind)
    if test.field not in known:
        found, expected = f"the fact {shown(test.field)} of {KINDS[kind].many}", f"one of {', '.join(known)}"
        yield Contradiction(path, found, expected, nearest(test.field, known))
        return
    choices = KINDS[kind].known_facts.get(test.field, ())
    for value in test.value if isinstance(test.value, tuple) else (test.value,):
        if choices and not any(value is choice or (value == choice and value not in (0, 1)) for choice in choices):
            expected = f"one of {', '.join(str(choice).lower() for choice in choices)}"
            yield Contradiction((*path, test.field), f"{shown(value)} for {test.field}", expected)


def _tests(condition: Condition) -> Iterator[Test]:
    match condition:
        case Test():
            yield condition
        case Negation():
            yield from _tests(condition.part)
        case _:
            for part in condition.parts:
                yield from _tests(part)
