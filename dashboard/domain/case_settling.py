"""What has to happen to review items of single cases so that they say what the clocks say: plain data, so that an
assessment can do it and a draft of the charter can only tell it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dashboard.domain.case_promises import CaseTask
from dashboard.domain.cases import Case
from dashboard.domain.field_words import plain_field
from dashboard.domain.reviews import CLOSED, ReviewAction, ReviewItem, Step

TaskKey = tuple[str, str]


def settle(
    wanted: Mapping[TaskKey, CaseTask], items: Sequence[ReviewItem], cases: Mapping[str, Case], as_of: date, *, by: str
) -> Iterator[ReviewAction]:
    """Items to open, to bring up to date and to close.

    Args:
        wanted: by case and step what has to be done.
        items: of cases, that are not closed.
        cases: by id, as they are.
        as_of: the day of the note.
        by: who closes.
    """
    waiting = {task_key(item): item for item in items}
    for key, task in wanted.items():
        action = _open_or_change(task, waiting.get(key), as_of)
        if action is not None:
            yield action
    for key, item in waiting.items():
        if key not in wanted:
            yield _close(item, cases.get(key[0]), key[1], as_of, by=by)


def task_key(item: ReviewItem) -> TaskKey:
    """Case and step that an item is about."""
    proof = item.proof or {}
    return str(proof.get("case", "")), str(proof.get("step", ""))


def _open_or_change(task: CaseTask, item: ReviewItem | None, as_of: date) -> ReviewAction | None:
    clock = task.clock
    if item is None:
        why = f"{clock.clause.id} asks for it; the step is recorded on the page of the case."
        changes = task.opened(as_of)
        return ReviewAction(Step.OPENED, None, changes["use_case_id"], clock.clause.id, changes, why)
    if (item.title, item.due, item.severity) == (task.title, clock.due.date(), clock.clause.severity.value):
        return None
    why = "What is known about the case changed."
    return ReviewAction(Step.CHANGED, item.id, item.use_case, item.clause, task.values(), why)


def _close(item: ReviewItem, case: Case | None, step: str, as_of: date, *, by: str) -> ReviewAction:
    reached = case.step(step) if case else None
    text = "It is no longer asked for."
    if reached is not None:
        text = f"{plain_field(step).capitalize()} on {reached.at:%Y-%m-%d %H:%M} UTC."
    closed = {"state": CLOSED, "closed": as_of, "closed_by": by, "resolution": text}
    return ReviewAction(Step.CLOSED, item.id, item.use_case, item.clause, closed, text)
