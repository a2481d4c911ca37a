"""Review items that a decision, a change or a stop asks for, beside those that findings open.

`condition`: something that an approval asks for. `approval`: what was approved is no longer what runs, or a clause that
applies has changed. `stop`: an ordered stop that its overseer has to confirm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dashboard.domain.reviews import OPEN

TaskKind = Literal["condition", "approval", "stop"]
SEVERITIES: Mapping[TaskKind, str] = {"condition": "high", "approval": "high", "stop": "critical"}
CLOSES_BY_ITSELF: Mapping[str, str] = {
    "renewal": "it closes when a new document was accepted, or the old one has lapsed",
    "approval": "it closes when somebody decides about the use case as it is now",
    "stop": "it closes when the overseer confirms the stop, or the order is withdrawn",
    "case": "it closes when the step is recorded on the page of the case",
}


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done about a use case: what, by when, by whom, and why."""

    kind: TaskKind
    use_case: str
    title: str
    due: date | None
    assignee: str | None
    why: str

    def opened(self, on: date) -> dict[str, Any]:
        """The values of the review item that asks for it."""
        return {
            "use_case_id": self.use_case, "clause": "", "kind": self.kind, "title": self.title,
            "severity": SEVERITIES[self.kind], "state": OPEN, "opened": on, "due": self.due, "assignee": self.assignee,
        }  # fmt: skip


def never_decided(use_case: str, owner: str | None, due: date) -> Task:
    """The task that a use case found in service asks for: somebody has to decide about it."""
    why = "It was found in service and taken in. Nobody has decided about it here: submit it."
    return Task("approval", use_case, "In service, and never decided", due, owner, why)


def still_live(use_case: str, owner: str | None, on: date, due: date) -> Task:
    """The task that a rejection of a live use case asks for: a decision switches nothing off."""
    why = f"It was rejected on {on} and is still live. Order its stop, or change it and submit it again."
    return Task("approval", use_case, "Rejected, and still live", due, owner, why)


def out_of_date(use_case: str, owner: str | None, fields: Sequence[str], clauses: Sequence[str], due: date) -> Task:
    """The task that an approval which no longer covers what runs asks for."""
    changed = ", ".join(name.replace("_", " ") for name in fields)
    parts = [
        f"changed since: {changed}" if fields else "",
        f"clauses that changed: {', '.join(clauses)}" if clauses else "",
    ]
    why = "; ".join(part for part in parts if part)
    return Task("approval", use_case, "The approval is out of date", due, owner, f"{why[:1].upper()}{why[1:]}.")
