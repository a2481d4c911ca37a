"""Runs an assessment and stores it: findings, what flipped and why, measurements, own statuses, review items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.findings_store import add_history, read_before, replace_current, save_assessment
from dashboard.adapters.reviews_store import Note, items_at_hand, save_change
from dashboard.domain.actors import Actor
from dashboard.domain.assessment_rows import Rows, rows_of
from dashboard.domain.charter import Charter
from dashboard.domain.facts import Facts, Terms
from dashboard.domain.findings import assess
from dashboard.domain.reviews import ReviewAction, reconcile
from dashboard.domain.rollup import Portfolio, portfolio, roll_up
from dashboard.domain.verdict_rows import FindingRecord, finding_records
from dashboard.errors import Conflict
from dashboard.services.approval_tasks import renew_approvals
from dashboard.services.case_tasks import settle_cases
from dashboard.services.permissions import Verb, require
from dashboard.services.stored_facts import Practice, read_practice


@dataclass(frozen=True, slots=True)
class AssessmentSummary:
    """What a run found and changed."""

    id: int
    as_of: date
    data_version: int
    portfolio: Portfolio
    findings: int
    flips: int
    measurements: int
    actions: tuple[ReviewAction, ...]


def run_assessment(  # noqa: PLR0913  # a run is named by what, against which charter, when, by whom
    database: Database,
    charter: Charter,
    *,
    as_of: date,
    actor: Actor,
    store: DecisionStore,
    practice: Practice | None = None,
    key: str | None = None,
) -> AssessmentSummary:
    """Assess everything as of a day and store what was found, in one transaction.

    Args:
        database: the store.
        charter: the promise.
        as_of: the day; days must be assessed in order.
        actor: who asks for it.
        store: the decision store.
        practice: what was read before, when many days are replayed.
        key: idempotency key; by default every run is one of its own.

    Raises:
        NotPermitted, StoreUnusable: nothing was written.
        Conflict: the day has not come, or a later day, or a newer state of the store, was assessed already.
    """
    require(actor, Verb.ASSESS)
    _refuse_future(as_of)
    known = practice or read_practice(database, store)
    facts = known.facts(charter, as_of)
    found = assess(charter, facts, as_of)
    records = tuple(finding_records(found, facts, Terms.of(charter, as_of)))
    with database.write(actor, key or uuid4().hex) as tx:
        if tx.replayed:
            raise Conflict(f"The assessment {key} was stored before; it is not repeated.")
        before = read_before(tx.connection)
        _refuse_going_back(before.assessment, as_of)
        _refuse_older_reading(before.assessment, known.data_version)
        figures = portfolio(found, roll_up(found.use_cases))
        number = save_assessment(tx, _run_values(tx, charter, as_of, known, figures))
        rows = rows_of(charter, found, records, before, number=number)
        replace_current(tx, rows.findings, rows.statuses)
        add_history(tx, rows)
        _append_run(tx, charter, figures, rows, number=number, as_of=as_of)
        actions = _act(tx, records, facts, as_of)
        settle_cases(tx, charter, as_of, facts.organisation.cases.moment)
        renew_approvals(tx, charter, known.registry.use_cases, found.use_cases, as_of)
    return AssessmentSummary(
        number, as_of, known.data_version, figures, len(records), len(rows.flips), len(rows.measurements), actions
    )


def _refuse_future(as_of: date) -> None:
    """Where the day begins earlier it may be tomorrow here."""
    if as_of > datetime.now(UTC).date() + timedelta(days=1):
        raise Conflict(
            f"{as_of} has not come yet, and every later assessment would be refused. "
            "`check --as-of` looks ahead without storing anything."
        )


def _refuse_older_reading(newest: Mapping[Any, Any] | None, data_version: int) -> None:
    if newest is not None and newest["data_version"] > data_version:
        raise Conflict("Somebody has assessed a newer state of the store meanwhile. Nothing was saved.")


def _refuse_going_back(newest: Mapping[Any, Any] | None, as_of: date) -> None:
    last = newest["as_of"] if newest is not None else None
    if last is not None and last > as_of:
        raise Conflict(
            f"The assessment of {last} is stored already and {as_of} lies before it. Days are assessed in order; "
            "`check --as-of` looks at the past without storing anything."
        )


def _run_values(
    tx: Transaction, charter: Charter, as_of: date, known: Practice, figures: Portfolio
) -> dict[str, object]:
    return {
        "as_of": as_of,
        "recorded_at": tx.now,
        "data_version": known.data_version,
        "charter_version": charter.version,
        "charter_digest": charter.digest,
        **{name: getattr(figures, name) for name in Portfolio.__dataclass_fields__},
    }


def _append_run(  # noqa: PLR0913  # an event says everything about a run
    tx: Transaction, charter: Charter, figures: Portfolio, rows: Rows, *, number: int, as_of: date
) -> None:
    body = {
        "id": number,
        "as_of": as_of.isoformat(),
        "charter": {"version": charter.version, "digest": charter.digest},
        **{name: getattr(figures, name) for name in Portfolio.__dataclass_fields__},
        "flips": [_flip_body(flip) for flip in rows.flips],
        "findings": len(rows.findings),
        **({"ended": [_ended_body(row) for row in rows.ended]} if rows.ended else {}),
        "measurements": len(rows.measurements),
    }
    tx.append("assessment.stored", "assessment", str(number), body)


def _flip_body(flip: dict[str, object]) -> dict[str, object]:
    names = ("use_case_id", "clause", "was", "became", "became_reason", "cause")
    return {name: flip[name] for name in names if flip[name] is not None}


def _ended_body(row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in ("use_case_id", "clause", "was", "was_reason") if row[name] is not None}


def _act(tx: Transaction, records: Sequence[FindingRecord], facts: Facts, as_of: date) -> tuple[ReviewAction, ...]:
    actions = reconcile(records, items_at_hand(tx.connection, as_of), as_of, owners=facts.owners)
    for action in actions:
        save_change(tx, action.item, action.changes, Note(action.step.value, action.text, as_of))
    return actions
