"""Reads and adds requests, who is involved in them, and rulings."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from dashboard.adapters.owners import owners_ever
from dashboard.adapters.repository import table
from dashboard.adapters.tables import RequestInvolvementRow, RequestRow, RulingRow
from dashboard.adapters.transaction import Transaction
from dashboard.domain.requests import Request, Ruling

ENTITY = "request"
_REQUESTS, _INVOLVED, _RULINGS = table(RequestRow), table(RequestInvolvementRow), table(RulingRow)
_UNRULED = ~select(_RULINGS.c.request_id).where(_RULINGS.c.request_id == _REQUESTS.c.id).exists()

_RULED = select(
    *_REQUESTS.c, _RULINGS.c.granted, _RULINGS.c.ruled_by, _RULINGS.c.reason, _RULINGS.c.on.label("ruled_on")
).join(_RULINGS, _RULINGS.c.request_id == _REQUESTS.c.id)


def request(connection: Connection, request_id: int) -> Request | None:
    """One request, or None."""
    row = connection.execute(select(_REQUESTS).where(_REQUESTS.c.id == request_id)).mappings().first()
    return None if row is None else _request(row)


def waiting_requests(connection: Connection, use_case: str | None = None) -> tuple[Request, ...]:
    """Requests nobody has ruled on, oldest first; of one use case, or of all."""
    query = select(_REQUESTS).where(_UNRULED).order_by(_REQUESTS.c.id)
    query = query if use_case is None else query.where(_REQUESTS.c.use_case_id == use_case)
    return tuple(_request(row) for row in connection.execute(query).mappings())


def rulings_of(connection: Connection, use_case: str) -> tuple[Ruling, ...]:
    """Every ruling about this use case, newest first."""
    rows = connection.execute(_RULED.where(_REQUESTS.c.use_case_id == use_case).order_by(_REQUESTS.c.id.desc()))
    return tuple(_ruling(row) for row in rows.mappings())


def rulings_for(connection: Connection, asked_by: str, since: date) -> tuple[Ruling, ...]:
    """What was ruled since a day on requests of this person, newest first."""
    mine = _RULED.where(_REQUESTS.c.asked_by == asked_by, _RULINGS.c.on >= since)
    return tuple(_ruling(row) for row in connection.execute(mine.order_by(_RULINGS.c.on.desc())).mappings())


def involved_in_request(connection: Connection, request_id: int) -> dict[str, str]:
    """User id to how they are involved; whoever came to own the use case, by whatever road, is among them."""
    use_case = connection.scalar(select(_REQUESTS.c.use_case_id).where(_REQUESTS.c.id == request_id))
    return owners_ever(connection, str(use_case)) | _noted(connection, request_id)


def _noted(connection: Connection, request_id: int) -> dict[str, str]:
    rows = connection.execute(select(_INVOLVED).where(_INVOLVED.c.request_id == request_id))
    return {row.user_id: row.how for row in rows}


def add_request(tx: Transaction, values: Mapping[str, Any], involved: Mapping[str, str]) -> int:
    """Store a request with everybody involved and its event; returns its id.

    Args:
        tx: the transaction; who writes is who asks.
        values: kind, use_case_id, subject, on, details.
        involved: user id to how.
    """
    row = {**values, "asked_by": tx.actor.user_id}
    key = tx.connection.execute(insert(_REQUESTS).values(**row)).inserted_primary_key
    assert key is not None  # noqa: S101  # an insert of one row has one
    add_involved_in(tx, int(key[0]), involved)
    record = {**row, "on": values["on"].isoformat(), "id": int(key[0]), "involved": dict(involved)}
    tx.append(f"{values['kind']}.asked", ENTITY, str(key[0]), record)
    return int(key[0])


def note_change(tx: Transaction, use_case: str, owner: str | None, how: str = "changed it") -> None:
    """Whoever changes or submits the use case, and a new owner, may no longer rule on what waits about it."""
    for waiting in waiting_requests(tx.connection, use_case):
        add_involved_in(tx, waiting.id, ({owner: "own it"} if owner else {}) | {tx.actor.user_id: how})


def note_owner(tx: Transaction, use_case: str, owner: str) -> None:
    """A new owner may not rule on what waits; who only handed it over may."""
    for waiting in waiting_requests(tx.connection, use_case):
        add_involved_in(tx, waiting.id, {owner: "own it"})


def add_involved_in(tx: Transaction, request_id: int, involved: Mapping[str, str]) -> None:
    """Add those who are not known as involved yet."""
    known = _noted(tx.connection, request_id)
    rows = [{"request_id": request_id, "user_id": user, "how": how} for user, how in involved.items()
            if user not in known]  # fmt: skip
    if rows:
        tx.connection.execute(insert(_INVOLVED), rows)


def add_ruling(tx: Transaction, ruling: Ruling) -> None:
    """Store a ruling with its event; the database refuses a second one, and one by anybody involved."""
    asked = ruling.request
    values = {"request_id": asked.id, "asked_by": asked.asked_by, "ruled_by": ruling.ruled_by,
              "granted": ruling.granted, "reason": ruling.reason, "on": ruling.on}  # fmt: skip
    tx.connection.execute(insert(_RULINGS).values(**values))
    record = {**values, "on": ruling.on.isoformat(), "request": {**asdict(asked), "on": asked.on.isoformat()}}
    tx.append(f"{asked.kind}.{'granted' if ruling.granted else 'refused'}", ENTITY, str(asked.id), record)


def _request(row: RowMapping) -> Request:
    return Request(
        row["id"], row["kind"], row["use_case_id"], row["subject"], row["asked_by"], row["on"], row["details"],
    )  # fmt: skip


def _ruling(row: RowMapping) -> Ruling:
    return Ruling(_request(row), bool(row["granted"]), row["ruled_by"], row["ruled_on"], row["reason"])
