"""The open store and the charter in force, kept between requests as pages keep theirs, and no longer than they hold."""

from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from pathlib import Path

from dashboard.adapters.database import Database
from dashboard.domain.charter import Charter
from dashboard.domain.frameworks import Frameworks
from dashboard.services.promise import published_digest
from dashboard.services.sources import Sources, open_database, read_in_force
from dashboard.settings import load_settings


def database() -> Database:
    """The store that the settings name; raises StoreUnusable with a plain sentence."""
    return _opened(load_settings().database_url)


def sources(as_of: date) -> Sources:
    """What a `load_*` of services/screens reads; raises StoreUnusable or CharterInvalid with a plain sentence."""
    settings, store = load_settings(), database()
    stamps = tuple(_stamp(path) for path in (settings.charter, settings.frameworks))
    charter, frameworks = _promises(stamps, published_digest(store, as_of), as_of)
    return Sources(store, charter, frameworks, settings.decision_store, as_of)


@lru_cache(maxsize=4)
def _opened(url: str) -> Database:
    del url  # only the key: settings name the store
    return open_database(load_settings())


@lru_cache(maxsize=16)
def _promises(stamps: Hashable, published: str | None, day: date) -> tuple[Charter, Frameworks | None]:
    del stamps, published  # only the key: a charter that was published, or changed on disk, is read again
    return read_in_force(load_settings(), database(), day)


def _stamp(path: Path) -> tuple[str, int, int]:
    if not path.is_file():
        return (str(path), 0, 0)
    state = path.stat()
    return (str(path), state.st_mtime_ns, state.st_size)
