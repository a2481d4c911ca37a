"""Reads and adds disputes of findings and what was decided about them."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from dashboard.adapters.database import Database
from dashboard.adapters.repository import table
from dashboard.adapters.tables import DisputeRow, SettlementRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.disputes import Correction, Dispute, Settlement

ENTITY = "dispute"
_DISPUTES, _SETTLEMENTS = table(DisputeRow), table(SettlementRow)
_UNSETTLED = ~select(_SETTLEMENTS.c.dispute_id).where(_SETTLEMENTS.c.dispute_id == _DISPUTES.c.id).exists()


def dispute(connection: Connection, dispute_id: int) -> Dispute | None:
    """One dispute, or None."""
    row = connection.execute(select(_DISPUTES).where(_DISPUTES.c.id == dispute_id)).mappings().first()
    return None if row is None else _dispute(row)


def open_disputes(connection: Connection, use_case: str | None = None) -> dict[tuple[str, str], Dispute]:
    """(use case, clause) to the dispute that nobody has decided about; '' is the organisation, None asks for all."""
    query = select(_DISPUTES).where(_UNSETTLED)
    query = query if use_case is None else query.where(_DISPUTES.c.use_case_id == use_case)
    found = [_dispute(row) for row in connection.execute(query.order_by(_DISPUTES.c.id)).mappings()]
    return {(one.use_case, one.clause): one for one in found}


def disputes_about(database: Database, use_case: str) -> dict[str, Dispute]:
    """Clause to its open dispute."""
    with database.read() as connection:
        return {clause: found for (_, clause), found in open_disputes(connection, use_case).items()}


def settlements_of(connection: Connection, use_case: str) -> tuple[Settlement, ...]:
    """Everything that was decided about disputes of this use case, newest first."""
    decided = [column.label(f"s_{column.name}") for column in _SETTLEMENTS.c]
    query = select(*_DISPUTES.c, *decided).join(_SETTLEMENTS, _SETTLEMENTS.c.dispute_id == _DISPUTES.c.id)
    rows = connection.execute(query.where(_DISPUTES.c.use_case_id == use_case).order_by(_DISPUTES.c.id.desc()))
    return tuple(_settlement(row) for row in rows.mappings())


def add_dispute(tx: Transaction, values: dict[str, Any]) -> int:
    """Store a dispute (use_case_id, clause, category, text, status, on) by who writes, with its event; its id."""
    row = {**values, "raised_by": tx.actor.user_id}
    key = tx.connection.execute(insert(_DISPUTES).values(**row)).inserted_primary_key
    assert key is not None  # noqa: S101  # an insert of one row has one
    tx.append("dispute.raised", ENTITY, str(key[0]), {**row, "on": values["on"].isoformat(), "id": int(key[0])})
    return int(key[0])


def add_settlement(tx: Transaction, settlement: Settlement) -> None:
    """Store a decision with its event; the database refuses a second one, and one by who raised the dispute."""
    fix = settlement.correction
    values: dict[str, Any] = {
        "dispute_id": settlement.dispute.id, "raised_by": settlement.dispute.raised_by,
        "decided_by": settlement.decided_by, "outcome": settlement.outcome, "reason": settlement.reason,
        "correction": fix.what if fix else None, "corrected_by": fix.by if fix else None,
        "due": fix.due if fix else None, "on": settlement.on,
    }  # fmt: skip
    tx.connection.execute(insert(_SETTLEMENTS).values(**values))
    asked = {**asdict(settlement.dispute), "on": settlement.dispute.on.isoformat()}
    due = fix.due.isoformat() if fix else None
    record = {**values, "on": settlement.on.isoformat(), "due": due, "dispute": asked}
    record["use_case_id"] = settlement.dispute.use_case
    tx.append(f"dispute.{settlement.outcome}", ENTITY, str(settlement.dispute.id), record)


def _dispute(row: RowMapping) -> Dispute:
    names = ("id", "clause", "category", "text", "status", "raised_by", "on")
    return Dispute(use_case=row["use_case_id"], **{name: row[name] for name in names})


def _settlement(row: RowMapping) -> Settlement:
    what = row["s_correction"]
    fix = None if what is None else Correction(what, row["s_corrected_by"], row["s_due"])
    return Settlement(_dispute(row), row["s_outcome"], row["s_decided_by"], row["s_on"], row["s_reason"], fix)
