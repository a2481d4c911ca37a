"""What happens before and beside serving: migrate, seed an empty store, check readiness, the daily task."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from dashboard.adapters import schema
from dashboard.adapters.alone import alone
from dashboard.adapters.database import Database
from dashboard.adapters.findings_store import outdated
from dashboard.adapters.history import events_of
from dashboard.domain.actors import SYSTEM
from dashboard.errors import GovernanceError, StoreUnusable
from dashboard.services.sources import open_database, read_in_force, read_promises
from dashboard.services.watch import watch_over
from dashboard.settings import Settings

STARTED, COMPLETED = "demonstration.started", "demonstration.completed"
_ELSEWHERE = "DASHBOARD_LIVE names another."
DEMONSTRATION = ("demonstration", "portfolio")


def migrate(settings: Settings) -> Database:
    """Bring the store to this program's schema and open it; raises StoreUnusable."""
    try:
        settings.live.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnusable(f"The folder {settings.live} cannot be used ({error.strerror}). {_ELSEWHERE}") from None
    schema.upgrade(settings.migration_url)
    return open_database(settings)


def is_empty(database: Database) -> bool:
    """Whether nothing was ever written."""
    return database.data_version() == 0


def mark_demonstration(database: Database, kind: str) -> None:
    """Record that seeding the demonstration began, or that it came to its end."""
    with database.write(SYSTEM) as transaction:
        transaction.append(kind, *DEMONSTRATION, {})


def seeding_alone(store: Path) -> AbstractContextManager[None]:
    """Nobody else seeds this decision store meanwhile; raises StoreBusy where somebody does."""
    return alone(
        store,
        "seeding",
        "The demonstration portfolio is being written by another start just now. Try again in a minute.",
    )


def refuse_half_seeded(database: Database, settings: Settings) -> None:
    """A demonstration whose seeding was interrupted would be taken for the whole; raises StoreUnusable."""
    marks = {event.kind for event in events_of(database, *DEMONSTRATION)}
    if STARTED not in marks or COMPLETED in marks:
        return
    with seeding_alone(settings.decision_store):
        raise StoreUnusable(
            "Writing the demonstration portfolio was interrupted, so this store holds a part of it. It holds nothing "
            f"else: delete {settings.live} (on PostgreSQL empty the database too), and start again."
        )


def problems_before_serving(settings: Settings) -> list[str]:
    """One sentence for each thing without which no page works; empty when ready."""
    problems: list[str] = []
    for check in (_store, _charter):
        try:
            check(settings)
        except GovernanceError as error:
            problems.append(str(error))
    return problems


def _charter(settings: Settings) -> None:
    try:
        database = open_database(settings)
    except GovernanceError:  # told by `_store`; the charter's own problems are told beside it
        read_promises(settings)
        return
    try:
        read_in_force(settings, database, datetime.now(UTC).date())
    finally:
        database.close()


def _store(settings: Settings) -> None:
    database = open_database(settings)
    try:
        database.data_version()
    finally:
        database.close()


def has_changed(settings: Settings) -> bool:
    """Whether something that is assessed changed since the newest assessment; one query."""
    database = open_database(settings)
    try:
        return outdated(database)
    finally:
        database.close()


def run_daily_task(settings: Settings) -> None:
    """Verify the ledger, then assess as of today, so that lapses and due dates show without anybody opening a page."""
    from dashboard.services.daily import run_daily  # noqa: PLC0415  # takes a second; the first page must not wait for it

    if watch_over(settings) is None:
        run_daily(settings)
