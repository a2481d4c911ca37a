"""Cases whose time runs out are review items: one for each case and step, which closes with the step."""

from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.adapters.cases_store import case_register, register_in
from dashboard.adapters.database import Database
from dashboard.adapters.findings_store import applying, newest_run
from dashboard.adapters.owners import owners_of_use_cases
from dashboard.adapters.reviews_store import Note, items_of_cases, save_change
from dashboard.adapters.transaction import Transaction
from dashboard.domain.case_clocks import OVERDUE, UNDECIDED
from dashboard.domain.case_promises import clocks_of, tasks_of
from dashboard.domain.case_settling import settle
from dashboard.domain.charter import Charter
from dashboard.services.promise import charter_of


def settle_cases(tx: Transaction, charter: Charter, as_of: date, now: datetime) -> None:
    """Open what has to be done soon or is overdue, bring open items up to date, close what is done.

    Args:
        tx: the transaction of an assessment, or of what somebody did about a case.
        charter: whose deadlines.
        as_of: the day of the note.
        now: the moment, with a zone.
    """
    cases = {case.id: case for case in register_in(tx.connection).cases}
    applies = applying(tx.connection) or None
    wanted = tasks_of(clocks_of(charter, list(cases.values()), now, applies), now, owners_of_use_cases(tx.connection))
    for action in settle(wanted, items_of_cases(tx.connection), cases, as_of, by=tx.actor.user_id):
        save_change(tx, action.item, action.changes, Note(action.step.value, action.text, as_of))


def clock_ran_out(database: Database, charter_path: Path, today: date, now: datetime | None = None) -> bool:
    """Whether the time of a case was over after the newest assessment: then today's findings say too much.

    Args:
        database: the store.
        charter_path: the charter that counts where none was published.
        today: the day.
        now: the moment, with a zone; by default the clock's.
    """
    since = newest_run(database)
    register = case_register(database)
    if since is None or not register.cases:
        return False
    moment = now or datetime.now(UTC)
    clocks = clocks_of(charter_of(database, charter_path, today), register.cases, moment)
    return any(clock.code in (OVERDUE, UNDECIDED) and since <= clock.due <= moment for clock in clocks)
