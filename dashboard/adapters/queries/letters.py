"""The columns behind letters and calendars: whose a use case is."""

from typing import Any

from sqlalchemy import select

from dashboard.adapters.database import Database
from dashboard.adapters.tables import UseCaseRow

_case: Any = UseCaseRow


def owners(database: Database) -> dict[str, str | None]:
    """Use case to the id of its owner, retired ones left out."""
    with database.read() as connection:
        rows = connection.execute(select(_case.id, _case.owner).where(_case.lifecycle != "retired"))
        return {str(row[0]): row[1] for row in rows}
