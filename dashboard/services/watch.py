"""The ledger is verified at every start and every hour; what is broken turns the whole dashboard read-only."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.ledger import START, Head
from dashboard.adapters.ledger_export import hashes_at
from dashboard.adapters.watch_file import WatchFile
from dashboard.domain.alarms import Alarm, Verified, alarm_about, forgotten_problems
from dashboard.errors import Problem
from dashboard.services.ledger import Verification, verify
from dashboard.services.sources import checkpoints_of, watch_of
from dashboard.settings import Settings

_LOG = logging.getLogger("dashboard")


def watch_over(settings: Settings, *, full: bool = False) -> Alarm | None:
    """Verify what the settings name, and say which alarm is on; None where all is whole.

    Only what was added since the last time is walked, unless `full` or the last full walk is a day old; checkpoints are
    held against the ledger each time. An alarm that is on stays on, whatever is found now: `ledger resume` ends it.

    Raises:
        StoreUnusable: The store, the key or the folder of the alarm cannot be used.
    """
    watch = watch_of(settings)
    database = Database.open(settings.database_url)
    try:
        look(database, checkpoints_of(settings), watch, full=full)
    finally:
        database.close()
    return watch.alarm()


def look(database: Database, kept: CheckpointFile, watch: WatchFile, *, full: bool = False) -> Verification:
    """Verify once, raise the alarm or remember how far all was whole."""
    now, known = datetime.now(UTC), watch.verified()
    known_head = None if known is None or full or known.needs_full(now) else Head(known.seq, known.hash)
    found = verify(database, kept, after=known_head or START)
    problems = (*found.problems, *_forgotten(database, known))
    if problems:
        sound_alarm(watch, problems, now)
    elif found.head.seq:
        full_at = known.full_at if known and known_head else now.isoformat()
        watch.remember(Verified(found.head.seq, found.head.hash, now.isoformat(), full_at))
    return found


def sound_alarm(watch: WatchFile, problems: Sequence[Problem], now: datetime) -> None:
    """From now on nothing is saved; the log has every problem that the alarm names."""
    alarm = alarm_about(problems, now)
    watch.raise_alarm(alarm)
    _LOG.critical("the ledger is not as it was written; the dashboard is read-only: %s", "; ".join(alarm.problems))


def _forgotten(database: Database, known: Verified | None) -> tuple[Problem, ...]:
    if known is None:
        return ()
    hashes = hashes_at(database, [known.seq])
    return forgotten_problems(known, max(hashes, default=0), hashes.get(known.seq))
