"""Reads and adds submissions, who was involved in them, and decisions."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from dashboard.adapters import requests_store, tokens_store
from dashboard.adapters.owners import owners_ever
from dashboard.adapters.tables import DecisionRow, EventRow, InvolvementRow, SubmissionRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.approvals import APPROVALS, Condition, Decision, Submission
from dashboard.domain.tokens import Token
from dashboard.errors import Problem

_SUBMISSIONS = SubmissionRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_INVOLVEMENTS = InvolvementRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_DECISIONS = DecisionRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
_DECIDED = select(*_SUBMISSIONS.c, *(column.label(f"d_{column.name}") for column in _DECISIONS.c)).join(
    _DECISIONS, _DECISIONS.c.submission_id == _SUBMISSIONS.c.id
)

_HANDS = {
    **dict.fromkeys(("use_case.registered", "use_case.changed", "use_case.onboarded", "use_case.document_filed",
                     "use_case.triaged"), "changed it"),
    "approval.asked": "submitted it",
}  # fmt: skip


def newest_submission(connection: Connection, use_case: str) -> Submission | None:
    """The last request for this use case, decided or not."""
    mine = select(_SUBMISSIONS).where(_SUBMISSIONS.c.use_case_id == use_case)
    row = connection.execute(mine.order_by(_SUBMISSIONS.c.id.desc()).limit(1)).mappings().first()
    return None if row is None else _submission(row)


def waiting_submission(connection: Connection, use_case: str) -> Submission | None:
    """The request that nobody has decided about yet."""
    newest = newest_submission(connection, use_case)
    decided = {decision.submission.id for decision in decisions_of(connection, use_case)}
    return newest if newest is not None and newest.id not in decided else None


def waiting_submissions(connection: Connection) -> tuple[Submission, ...]:
    """Every request for approval that nobody has decided about, oldest first."""
    decided = select(_DECISIONS.c.submission_id).where(_DECISIONS.c.submission_id == _SUBMISSIONS.c.id)
    query = select(_SUBMISSIONS).where(~decided.exists()).order_by(_SUBMISSIONS.c.id)
    return tuple(_submission(row) for row in connection.execute(query).mappings())


def note_involvement(tx: Transaction, use_case: str, owner: str | None) -> None:
    """Whoever changes what waits for a decision or a ruling, and a new owner, may no longer decide about it."""
    requests_store.note_change(tx, use_case, owner)
    waiting = waiting_submission(tx.connection, use_case)
    if waiting is not None:
        owned = {owner: "own it"} if owner else {}
        add_involved(tx, waiting.id, owned | {tx.actor.user_id: "changed it"})


def note_owner(tx: Transaction, use_case: str, owner: str) -> None:
    """A new owner may not decide or rule on what waits; who only handed it over may."""
    requests_store.note_owner(tx, use_case, owner)
    waiting = waiting_submission(tx.connection, use_case)
    if waiting is not None:
        add_involved(tx, waiting.id, {owner: "own it"})


def note_push(tx: Transaction, use_case: str, token: Token, what: Mapping[str, Any]) -> None:
    """Record what came by a token: whoever made it had its secret, and may not judge what waits or comes of it."""
    made = tokens_store.add_push(tx, use_case, token, what)
    for asked in requests_store.waiting_requests(tx.connection, use_case):
        requests_store.add_involved_in(tx, asked.id, made)
    waiting = waiting_submission(tx.connection, use_case)
    if waiting is not None:
        add_involved(tx, waiting.id, made)


def decisions_of(connection: Connection, use_case: str) -> tuple[Decision, ...]:
    """Every decision about this use case, newest first."""
    mine = _DECIDED.where(_SUBMISSIONS.c.use_case_id == use_case).order_by(_SUBMISSIONS.c.id.desc())
    return tuple(_decision(row) for row in connection.execute(mine).mappings())


def decisions_for(connection: Connection, submitted_by: str, since: date) -> tuple[Decision, ...]:
    """What was decided since a day about submissions of this person, newest first."""
    mine = _DECIDED.where(_SUBMISSIONS.c.submitted_by == submitted_by, _DECISIONS.c.on >= since)
    return tuple(_decision(row) for row in connection.execute(mine.order_by(_DECISIONS.c.on.desc())).mappings())


def newest_decisions(connection: Connection) -> dict[str, tuple[Decision, Decision | None]]:
    """Use case to its newest decision and its newest approval."""
    found: dict[str, tuple[Decision, Decision | None]] = {}
    for row in connection.execute(_DECIDED.order_by(_SUBMISSIONS.c.id)).mappings():
        decision = _decision(row)
        before = found.get(decision.submission.use_case, (None, None))[1]
        found[decision.submission.use_case] = decision, decision if decision.is_approval else before
    return found


def onboarded(connection: Connection) -> frozenset[str]:
    """Use cases that came in as found in use and were taken into the portfolio here."""
    mine = select(_EVENTS.c.entity_id).where(_EVENTS.c.entity == "use_case", _EVENTS.c.kind == "use_case.onboarded")
    return frozenset(str(found) for found in connection.scalars(mine.distinct()))


def involved_in(connection: Connection, submission: int) -> dict[str, str]:
    """User id to how they are involved; whoever came to own the use case, by whatever road, is among them."""
    use_case = connection.scalar(select(_SUBMISSIONS.c.use_case_id).where(_SUBMISSIONS.c.id == submission))
    return owners_ever(connection, str(use_case)) | _noted(connection, submission)


def _noted(connection: Connection, submission: int) -> dict[str, str]:
    rows = connection.execute(select(_INVOLVEMENTS).where(_INVOLVEMENTS.c.submission_id == submission))
    return {row.user_id: row.how for row in rows}


def involved_since(connection: Connection, use_case: str, after_seq: int) -> dict[str, str]:
    """Everybody who ever owned the use case, and whoever changed or submitted it after an event; from the ledger."""
    query = select(_EVENTS.c.actor, _EVENTS.c.kind).where(_EVENTS.c.seq > after_seq, _EVENTS.c.role != "system")
    mine = query.where(_EVENTS.c.entity.in_(("use_case", "approval")), _EVENTS.c.entity_id == use_case)
    involved = owners_ever(connection, use_case)
    for row in connection.execute(mine.order_by(_EVENTS.c.seq)):
        if row.kind in _HANDS:
            involved.setdefault(row.actor, _HANDS[row.kind])
    return tokens_store.makers_since(connection, use_case, after_seq) | involved


def involved_now(connection: Connection, use_case: str, owner: str | None) -> dict[str, str]:
    """Who may not judge it: owners of any time, and who submitted or changed it since it was last approved."""
    involved = involved_since(connection, use_case, last_approval_seq(connection, use_case))
    newest = newest_submission(connection, use_case)
    return involved | ({newest.submitted_by: "submitted it"} if newest else {}) | ({owner: "own it"} if owner else {})


def last_approval_seq(connection: Connection, use_case: str) -> int:
    """The event of the newest approval of this use case; 0 where there is none. Only what somebody else approved is
    nobody's own work any longer: a rejection, or a request for changes, approves no line that was written before.
    """
    approved = _EVENTS.c.kind.in_([f"approval.{outcome}" for outcome in APPROVALS])
    mine = (_EVENTS.c.entity == "approval") & (_EVENTS.c.entity_id == use_case) & approved
    seq = connection.scalar(select(_EVENTS.c.seq).where(mine).order_by(_EVENTS.c.seq.desc()).limit(1))
    return int(seq or 0)


def add_submission(tx: Transaction, values: Mapping[str, Any], involved: Mapping[str, str]) -> int:
    """Store a request with everybody involved and its event; returns its id."""
    result = tx.connection.execute(insert(_SUBMISSIONS).values(**values))
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101  # an insert of one row has one
    add_involved(tx, int(key[0]), involved)
    requests_store.note_change(tx, values["use_case_id"], values["owner"], "submitted it")
    record = {**values, "on": values["on"].isoformat(), "submission": int(key[0]), "involved": dict(involved)}
    tx.append("approval.asked", "approval", values["use_case_id"], record)
    return int(key[0])


def add_involved(tx: Transaction, submission: int, involved: Mapping[str, str]) -> None:
    """Add those who are not known as involved yet."""
    known = _noted(tx.connection, submission)
    rows = [{"submission_id": submission, "user_id": user, "how": how} for user, how in involved.items()
            if user not in known]  # fmt: skip
    if rows:
        tx.connection.execute(insert(_INVOLVEMENTS), rows)


def add_decision(tx: Transaction, decision: Decision) -> None:
    """Store a decision with its event; the database refuses a second one, and one by anybody involved."""
    conditions = [{"text": one.text, "due": one.due.isoformat()} for one in decision.conditions]
    values = {
        "submission_id": decision.submission.id, "submitted_by": decision.submission.submitted_by,
        "decided_by": decision.decided_by, "outcome": decision.outcome, "reason": decision.reason,
        "conditions": conditions, "on": decision.on, "clauses": dict(decision.clauses),
    }  # fmt: skip
    tx.connection.execute(insert(_DECISIONS).values(**values))
    asked = {**asdict(decision.submission), "on": decision.submission.on.isoformat()}
    record = {**values, "on": decision.on.isoformat(), "submission": asked}
    tx.append(f"approval.{decision.outcome}", "approval", decision.submission.use_case, record)


def _submission(row: RowMapping) -> Submission:
    return Submission(
        row["id"], row["use_case_id"], row["use_case_revision"], row["submitted_by"], row["owner"], row["on"],
        row["fingerprint"],
    )  # fmt: skip


def _decision(row: RowMapping) -> Decision:
    conditions = tuple(Condition(str(one["text"]), date.fromisoformat(one["due"])) for one in row["d_conditions"])
    return Decision(
        _submission(row), row["d_outcome"], row["d_decided_by"], row["d_on"], row["d_reason"], conditions,
        row["d_clauses"] or {},
    )  # fmt: skip


def unrecorded_decisions(connection: Connection) -> Iterator[Problem]:
    """Decisions that stand in their table without an event that says so: somebody went past the services."""
    made = select(_EVENTS.c.actor, _EVENTS.c.kind, _EVENTS.c.body).where(_EVENTS.c.entity == "approval")
    told = {(event.actor, event.kind, _submission_in(event.body)) for event in connection.execute(made)}
    for row in connection.execute(select(_DECISIONS).order_by(_DECISIONS.c.submission_id)):
        if (row.decided_by, f"approval.{row.outcome}", row.submission_id) not in told:
            where = f"decision about submission {row.submission_id}"
            yield Problem(where, f"{row.outcome} by {row.decided_by} with no event", "an event that records it")


def _submission_in(body: str) -> int | None:
    try:
        submission = json.loads(body)["record"]["submission"]
        return int(submission["id"] if isinstance(submission, dict) else submission)
    except (ValueError, KeyError, TypeError):
        return None
