"""A finding that somebody holds to be wrong: what is said against it, and what somebody else decided about that.

The finding stands meanwhile, whatever is said against it: only an assessment changes a status.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

CORRECTION = "correction"  # the kind of a review item
Category = Literal["wrong_mapping", "bad_data", "wrong_record", "wrong_rule"]
CATEGORIES: Mapping[Category, str] = {
    "wrong_mapping": "The log or register was read wrongly",
    "bad_data": "The data is wrong or incomplete",
    "wrong_record": "The record of the use case is wrong",
    "wrong_rule": "The clause does not fit this use case",
}
Outcome = Literal["upheld", "accepted"]
OUTCOMES: Mapping[Outcome, str] = {
    "upheld": "The finding stands",
    "accepted": "Accepted: something will be corrected",
}


@dataclass(frozen=True, slots=True)
class Dispute:
    """What somebody says against a finding; `use_case` is '' for the organisation, `status` what it said then."""

    id: int
    use_case: str
    clause: str
    category: Category
    text: str
    status: str
    raised_by: str
    on: date


@dataclass(frozen=True, slots=True)
class Correction:
    """What will be corrected, by whom, until when."""

    what: str
    by: str
    due: date


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was decided about a dispute; a correction where it was accepted."""

    dispute: Dispute
    outcome: Outcome
    decided_by: str
    on: date
    reason: str
    correction: Correction | None = None


def corrected_item(found: Dispute, fix: Correction, on: date) -> dict[str, Any]:
    """The values of the review item that a correction opens where the finding has none."""
    return {
        "use_case_id": found.use_case, "clause": found.clause, "kind": CORRECTION, "severity": "medium",
        "title": f"Correct what {found.clause} was decided from", "state": "open", "opened": on, "due": fix.due,
        "assignee": fix.by,
    }  # fmt: skip


def settled_in_words(settlement: Settlement) -> str:
    """The note on the review item; ids of people follow `by`, so that the screen can say their titles."""
    if settlement.correction is None:
        return f"Dispute decided: the finding stands. {settlement.reason}"
    what, by, due = settlement.correction.what, settlement.correction.by, settlement.correction.due
    return f"Dispute accepted. To be corrected by {by} until {due}: {what}"
