"""What the server does once a day, so that lapses and due dates show although nobody opens a page."""

import logging
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.findings_store import newest_charter, newest_day, outdated
from dashboard.adapters.one_process import one_process
from dashboard.domain.actors import SYSTEM
from dashboard.services.assess import AssessmentSummary, run_assessment
from dashboard.services.case_tasks import clock_ran_out
from dashboard.services.erase_features import expire_features
from dashboard.services.ledger import make_checkpoint
from dashboard.services.promise import charter_of
from dashboard.services.reminders import remind
from dashboard.services.sources import checkpoints_of, open_database
from dashboard.settings import Settings

_LOG = logging.getLogger("dashboard")


def daily(database: Database, store: DecisionStore, charter_path: Path, today: date) -> AssessmentSummary | None:
    """Assess as of today; None where nothing was written, or nothing changed (the charter too) and no clock ran out.

    Raises:
        CharterInvalid, StoreUnusable: nothing was written.
    """
    if database.data_version() == 0:
        return None
    charter = charter_of(database, charter_path, today)
    changed = (
        outdated(database) or newest_charter(database) != charter.digest or clock_ran_out(database, charter_path, today)
    )
    last = newest_day(database)
    if last is not None and (last > today or (last == today and not changed)):
        return None
    version = f"-{database.data_version()}" if last == today else ""
    key = f"daily-{today.isoformat()}{version}"
    return run_assessment(database, charter, as_of=today, actor=SYSTEM, store=store, key=key)


def assess_again(database: Database, settings: Settings, today: date) -> AssessmentSummary | None:
    """The same for the store that the settings name, at once instead of once a day: after a publication."""
    return daily(database, DecisionStore(settings.decision_store), settings.charter, today)


def remind_daily(database: Database, charter_path: Path, today: date) -> None:
    """Remind owners and tell the officer, once a day, of a store in which something was written."""
    if database.data_version():
        remind(database, charter_of(database, charter_path, today), today, SYSTEM)


def run_daily(settings: Settings) -> AssessmentSummary | None:
    """The daily task of the store that the settings name; ends with a signed checkpoint where one is due.

    None, and nothing done, while another process of the same store is at it.

    Raises:
        ReadOnly: The ledger is not as it was written; nothing was assessed.
    """
    database = open_database(settings)
    try:
        with one_process(database, settings.live, "daily-task") as mine:
            return _run(database, settings, datetime.now(UTC).date()) if mine else None
    finally:
        database.close()


def _run(database: Database, settings: Settings, today: date) -> AssessmentSummary | None:
    expire_features(database, DecisionStore(settings.decision_store), today)
    summary = daily(database, DecisionStore(settings.decision_store), settings.charter, today)
    if summary is not None:
        told = {"data_version": summary.data_version, "run": summary.id, "as_of": today.isoformat()}
        _LOG.info("assessed", extra=told | {"findings": summary.findings, "flips": summary.flips})
    remind_daily(database, settings.charter, today)
    make_checkpoint(database, checkpoints_of(settings), only_if_due=True)
    return summary
