"""Cases whose time runs out are review items: one for each case and step, which closes with the step."""

from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.adapters.cases_store import case_register, register_in
from dashboard.adapters.database import Database
from dashboard.adapters.findings_store import applying, newest_run
from dashboard.adapters.owners import owners_of_use_cases
from dashboard.adapters.reviews_store import Note, items_of, save_change
from dashboard.adapters.transaction import Transaction
from dashboard.domain.case_clocks import OVERDUE, UNDECIDED
from dashboard.domain.case_promises import TASK, CaseTask, clocks_of, tasks_of
from dashboard.domain.cases import Case
from dashboard.domain.charter import Charter
from dashboard.domain.field_words import plain_field
from dashboard.domain.reviews import CLOSED, ReviewItem
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
    waiting = {_key(item): item for item in items_of(tx.connection) if item.kind == TASK}
    for key, task in wanted.items():
        _open_or_change(tx, task, waiting.get(key), as_of)
    for key, item in waiting.items():
        if key not in wanted:
            _close(tx, item, cases.get(key[0]), key[1], as_of)


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


def _open_or_change(tx: Transaction, task: CaseTask, item: ReviewItem | None, as_of: date) -> None:
    if item is None:
        why = f"{task.clock.clause.id} asks for it; the step is recorded on the page of the case."
        save_change(tx, None, task.opened(as_of), Note("opened", why, as_of))
    elif (item.title, item.due, item.severity) != (task.title, task.clock.due.date(), task.clock.clause.severity.value):
        save_change(tx, item.id, task.values(), Note("changed", "What is known about the case changed.", as_of))


def _close(tx: Transaction, item: ReviewItem, case: Case | None, step: str, as_of: date) -> None:
    reached = case.step(step) if case else None
    text = "It is no longer asked for."
    if reached is not None:
        text = f"{plain_field(step).capitalize()} on {reached.at:%Y-%m-%d %H:%M} UTC."
    closed = {"state": CLOSED, "closed": as_of, "closed_by": tx.actor.user_id, "resolution": text}
    save_change(tx, item.id, closed, Note("closed", text, as_of))


def _key(item: ReviewItem) -> tuple[str, str]:
    proof = item.proof or {}
    return str(proof.get("case", "")), str(proof.get("step", ""))
