"""Approvals that no longer cover what runs: each assessment opens an item to decide again, and closes settled ones."""

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.adapters.approvals_store import newest_decisions, onboarded
from dashboard.adapters.database import Transaction
from dashboard.adapters.history import use_case_at_in
from dashboard.adapters.reviews_store import Note, close_tasks, open_task, open_tasks
from dashboard.domain.approvals import Decision, changed_clauses, clause_marks, fingerprint, material_changes
from dashboard.domain.charter import Charter
from dashboard.domain.findings import Findings
from dashboard.domain.outcomes import NOT_APPLICABLE
from dashboard.domain.registry import UseCase
from dashboard.domain.tasks import Task, never_decided, out_of_date, still_live

_HELD_AGAINST = frozenset({"approved", "approved_with_conditions", "live"})


def renew_approvals(
    tx: Transaction, charter: Charter, use_cases: Sequence[UseCase], found: Findings, as_of: date
) -> None:
    """Open the task of each approval that is out of date, rejected or never given while live; close settled ones.

    Args:
        tx: the transaction of the assessment.
        charter: with the time to decide again.
        use_cases: the records that were assessed.
        found: what applies to them.
        as_of: the day.
    """
    decided, taken_in = newest_decisions(tx.connection), onboarded(tx.connection)
    waiting, due = open_tasks(tx.connection, "approval"), charter.defaults.renew_approval.after(as_of)
    row_of, marks = {name: row for row, name in enumerate(found.ids)}, clause_marks(found.clauses)
    for case in use_cases:
        if case.id not in row_of or case.lifecycle not in _HELD_AGAINST:
            continue
        task = None
        if case.id in decided:
            applied = found.status[:, row_of[case.id]] != NOT_APPLICABLE
            now = {one.id: marks[one.id] for one, applies in zip(found.clauses, applied, strict=True) if applies}
            last, approval = decided[case.id]
            task = _rejected(case, last, due) or _outdated(tx, case, approval, clauses=now, due=due)
        elif case.id in taken_in and case.lifecycle == "live":
            task = never_decided(case.id, case.owner, due)
        _settle(tx, case, task, waiting=case.id in waiting, as_of=as_of)


def _settle(tx: Transaction, case: UseCase, task: Task | None, *, waiting: bool, as_of: date) -> None:
    if task is not None and not waiting:
        open_task(tx, task, as_of)
    if task is None and waiting:
        close_tasks(tx, "approval", case.id, Note("closed", "The approval covers what runs.", as_of))


def _rejected(case: UseCase, last: Decision, due: date) -> Task | None:
    rejected = case.lifecycle == "live" and last.outcome == "rejected"
    return still_live(case.id, case.owner, last.on, due) if rejected else None


def _outdated(
    tx: Transaction, case: UseCase, approval: Decision | None, *, clauses: Mapping[str, str], due: date
) -> Task | None:
    if approval is None:
        return None
    fields: tuple[str, ...] = ()
    if approval.submission.fingerprint != fingerprint(case):
        approved = use_case_at_in(tx.connection, case.id, approval.submission.revision)
        fields = material_changes(approved, case) if approved else ("record",)
    changed = changed_clauses(approval.clauses, clauses)
    return out_of_date(case.id, case.owner, fields, changed, due) if fields or changed else None
