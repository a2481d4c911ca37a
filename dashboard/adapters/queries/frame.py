"""What stands around every page: people who may be acted as, the newest assessment, how far the data reach."""

from typing import Any

from sqlalchemy import func, select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import AssessmentRow, CountSetRow, OrganisationRow, UseCaseRow, UserRow

_run: Any = AssessmentRow
_counts: Any = CountSetRow
_own: Any = OrganisationRow
_case: Any = UseCaseRow
_user: Any = UserRow


def people(database: Database) -> list[tuple[str, str, str]]:
    """Id, title and role of every active person."""
    wanted = select(_user.id, _user.title, _user.role).where(_user.active).order_by(_user.role, _user.title)
    with database.read() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(wanted)]


def organisation(database: Database) -> tuple[str, bool] | None:
    """Name, and whether the portfolio is a demonstration; None in an empty store."""
    with database.read() as connection:
        row = connection.execute(select(_own.name, _own.demonstration)).first()
    return (row[0], bool(row[1])) if row else None


def newest_assessment(database: Database) -> AssessmentRow | None:
    """The newest run of `assess`, or None."""
    with database.read() as connection:
        row = connection.execute(select(_run.__table__).order_by(_run.id.desc()).limit(1)).mappings().first()
    return AssessmentRow(**row) if row else None


def data_to(database: Database) -> object:
    """The last day of any decision log, or None."""
    with database.read() as connection:
        return connection.execute(select(func.max(_counts.last_day))).scalar()


def registered(database: Database) -> int:
    """How many use cases the registry holds, inventoried ones included."""
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(_case)).scalar_one())
