"""The action: what findings ask people to do, as plain data, so that a second run repeats nothing.

One item per use case and clause. A breach opens it with a due date; `watch (point_over)` of a high or critical clause
opens it to be looked at. Proof of recovery closes medium and low items and proposes closing high and critical ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from dashboard.domain.statuses import Reason, Severity, Status
from dashboard.domain.verdict_rows import FindingRecord

REOPEN_WITHIN = timedelta(days=90)
OPEN, RECOVERED, CLOSED = "open", "recovered", "closed"
BREACH, LOOK = "breach", "look"
FROM_FINDINGS = (BREACH, LOOK)
_SERIOUS = frozenset({Severity.CRITICAL, Severity.HIGH})
_PROOF = frozenset({Status.COMPLIANT, Status.NOT_APPLICABLE})


class Step(StrEnum):
    """What happens to an item."""

    OPENED = "opened"
    CHANGED = "changed"
    ESCALATED = "escalated"
    PROPOSED = "closing proposed"
    CLOSED = "closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """An item as it stands; `id` is None until it is stored."""

    use_case: str
    clause: str
    kind: str
    severity: str
    title: str
    state: str
    opened: date
    due: date | None = None
    id: int | None = None
    revision: int = 0
    assignee: str | None = None
    recovered: date | None = None
    closed: date | None = None
    closed_by: str | None = None
    resolution: str | None = None
    times_reopened: int = 0
    proof: Mapping[str, Any] | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Use case and clause."""
        return self.use_case, self.clause


@dataclass(frozen=True, slots=True)
class ReviewAction:
    """One change of one item: which, what happens, what is then stored, and the sentence that says so."""

    step: Step
    item: int | None
    use_case: str
    clause: str
    changes: Mapping[str, Any]
    text: str


def reconcile(
    findings: Iterable[FindingRecord],
    items: Sequence[ReviewItem],
    as_of: date,
    *,
    owners: Mapping[str, str] | None = None,
) -> tuple[ReviewAction, ...]:
    """What to do so that the items say what the findings say; nothing when they already do.

    Args:
        findings: every current finding.
        items: every item that is not closed, and those closed within the last 90 days.
        as_of: the day of the findings.
        owners: use case to the person an opened item goes to.
    """
    current = {finding.key: finding for finding in findings}
    held = _standing(items)
    actions = [
        _for_finding(finding, held.get(key), as_of, (owners or {}).get(key[0])) for key, finding in current.items()
    ]
    gone = [_gone(item, as_of) for key, item in held.items() if key not in current]
    return tuple(action for action in (*actions, *gone) if action is not None)


def wants(finding: FindingRecord) -> str | None:
    """The kind of item that a finding asks for, or None."""
    if finding.status == Status.NON_COMPLIANT:
        return BREACH
    looks = finding.status == Status.WATCH and finding.reason_code == Reason.POINT_OVER
    return LOOK if looks and finding.clause.severity in _SERIOUS else None


def _standing(items: Sequence[ReviewItem]) -> dict[tuple[str, str], ReviewItem]:
    """The item of each use case and clause: the one that is not closed, else the one closed last."""
    ordered = sorted(items, key=lambda item: (item.state != CLOSED, item.closed or date.min, item.id or 0))
    return {item.key: item for item in ordered}


def _for_finding(
    finding: FindingRecord, item: ReviewItem | None, as_of: date, owner: str | None
) -> ReviewAction | None:
    kind = wants(finding)
    if kind is None:
        return _recovered(finding, item, as_of) if item is not None and item.state == OPEN else None
    due = finding.clause.remediate_within.after(as_of) if kind == BREACH else None
    if item is None or (item.closed is not None and as_of - item.closed > REOPEN_WITHIN):
        return _opened(finding, kind, as_of, due=due, owner=owner)
    if item.state != OPEN:
        return _reopened(finding, item, kind, due=due)
    if kind == BREACH and item.kind == LOOK:
        changes = {"kind": BREACH, "due": due}
        return _action(Step.ESCALATED, item, changes, f"Now a proven breach. {finding.spelled.reason}")
    return None


def _opened(finding: FindingRecord, kind: str, as_of: date, *, due: date | None, owner: str | None) -> ReviewAction:
    changes = {
        "use_case_id": finding.use_case, "clause": finding.clause.id, "kind": kind, "title": finding.clause.title,
        "severity": finding.clause.severity.value, "state": OPEN, "opened": as_of, "due": due, "assignee": owner,
    }  # fmt: skip
    return ReviewAction(Step.OPENED, None, finding.use_case, finding.clause.id, changes, finding.spelled.reason)


def _reopened(finding: FindingRecord, item: ReviewItem, kind: str, *, due: date | None) -> ReviewAction:
    changes = {
        "state": OPEN, "kind": kind, "due": due, "recovered": None, "closed": None, "closed_by": None,
        "resolution": None, "proof": None, "times_reopened": item.times_reopened + 1,
    }  # fmt: skip
    return _action(Step.REOPENED, item, changes, f"It is back. {finding.spelled.reason}")


def _recovered(finding: FindingRecord, item: ReviewItem, as_of: date) -> ReviewAction | None:
    """Only proof recovers: a finding that cannot be assessed, or is waived, leaves the item as it is."""
    if finding.status not in _PROOF:
        return None
    proof = {"as_of": as_of.isoformat(), "status": finding.status.value, "reason": finding.spelled.reason}
    return _put_right(item, {**proof, "measured": finding.spelled.measured}, finding.spelled.reason, as_of)


def _gone(item: ReviewItem, as_of: date) -> ReviewAction | None:
    if item.state != OPEN:
        return None
    text = "The clause, or the use case, is no longer assessed."
    return _put_right(item, {"as_of": as_of.isoformat(), "status": None, "reason": text}, text, as_of)


def _put_right(item: ReviewItem, proof: Mapping[str, Any], text: str, as_of: date) -> ReviewAction:
    found = {"recovered": as_of, "proof": proof}
    if item.severity in _SERIOUS:
        return _action(Step.PROPOSED, item, {**found, "state": RECOVERED}, f"Closing is proposed. {text}")
    done = {"state": CLOSED, "closed": as_of, "closed_by": "system", "resolution": f"Recovered. {text}"}
    return _action(Step.CLOSED, item, {**found, **done}, f"Recovered. {text}")


def _action(step: Step, item: ReviewItem, changes: Mapping[str, Any], text: str) -> ReviewAction:
    return ReviewAction(step, item.id, item.use_case, item.clause, changes, text)
