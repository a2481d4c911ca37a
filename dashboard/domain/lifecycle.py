"""Where a use case may go from where it stands, beyond submitting and deciding: into service, to a stop, out of use.

The dashboard switches nothing on or off. A stop is ordered here, carried out elsewhere, and confirmed by the overseer;
whether the system fell silent is judged by its decision log.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard.domain.approvals import APPROVALS, STOPPING_TIERS, Decision, changed_clauses, fingerprint
from dashboard.domain.registry import Lifecycle, UseCase

Move = Literal["go_live", "order_stop", "withdraw_stop", "confirm_stop", "retire"]


@dataclass(frozen=True, slots=True)
class Step:
    """A move: the states that it leads from, and the one it leads to."""

    sources: frozenset[str]
    target: Lifecycle


STEPS: dict[Move, Step] = {
    "go_live": Step(frozenset(APPROVALS), "live"),
    "order_stop": Step(frozenset({"live"}), "stop_ordered"),
    "withdraw_stop": Step(frozenset({"stop_ordered"}), "live"),
    "confirm_stop": Step(frozenset({"stop_ordered"}), "suspended"),
    "retire": Step(
        frozenset({"inventoried", "draft", "changes_requested", "rejected", "suspended", *APPROVALS}), "retired"
    ),
}


def moved(use_case: UseCase, move: Move, on: date) -> UseCase:
    """The record after a move; a use case that goes live again was stopped no longer."""
    fields: dict[str, object] = {"lifecycle": STEPS[move].target}
    if move == "go_live":
        first = on if use_case.go_live is None else min(use_case.go_live, on)  # a day that was planned for later
        fields |= {"go_live": first, "stop_ordered_on": None, "stopped_on": None}
    elif move == "order_stop":
        fields["stop_ordered_on"] = on
    elif move == "withdraw_stop":
        fields["stop_ordered_on"] = None
    elif move == "confirm_stop" or (move == "retire" and _was_at_work(use_case, on)):
        fields["stopped_on"] = on
    return use_case.model_copy(update=fields)


def _was_at_work(use_case: UseCase, on: date) -> bool:
    return use_case.stopped_on is None and use_case.go_live is not None and use_case.go_live <= on


def why_not_live(use_case: UseCase, approval: Decision | None, clauses: dict[str, str]) -> str | None:
    """Why a use case may not go into service, as the end of a sentence; None where it may.

    Args:
        use_case: the record.
        approval: its newest decision.
        clauses: marks of the clauses that apply to it now.
    """
    if approval is None or not approval.is_approval:
        return "its newest decision is no approval"
    if use_case.risk_tier in STOPPING_TIERS:
        return f"its tier is {use_case.risk_tier.replace('_', ' ')}"
    if approval.submission.fingerprint != fingerprint(use_case):
        return "it was changed materially since it was approved: submit it again"
    changed = changed_clauses(approval.clauses, clauses)
    if changed:
        return f"clauses that apply have changed since it was approved ({', '.join(changed)}): submit it again"
    return None


def who_confirms(use_case: UseCase) -> str | None:
    """User id of the overseer who confirms a stop; None where no active overseer is named."""
    overseer = use_case.overseer
    return overseer.name if overseer and overseer.name and overseer.active is not False else None
