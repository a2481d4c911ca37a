"""A file of cases against the register: what is new, and what the file would have to change and therefore cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dashboard.domain.case_columns import FACTS, STEPS
from dashboard.domain.case_kinds import FACTS as STATED
from dashboard.domain.case_rows import CaseFile, refuse_all
from dashboard.domain.cases import Case, Step
from dashboard.domain.plain_text import shown
from dashboard.errors import Problem

_KEPT = ("kind", "use_case", "model_version", "channel", "subject")


@dataclass(slots=True)
class Merged:
    """Cases that are new, and steps to add by case; `unchanged` counts those of which nothing is new."""

    new: list[Case] = field(default_factory=list)
    steps: dict[str, list[Step]] = field(default_factory=dict)
    unchanged: int = 0


def merged(file: CaseFile, known: Mapping[str, Case], now: datetime) -> Merged:
    """What a file adds; steps and facts are added, nothing else is changed.

    A column that the file does not have says nothing; one that it has and leaves blank would take a step away. Facts
    that nobody stated before become a step of `now`.

    Raises:
        InputRejected: every row that would change or remove what is recorded.
    """
    found, problems = Merged(), list[Problem]()
    for row, case in file.cases.items():
        before = known.get(case.id)
        if before is None:
            found.new.append(case)
            continue
        problems += [
            Problem(f"row {row}, {name}", said, expected)
            for name, said, expected in _changes(case, before, file.columns)
        ]
        added = [step for step in case.steps if before.step(step.name) is None]
        facts = {name: value for name, value in case.facts.items() if name not in before.facts_now}
        added += [Step(STATED, now, facts=facts)] if facts else []
        if added:
            found.steps[case.id] = added
        else:
            found.unchanged += 1
    refuse_all(problems)
    return found


def _changes(case: Case, before: Case, columns: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    if case.opened != before.opened:
        yield "opened", _time(case.opened), f"{_time(before.opened)}, as recorded: the start of a case never changes"
    for name in _KEPT:
        now, was = getattr(case, name), getattr(before, name)
        if now != was and not (now is None and name not in columns):
            yield name, shown(now), f"{shown(was)}, as recorded when it was opened"
    for name in STEPS:
        yield from _step_changes(name, case.step(name), before.step(name), columns)
    for name in FACTS:
        stated = before.facts_now.get(name)
        if stated is not None and case.facts.get(name, stated) != stated:
            yield (
                name,
                shown(case.facts[name]),
                f"{shown(stated)}, as recorded; a change is recorded on its page",
            )


def _step_changes(
    name: str, now: Step | None, before: Step | None, columns: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    if before is None or (now is None and name not in columns):
        return
    if now is None:
        yield name, "nothing", f"{_time(before.at)}, as recorded: a step is never taken away"
    elif now.at != before.at:
        yield name, _time(now.at), f"{_time(before.at)}, as recorded: a step never changes"
    elif now.outcome != before.outcome and "outcome" in columns:
        yield "outcome", shown(now.outcome), f"{shown(before.outcome)}, as recorded"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
