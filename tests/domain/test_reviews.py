"""Review items follow findings: opened, recovered, reopened, and never twice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.charter import Clause
from dashboard.domain.explanations import Spelled
from dashboard.domain.reviews import ReviewAction, ReviewItem, Step, reconcile
from dashboard.domain.statuses import Reason, Severity, Status
from dashboard.domain.verdict_rows import FindingRecord
from tests.assessing import AS_OF, clause

BREACH, OVER = (Status.NON_COMPLIANT, None), (Status.WATCH, Reason.POINT_OVER)
MET, UNKNOWN = (Status.COMPLIANT, None), (Status.NOT_ASSESSED, Reason.STALE)
WAIVED, AWAY = (Status.WATCH, Reason.WAIVED), (Status.NOT_APPLICABLE, None)


def finding(said: tuple[Status, Reason | None], severity: str = "high", use_case: str = "u") -> FindingRecord:
    """A finding about clause X-01."""
    promise = Clause.model_validate(clause({"field": "team", "present": True}, severity=severity))
    return FindingRecord(use_case, promise, said[0], said[1], None, Spelled("It is so.", None, None))


def carried_out(items: Sequence[ReviewItem], actions: Sequence[ReviewAction]) -> tuple[ReviewItem, ...]:
    """The items after the actions, as a store would hold them."""
    held = {item.id: item for item in items}
    for action in actions:
        changes: dict[str, Any] = dict(action.changes)
        if action.item is None:
            changes["use_case"] = changes.pop("use_case_id")
            number = len(held) + 1
            held[number] = ReviewItem(id=number, **changes)
        else:
            held[action.item] = replace(held[action.item], **changes)
    return tuple(held.values())


def after(
    *days: tuple[tuple[Status, Reason | None], str], start: date = AS_OF
) -> tuple[list[str], tuple[ReviewItem, ...]]:
    """What happens day after day."""
    items: tuple[ReviewItem, ...] = ()
    steps: list[str] = []
    for shift, (said, severity) in enumerate(days):
        actions = reconcile([finding(said, severity)], items, start + timedelta(days=shift))
        steps += [action.step.value for action in actions]
        items = carried_out(items, actions)
    return steps, items


@pytest.mark.parametrize(
    ("said", "severity", "kind"),
    [
        (BREACH, "low", "breach"), (BREACH, "critical", "breach"), (OVER, "high", "look"), (OVER, "critical", "look"),
        (OVER, "medium", None), (WAIVED, "critical", None), (UNKNOWN, "critical", None), (MET, "high", None),
    ],
)  # fmt: skip
def test_what_opens_an_item(said: tuple[Status, Reason | None], severity: str, kind: str | None) -> None:
    """Breaches of any severity and `point_over` of high and critical clauses; nothing else."""
    actions = reconcile([finding(said, severity)], (), AS_OF, owners={"u": "lead"})
    assert [action.changes["kind"] for action in actions] == ([kind] if kind else [])
    if kind:
        due = AS_OF + timedelta(days=30) if kind == "breach" else None
        assert (actions[0].changes["due"], actions[0].changes["assignee"]) == (due, "lead")


@pytest.mark.parametrize(
    ("severity", "step", "state"), [("medium", "closed", "closed"), ("high", "closing proposed", "recovered")]
)
def test_recovery_with_proof(severity: str, step: str, state: str) -> None:
    """Proof closes medium and low items and proposes closing high and critical ones."""
    steps, items = after((BREACH, severity), (MET, severity), (MET, severity))
    assert steps == ["opened", step]
    assert items[0].state == state
    assert items[0].proof is not None
    assert items[0].proof["status"] == "compliant"


@pytest.mark.parametrize("said", [UNKNOWN, WAIVED, OVER])
def test_without_proof_nothing_recovers(said: tuple[Status, Reason | None]) -> None:
    """A finding that cannot be assessed, is waived, or is merely better leaves the item open."""
    assert after((BREACH, "medium"), (said, "medium"))[0] == ["opened"]


def test_what_no_longer_applies_is_put_right() -> None:
    """A clause that no longer applies, or a use case that is no longer assessed, recovers its item."""
    assert after((BREACH, "low"), (AWAY, "low"))[0] == ["opened", "closed"]
    items = after((BREACH, "low"))[1]
    assert [action.step for action in reconcile([], items, AS_OF)] == [Step.CLOSED]


@pytest.mark.parametrize(("days", "step"), [(90, "reopened"), (91, "opened")])
def test_a_recurrence_within_90_days_reopens_the_same_item(days: int, step: str) -> None:
    """The same item comes back for 90 days after its closing; later a new one is opened."""
    closed = after((BREACH, "medium"), (MET, "medium"), start=AS_OF - timedelta(days=days + 1))[1]
    actions = reconcile([finding(BREACH, "medium")], closed, AS_OF)
    assert [action.step.value for action in actions] == [step]
    items = carried_out(closed, actions)
    assert len(items) == (1 if step == "reopened" else 2)
    assert items[-1].due == AS_OF + timedelta(days=30)
    assert items[-1].times_reopened == (1 if step == "reopened" else 0)


def test_a_proposed_closing_is_withdrawn_when_the_breach_returns() -> None:
    """An item whose closing was proposed is open again, with a new due date."""
    steps, items = after((BREACH, "high"), (MET, "high"), (BREACH, "high"))
    assert steps == ["opened", "closing proposed", "reopened"]
    assert (items[0].state, items[0].proof, items[0].due) == ("open", None, AS_OF + timedelta(days=32))


def test_a_look_becomes_a_breach() -> None:
    """What was to be looked at gets a due date once it is proven, in the same item."""
    steps, items = after((OVER, "high"), (BREACH, "high"), (OVER, "high"))
    assert steps == ["opened", "escalated"]
    assert (items[0].kind, items[0].due) == ("breach", AS_OF + timedelta(days=31))


SAID = st.sampled_from([BREACH, OVER, MET, UNKNOWN, WAIVED, AWAY])


@settings(max_examples=50)
@given(st.lists(st.tuples(SAID, SAID, st.integers(0, 120)), min_size=1, max_size=8), st.sampled_from(list(Severity)))
def test_a_second_run_does_nothing(
    days: list[tuple[tuple[Status, Reason | None], tuple[Status, Reason | None], int]], severity: Severity
) -> None:
    """Whatever happened before, running again changes nothing, and no clause has two items that are not closed."""
    items: tuple[ReviewItem, ...] = ()
    when = AS_OF
    for one, other, shift in days:
        when += timedelta(days=shift)
        findings = [finding(one, severity.value, "u"), finding(other, severity.value, "v")]
        items = carried_out(items, reconcile(findings, items, when))
        assert reconcile(findings, items, when) == ()
        open_ = [item.key for item in items if item.state != "closed"]
        assert len(open_) == len(set(open_))
