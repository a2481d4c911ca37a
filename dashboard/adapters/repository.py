"""Use cases, people and the organisation between the domain's records and their tables.

A use case is one row with its record as JSON, beside rows for its models, documents, sign-offs and waivers.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from dashboard.adapters import ledger
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.tables import (
    EvidenceRow,
    ModelRow,
    OrganisationRow,
    Row,
    SignOffRow,
    UseCaseRow,
    UserRow,
    WaiverRow,
)
from dashboard.domain.actors import Role
from dashboard.domain.registry import Organisation, Registry, UseCase
from dashboard.domain.users import User

USE_CASE, ORGANISATION, USER = "use_case", "organisation", "user"
CHILDREN: dict[str, type[Row]] = {
    "models": ModelRow,
    "evidence": EvidenceRow,
    "sign_offs": SignOffRow,
    "waivers": WaiverRow,
}
_COLUMNS = (
    "id", "title", "lifecycle", "team", "owner", "kind", "risk_tier", "registered_at", "go_live",
    "last_material_change",
)  # fmt: skip
_CHUNK = 1_000


def table(row: type[Row]) -> Table:
    """The table behind a row class."""
    found: Table = row.__table__  # type: ignore[attr-defined]  # SQLModel adds it
    return found


def whole_record(record: UseCase | Organisation) -> dict[str, Any]:
    """The record as JSON-like values, unknown fields left out: what the ledger holds and exports show."""
    return record.model_dump(mode="json", exclude_none=True)


def save_use_cases(tx: Transaction, use_cases: Sequence[UseCase], *, kind: str | None = None) -> dict[str, int]:
    """Store many use cases with one event each.

    Args:
        tx: The transaction; its ledger gets the events.
        use_cases: Whole records, each id once.
        kind: The kind of every event; by default `use_case.registered` or `use_case.changed`.

    Returns:
        Id to revision.
    """
    tx.session.flush()
    before = revisions(tx.connection, [use_case.id for use_case in use_cases])
    after = {use_case.id: before.get(use_case.id, 0) + 1 for use_case in use_cases}
    rows = [{**use_case_row(use_case), "revision": after[use_case.id]} for use_case in use_cases]
    _insert(tx.connection, UseCaseRow, [row for row in rows if row["id"] not in before])
    _update(tx.connection, UseCaseRow, [row for row in rows if row["id"] in before])
    _replace_children(tx.connection, use_cases, known=list(before))
    tx.append_all(
        ledger.Entry(
            kind or f"use_case.{'changed' if use_case.id in before else 'registered'}",
            USE_CASE, use_case.id, whole_record(use_case), after[use_case.id],
        )
        for use_case in use_cases
    )  # fmt: skip
    return after


def revisions(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Id to revision of those use cases that exist."""
    columns = table(UseCaseRow).c
    found: dict[str, int] = {}
    for chunk in _chunks(ids):
        query = select(columns.id, columns.revision).where(columns.id.in_(chunk))
        found.update({row.id: row.revision for row in connection.execute(query)})
    return found


def titles_of_use_cases(connection: Connection) -> dict[str, str]:
    """Id to title of every use case."""
    rows = table(UseCaseRow)
    return {str(row.id): str(row.title) for row in connection.execute(select(rows.c.id, rows.c.title))}


def use_case_record(database: Database, use_case_id: str) -> tuple[UseCase, int] | None:
    """A use case with its revision, or None."""
    with database.read() as connection:
        return use_case_in(connection, use_case_id)


def use_case_in(connection: Connection, use_case_id: str) -> tuple[UseCase, int] | None:
    """The same inside an open read or write."""
    rows = table(UseCaseRow)
    row = connection.execute(select(rows.c.revision, rows.c.record).where(rows.c.id == use_case_id)).first()
    if row is None:
        return None
    children = {name: _children(connection, child, [use_case_id]) for name, child in CHILDREN.items()}
    return _use_case(row.record, use_case_id, children), int(row.revision)


def load_registry(database: Database) -> Registry:
    """The whole registry as of one moment, in six queries; use cases by id."""
    with database.read() as connection:
        return registry_in(connection)


def registry_in(connection: Connection) -> Registry:
    """The same inside an open read or write; `ledger.head(connection).seq` there is its data version."""
    rows = table(UseCaseRow)
    records = connection.execute(select(rows.c.id, rows.c.record).order_by(rows.c.id)).all()
    children = {name: _children(connection, child) for name, child in CHILDREN.items()}
    found = organisation_in(connection)
    use_cases = [_use_case(row.record, row.id, children) for row in records]
    return Registry(organisation=found[0] if found else None, use_cases=use_cases)


def save_organisation(
    tx: Transaction,
    organisation: Organisation,
    *,
    demonstration: bool | None = None,
    kind: str = "organisation.changed",
) -> int:
    """Store the organisation with its event; returns its revision."""
    tx.session.flush()
    before = tx.session.get(OrganisationRow, 1)
    row = before or OrganisationRow(id=1, revision=0, name=organisation.name, record={})
    row.revision, row.name = row.revision + 1, organisation.name
    row.demonstration = row.demonstration if demonstration is None else demonstration
    row.record = organisation_row(organisation)["record"]
    tx.session.add(row)
    tx.session.flush()
    for child in ("evidence", "sign_offs"):
        kept = table(CHILDREN[child])
        tx.connection.execute(delete(kept).where(kept.c.use_case_id.is_(None)))
        values = [{"use_case_id": None, **member.model_dump()} for member in getattr(organisation, child)]
        _insert(tx.connection, CHILDREN[child], values)
    body = {**whole_record(organisation), "demonstration": row.demonstration}
    tx.append_all([ledger.Entry(kind, ORGANISATION, ORGANISATION, body, row.revision)])
    return row.revision


def organisation_in(connection: Connection) -> tuple[Organisation, int, bool] | None:
    """The organisation, its revision and whether it is a demonstration; None in an empty store."""
    row = connection.execute(select(table(OrganisationRow))).first()
    if row is None:
        return None
    children = {name: _children(connection, CHILDREN[name]).get(None, []) for name in ("evidence", "sign_offs")}
    return Organisation.model_validate({**row.record, **children}), int(row.revision), bool(row.demonstration)


def save_user(tx: Transaction, user: User) -> None:
    """Store a person with their event."""
    tx.session.merge(UserRow(**user.as_record()))
    tx.append("user.saved", USER, user.id, user.as_record())


def users(database: Database) -> tuple[User, ...]:
    """Everybody, by id."""
    with database.read() as connection:
        rows = connection.execute(select(table(UserRow)).order_by(table(UserRow).c.id)).mappings()
        return tuple(User.from_record(dict(row)) for row in rows)


def user_in(connection: Connection, user_id: str) -> User | None:
    """One person inside an open read or write, or None."""
    row = connection.execute(select(table(UserRow)).where(table(UserRow).c.id == user_id)).mappings().first()
    return None if row is None else User.from_record(dict(row))


def active_officers(connection: Connection) -> int:
    """How many people hold the office now."""
    rows = table(UserRow)
    officers = select(func.count()).select_from(rows).where(rows.c.active, rows.c.role == Role.OFFICER.value)
    return int(connection.scalar(officers) or 0)


def organisation_row(organisation: Organisation) -> dict[str, Any]:
    """The name of the organisation and its record; its parts have rows of their own."""
    record = {key: value for key, value in whole_record(organisation).items() if key not in CHILDREN}
    return {"name": organisation.name, "record": record}


def use_case_row(use_case: UseCase) -> dict[str, Any]:
    """The columns of a use case but its revision; its parts have rows of their own."""
    columns = {column: getattr(use_case, column) for column in _COLUMNS}
    return {**columns, "record": use_case.model_dump(mode="json", exclude_none=True, exclude=set(CHILDREN))}


def _use_case(record: dict[str, Any], use_case_id: str, children: dict[str, dict[str | None, list[Any]]]) -> UseCase:
    lists = {name: found.get(use_case_id, []) for name, found in children.items()}
    return UseCase.model_validate({**record, **lists})


def _replace_children(connection: Connection, use_cases: Sequence[UseCase], *, known: Sequence[str]) -> None:
    for name, child in CHILDREN.items():
        rows = table(child)
        for chunk in _chunks(known):
            connection.execute(delete(rows).where(rows.c.use_case_id.in_(chunk)))
        members = [{"use_case_id": one.id, **member.model_dump()} for one in use_cases for member in getattr(one, name)]
        _insert(connection, child, members)


def _children(
    connection: Connection, child: type[Row], ids: Iterable[str] | None = None
) -> dict[str | None, list[dict[str, Any]]]:
    rows = table(child)
    wanted = [column for column in rows.c if column.name != "id"]
    query = select(*wanted).order_by(rows.c.id)
    found: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(query if ids is None else query.where(rows.c.use_case_id.in_(ids))).mappings():
        values = dict(row)
        found[values.pop("use_case_id")].append(values)
    return found


def _insert(connection: Connection, row: type[Row], values: Sequence[dict[str, Any]]) -> None:
    if values:
        connection.execute(insert(table(row)), values)


def _update(connection: Connection, row: type[Row], values: Sequence[dict[str, Any]]) -> None:
    if values:
        prefixed = [{f"new_{key}": value for key, value in one.items()} for one in values]
        rows = table(row)
        changed: dict[str, Any] = {key: bindparam(f"new_{key}") for key in values[0] if key != "id"}
        connection.execute(update(rows).where(rows.c.id == bindparam("new_id")).values(changed), prefixed)


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
