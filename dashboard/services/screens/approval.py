"""Where a use case stands between draft and live: what waits, who may decide, what was decided, is it still true."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.adapters import approvals_store as store
from dashboard.adapters import repository
from dashboard.adapters.history import use_case_at
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import (
    DECIDERS,
    MATERIAL,
    MAY_BE_SUBMITTED,
    Decision,
    Submission,
    changed_clauses,
    clause_marks,
    eligible,
    material_changes,
)
from dashboard.domain.differences import changed
from dashboard.domain.field_words import plain_field
from dashboard.domain.registry import UseCase
from dashboard.domain.wording import day, sentence_case
from dashboard.services.facts import clauses_that_apply
from dashboard.services.permissions import Verb, may
from dashboard.services.sources import Sources

_NOT_COMPARED = {"lifecycle", "evidence", "sign_offs", "waivers", "source", "onboarding", "last_material_change"}
_MATTERS = frozenset({*MATERIAL, "models"})
OUTCOMES = {
    "approved": "Approved",
    "approved_with_conditions": "Approved with conditions",
    "changes_requested": "Changes requested",
    "rejected": "Rejected",
}


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """The part of a use case's page about its approval.

    Attributes:
        headline: where it stands, in a sentence.
        out_of_date: material fields, and clauses that apply, which changed since the approval; empty while it holds.
        involved: user id to how, for what waits; empty where nothing waits.
        may_decide: titles of those who may decide what waits.
        decisions: newest first, with columns Decided, Outcome, By, Reason, Conditions.
        changes: what differs from the record that was decided last, with columns Field, Was, Is, Material.
    """

    use_case: str
    revision: int
    charter: str
    lifecycle: str
    headline: str
    out_of_date: tuple[str, ...]
    waiting: bool
    involved: dict[str, str]
    may_decide: tuple[str, ...]
    decisions: pd.DataFrame
    changes: pd.DataFrame

    def submits(self, actor: Actor) -> bool:
        """Whether this person may submit it now."""
        return not self.waiting and self.lifecycle in MAY_BE_SUBMITTED and may(actor, Verb.SUBMIT)

    def decides(self, actor: Actor) -> bool:
        """Whether this person may decide what waits."""
        return self.waiting and actor.role in DECIDERS and actor.user_id not in self.involved


def load_approval(sources: Sources, use_case_id: str) -> ApprovalPage | None:
    """The approval of one use case; None where there is no such use case."""
    people = repository.users(sources.database)
    titles = {user.id: user.title for user in people}
    with sources.database.read() as connection:
        found = repository.use_case_in(connection, use_case_id)
        if found is None:
            return None
        decisions = store.decisions_of(connection, use_case_id)
        waiting = store.waiting_submission(connection, use_case_id)
        involved = store.involved_in(connection, waiting.id) if waiting else {}
    use_case, revision = found
    outdated = _out_of_date(sources, use_case, decisions)
    return ApprovalPage(
        use_case_id, revision, sources.charter.digest, use_case.lifecycle,
        _headline(use_case, waiting, decisions, titles, outdated), outdated,
        waiting is not None, involved, tuple(user.title for user in eligible(people, involved)),
        _table(decisions, titles), _changes(sources, use_case, decisions),
    )  # fmt: skip


def _changes(sources: Sources, use_case: UseCase, decisions: tuple[Decision, ...]) -> pd.DataFrame:
    """Held against the approval in force, else against what was decided last."""
    against = next((one for one in decisions if one.is_approval), next(iter(decisions), None))
    before = use_case_at(sources.database, use_case.id, against.submission.revision) if against else None
    found = changed(_shown(before), _shown(use_case)) if before is not None else ()
    rows = [
        (
            sentence_case(plain_field(one.where)),
            one.was,
            one.now,
            _yes(one.where.split(".")[0] in _MATTERS),
        )
        for one in found
    ]
    return pd.DataFrame(rows, columns=["Field", "Was", "Is", "Material"])


def _yes(answer: bool) -> str:  # noqa: FBT001  # it is a word for a truth
    return "yes" if answer else "no"


def _shown(use_case: UseCase) -> dict[str, Any]:
    return use_case.model_dump(mode="json", exclude_none=True, exclude=_NOT_COMPARED)


def _out_of_date(sources: Sources, use_case: UseCase, decisions: tuple[Decision, ...]) -> tuple[str, ...]:
    approval = next((one for one in decisions if one.is_approval), None)
    if approval is None:
        return ()
    approved = use_case_at(sources.database, use_case.id, approval.submission.revision)
    now = clause_marks(clauses_that_apply(sources.charter, use_case, sources.as_of))
    fields = material_changes(approved, use_case) if approved else ()
    return (*fields, *(f"clause {name}" for name in changed_clauses(approval.clauses, now)))


def _headline(
    use_case: UseCase,
    waiting: Submission | None,
    decisions: tuple[Decision, ...],
    titles: dict[str, str],
    changed: tuple[str, ...],
) -> str:
    if waiting is not None:
        return f"Waits for a decision since {day(waiting.on)}, submitted by {_title(waiting.submitted_by, titles)}"
    if not decisions:
        never = "Nobody has decided about it here"
        return f"{never}; it is live" if use_case.lifecycle == "live" else f"{never}; it is not submitted"
    last = decisions[0]
    told = f"{OUTCOMES[last.outcome]} on {day(last.on)} by {_title(last.decided_by, titles)}"
    return f"{told}; out of date since it changed" if changed and last.is_approval else told


def _table(decisions: tuple[Decision, ...], titles: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Decided": [one.on for one in decisions],
            "Outcome": [OUTCOMES[one.outcome] for one in decisions],
            "By": [_title(one.decided_by, titles) for one in decisions],
            "Reason": [one.reason for one in decisions],
            "Conditions": [
                " · ".join(f"{condition.text} (by {day(condition.due)})" for condition in one.conditions)
                for one in decisions
            ],
        }
    )


def _title(user_id: str, titles: dict[str, str]) -> str:
    return titles.get(user_id, user_id)
