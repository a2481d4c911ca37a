"""The only cache: what a page reads, kept by data version, charter file, date and arguments. No time-outs.

A page calls `cached(load_something, "argument")`; `load_something(sources, "argument")` runs once per data version.
"""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from dashboard.services.sources import Sources, open_database, read_promises
from dashboard.settings import load_settings
from dashboard.ui.dates import as_of

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


@st.cache_resource(show_spinner=False, max_entries=4)
def _engine(url: str) -> Any:
    del url  # only the key: settings name the store
    return open_database(load_settings())


@st.cache_resource(show_spinner=False, max_entries=4)
def _promises(stamp: Hashable) -> Any:
    del stamp  # only the key: a charter that changed on disk is read again
    return read_promises(load_settings())


def _stamp(path: Path) -> tuple[str, int, int]:
    if not path.is_file():
        return (str(path), 0, 0)
    state = path.stat()
    return (str(path), state.st_mtime_ns, state.st_size)


def _stamps() -> tuple[tuple[str, int, int], ...]:
    settings = load_settings()
    return (_stamp(settings.charter), _stamp(settings.frameworks))


def sources() -> Sources:
    """Store, charter, laws and date; raises StoreUnusable or CharterInvalid with a plain sentence."""
    settings = load_settings()
    charter, frameworks = _promises(_stamps())
    return Sources(
        database=_engine(settings.database_url),
        charter=charter,
        frameworks=frameworks,
        store=settings.decision_store,
        as_of=as_of(),
    )


def data_version() -> int:
    """The number of the newest event: one cheap row, asked at every run of a page."""
    return int(_engine(load_settings().database_url).data_version())


@st.cache_data(show_spinner=False, max_entries=128)
def _remembered(name: str, key: Hashable, _load: Callable[[], Any]) -> Any:
    del name, key  # only the key
    return _load()


def cached(
    load: Callable[Concatenate[Sources, Arguments], Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """`load(sources(), *args, **kwargs)`, read once per data version, charter, date and arguments.

    Arguments must be hashable text, numbers, dates or tuples of them; results are copied, so a page may not spoil them.
    """
    found = sources()
    where = (load_settings().database_url, data_version(), _stamps(), found.as_of)
    key = (*where, args, tuple(sorted(kwargs.items())))
    return _remembered(f"{load.__module__}.{load.__qualname__}", key, lambda: load(found, *args, **kwargs))  # type: ignore[no-any-return]
