"""Which charter counts: the published one of a day, and the file's until one was published."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import digest_in_force, texts_in_force
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.charter import Charter
from dashboard.domain.publication import first_days
from dashboard.errors import NotFound


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
        texts = texts_in_force(connection, as_of)
    return _newest(texts, file)


def text_of(database: Database, file: Path, as_of: date) -> bytes:
    """The bytes of the charter in force on a day, from which a draft begins.

    Raises:
        NotFound: none was published, and there is no file.
    """
    with database.read() as connection:
        texts = texts_in_force(connection, as_of)
    if texts:
        return texts[-1].encode()
    if not file.is_file():
        raise NotFound("There is no charter to begin with: none was published, and the charter file is not there.")
    return file.read_bytes()


def charter_in(tx: Transaction, file: Path, as_of: date) -> Charter:
    """The same inside an open write."""
    return _newest(texts_in_force(tx.connection, as_of), file)


def _newest(texts: Sequence[str], file: Path) -> Charter:
    if not texts:
        return load_charter(file)
    versions = [load_charter(text.encode(), what="The published charter") for text in texts]
    return versions[-1].model_copy(update={"since": first_days(versions)})
