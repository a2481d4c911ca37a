"""Two PostgreSQL roles: the owner migrates, the application reads and writes but cannot take the guards off."""

from sqlalchemy import Connection, text
from sqlalchemy.sql.elements import quoted_name

from dashboard.adapters.database import make_engine, parse_url, plain_errors
from dashboard.adapters.tables import (
    CaseRow,
    CaseStatementRow,
    CaseStepRow,
    CharterProposalRow,
    CharterPublicationRow,
    DecisionRow,
    DisputeRow,
    EventRow,
    IdentityRow,
    InvolvementRow,
    RequestInvolvementRow,
    RequestRow,
    Row,
    RulingRow,
    SettlementRow,
    SubmissionRow,
)
from dashboard.errors import InputRejected, NotFound, Problem

_ADDED: tuple[type[Row], ...] = (
    EventRow, SubmissionRow, InvolvementRow, DecisionRow, RequestRow, RequestInvolvementRow, RulingRow, IdentityRow,
    DisputeRow, SettlementRow, CharterProposalRow, CharterPublicationRow,
    CaseRow, CaseStepRow, CaseStatementRow,
)  # fmt: skip
_ADDED_TO = frozenset(str(row.__tablename__) for row in _ADDED)
_READ_ONLY = ("alembic_version",)


def grant(url: str, role: str) -> None:
    """Let an existing role use the store: events may be read and added, never changed or removed.

    Args:
        url: The store as its owner sees it.
        role: The application's role; it must own none of the tables. Safe to repeat.

    Raises:
        InputRejected: SQLite has no roles, or the role owns the tables.
        NotFound: No such role.
        StoreUnusable: The server is gone, or whoever asks may not grant.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        problem = Problem("store", "SQLite", "PostgreSQL", suggestion="A file has no roles: guard it by file rights.")
        raise InputRejected("Nothing was granted.", [problem])
    engine = make_engine(parsed, writes=True)
    try:
        with plain_errors(parsed), engine.begin() as connection:
            _refuse(connection, role)
            _grant(connection, connection.dialect.identifier_preparer.quote(quoted_name(role, quote=True)))
    finally:
        engine.dispose()


def _refuse(connection: Connection, role: str) -> None:
    if connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}) is None:
        raise NotFound(f"The server has no role {role}. Create it first: CREATE ROLE … LOGIN")
    owner = "SELECT pg_has_role(:role, relowner, 'member') FROM pg_class WHERE oid = 'events'::regclass"
    if connection.scalar(text(owner), {"role": role}):
        found, expected = f"{role}, which owns the ledger or has its owner's rights", "a role that owns no table"
        raise InputRejected("Nothing was granted.", [Problem("role", found, expected)])


def _grant(connection: Connection, role: str) -> None:
    for name in (*Row.metadata.tables, *_READ_ONLY):
        connection.exec_driver_sql(f"REVOKE ALL ON {name} FROM PUBLIC, {role}")
        connection.exec_driver_sql(f"GRANT {_rights(name)} ON {name} TO {role}")
    connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")


def _rights(name: str) -> str:
    if name in _READ_ONLY:
        return "SELECT"
    return "SELECT, INSERT" if name in _ADDED_TO else "SELECT, INSERT, UPDATE, DELETE"
