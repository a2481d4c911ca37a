"""What stands around every page: people who may be acted as, the newest assessment, how far the data reach."""

from sqlalchemy import func, select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import AssessmentRow, CountSetRow, OrganisationRow, UseCaseRow, UserRow


def people(database: Database) -> list[tuple[str, str, str]]:
    """Id, title and role of every active person."""
    wanted = select(UserRow.id, UserRow.title, UserRow.role).where(UserRow.active).order_by(UserRow.role, UserRow.title)
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(wanted)]


def organisation(database: Database) -> tuple[str, bool] | None:
    """Name, and whether the portfolio is a demonstration; None in an empty store."""
    with database.read() as connection:
        row = connection.execute(select(OrganisationRow.name, OrganisationRow.demonstration)).first()
    return (row[0], bool(row[1])) if row else None


def newest_assessment(database: Database) -> AssessmentRow | None:
    """The newest run of `assess`, or None."""
    with database.read() as connection:
        row = connection.execute(select(AssessmentRow).order_by(AssessmentRow.id.desc()).limit(1)).mappings().first()
    return AssessmentRow(**row) if row else None


def data_to(database: Database) -> object:
    """The last day of any decision log, or None."""
    with database.read() as connection:
        return connection.execute(select(func.max(CountSetRow.last_day))).scalar()


def registered(database: Database) -> int:
    """How many use cases the registry holds, inventoried ones included."""
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(UseCaseRow)).scalar_one())
