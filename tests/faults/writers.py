"""What child processes do to a store while they are killed, and how what they were told is held against it.

A child writes one line to its file after each command that the store acknowledged, so a line is a promise.
"""

import contextlib
import os
import sqlite3
import time
import uuid
from pathlib import Path

from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import Actor, Role
from dashboard.domain.users import User
from dashboard.errors import ChangedSinceOpened, GovernanceError, OutcomeUnknown, StoreUnusable
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, change_use_case

OFFICER = Actor("officer", Role.OFFICER)
PRELOADED = ["tests.faults.writers"]


def write_for_ever(url: str, promises: str) -> None:
    """Store people one by one, and note each that was acknowledged, until somebody kills this process."""
    handle = os.open(promises, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    database = _opened(url)
    while True:
        name = uuid.uuid4().hex
        with contextlib.suppress(GovernanceError):  # a server that is gone; whoever stays tries again
            add_users(database, AddUsers((User(name, name, Role.READER),), key=name), OFFICER)
            os.write(handle, f"{name}\n".encode())
            continue
        time.sleep(0.05)


def _opened(url: str) -> Database:
    while True:
        with contextlib.suppress(GovernanceError):  # the server may be down just now
            return Database.open(url)
        time.sleep(0.05)


def count_up(url: str, use_case: str, times: int) -> None:
    """Read a number in a record and store one more, again and again, as somebody would in a form."""
    database, done = _opened(url), 0
    while done < times:
        try:
            _one_more(database, use_case)
            done += 1
        except OutcomeUnknown:
            raise
        except (ChangedSinceOpened, StoreUnusable):  # somebody was faster; or more people than the server lets in
            time.sleep(0.02)
    database.close()


def _one_more(database: Database, use_case: str) -> None:
    found = use_case_record(database, use_case)
    assert found is not None
    changed = found[0].model_copy(update={"purpose": str(int(found[0].purpose or 0) + 1)})
    change_use_case(database, ChangeUseCase(changed, found[1]), OFFICER)


def lost_promises(url: str, promises: Path) -> list[str]:
    """Everything that was acknowledged and is not there, and everything about the store that is not whole.

    Writers may go on meanwhile: promises are read before the store, and the store at one moment.
    """
    given = set(promises.read_text().split("\n")[:-1]) if promises.exists() else set()
    database = Database.open(url)
    try:
        with database.read() as connection:
            stored = set(connection.scalars(text("SELECT id FROM users")))
            told = set(connection.scalars(text("SELECT entity_id FROM events WHERE entity = 'user'")))
        problems = [f"chain: {problem}" for problem in verify_chain(database)]
    finally:
        database.close()
    problems += [f"lost: {name}" for name in given - stored]
    problems += [f"row without event: {name}" for name in stored - told]
    problems += [f"event without row: {name}" for name in told - stored]
    return problems


def whole(path: Path) -> bool:
    """What SQLite itself says about the file."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")


def promised(promises: Path) -> int:
    """How many commands were acknowledged."""
    return promises.read_text().count("\n") if promises.exists() else 0
