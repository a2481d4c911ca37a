"""What happens before and beside serving: migrate, seed an empty store, check readiness, the daily task."""

from dashboard.adapters import schema
from dashboard.adapters.database import Database
from dashboard.errors import GovernanceError
from dashboard.services.sources import open_database, read_promises
from dashboard.settings import Settings


def migrate(settings: Settings) -> Database:
    """Bring the store to this program's schema and open it; raises StoreUnusable."""
    settings.live.mkdir(parents=True, exist_ok=True)
    schema.upgrade(settings.migration_url)
    return open_database(settings)


def is_empty(database: Database) -> bool:
    """Whether nothing was ever written."""
    return database.data_version() == 0


def problems_before_serving(settings: Settings) -> list[str]:
    """One sentence for each thing without which no page works; empty when ready."""
    problems: list[str] = []
    for check in (_store, read_promises):
        try:
            check(settings)
        except GovernanceError as error:
            problems.append(str(error))
    return problems


def _store(settings: Settings) -> None:
    database = open_database(settings)
    try:
        database.data_version()
    finally:
        database.close()


def run_daily_task(settings: Settings) -> None:
    """Assess as of today, so that lapses and due dates show without anybody opening a page."""
    from dashboard.services.daily import run_daily  # noqa: PLC0415  # takes a second; the first page must not wait for it

    run_daily(settings)
