"""Which charter counts: the published one of a day, and the file's until one was published."""

from datetime import date
from pathlib import Path

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import digest_in_force, text_in_force
from dashboard.adapters.database import Database
from dashboard.domain.charter import Charter


def published_digest(database: Database, as_of: date) -> str | None:
    """What identifies the published charter in force on a day; None where the file's counts."""
    with database.read() as connection:
        return digest_in_force(connection, as_of)


def charter_of(database: Database, file: Path, as_of: date) -> Charter:
    """The charter in force on a day.

    Raises:
        CharterInvalid: none was published, and the file is not in format 1.
        StoreUnusable: the store cannot be read.
    """
    with database.read() as connection:
        text = text_in_force(connection, as_of)
    return load_charter(file) if text is None else load_charter(text.encode(), what="The published charter")
