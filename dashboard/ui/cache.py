"""The only caches: what a page reads, kept by data version, charter file, date and arguments; and figures, kept by
what they show. No time-outs.

A page calls `cached(load_something, "argument")`; `load_something(sources, "argument")` runs once per data version.
Which version that is, is asked once per run of the script (`one_moment`), and again after a write.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import plotly.graph_objects as go
import streamlit as st

from dashboard.domain.intake import Intake
from dashboard.services.promise import published_digest
from dashboard.services.sources import Sources, open_database, read_in_force, read_intake
from dashboard.settings import load_settings
from dashboard.ui.dates import as_of


class Keyed(Protocol):
    """Something read before, with the text that identifies it within one data version."""

    @property
    def key(self) -> str:
        """What it is of."""
        ...


Given = TypeVar("Given", bound=Keyed)
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


@st.cache_resource(show_spinner=False, max_entries=4)
def _engine(url: str) -> Any:
    del url  # only the key: settings name the store
    return open_database(load_settings())


@st.cache_resource(show_spinner=False, max_entries=4)
def _promises(stamps: Hashable, published: str | None, day: date) -> Any:
    del stamps, published  # only the key: a charter that was published, or changed on disk, is read again
    settings = load_settings()
    return read_in_force(settings, _engine(settings.database_url), day)


@st.cache_resource(show_spinner=False, max_entries=4)
def _questionnaire(stamp: Hashable) -> Any:
    del stamp  # only the key
    return read_intake(load_settings())


def _stamp(path: Path) -> tuple[str, int, int]:
    if not path.is_file():
        return (str(path), 0, 0)
    state = path.stat()
    return (str(path), state.st_mtime_ns, state.st_size)


@dataclass(frozen=True, slots=True)
class _Moment:
    """What is read from, and what identifies it; good until another object than `written` is the store's last."""

    sources: Sources
    version: int
    where: Hashable
    written: object


@dataclass(slots=True)
class _Run:
    """One run of the script: the moment that it speaks of, once something was read."""

    moment: _Moment | None = None


_RUN: ContextVar[_Run | None] = ContextVar("run", default=None)


@contextmanager
def one_moment(run: _Run | None = None) -> Iterator[None]:
    """Inside, version, charter and date are asked once, and again after every write of this process.

    Outside, where callbacks write before the script runs and fragments run without it, they are asked at every call.
    """
    token = _RUN.set(run or _Run())
    try:
        yield
    finally:
        _RUN.reset(token)


def speaking_of(other: Sources, key: str) -> AbstractContextManager[None]:
    """Inside, everything is read from these sources; `key` says what they are, within one data version."""
    return one_moment(_Run(_Moment(other, data_version(), (_moment().where, key), other.database.written.last)))


def _moment() -> _Moment:
    run = _RUN.get()
    if run is None:
        return _asked()
    if run.moment is None or run.moment.sources.database.written.last is not run.moment.written:
        run.moment = _asked()
    return run.moment


def _asked() -> _Moment:
    settings = load_settings()
    database, day = _engine(settings.database_url), as_of()
    stamps = (_stamp(settings.charter), _stamp(settings.frameworks))
    written = database.written.last  # before the questions: a write while they are asked makes the answers old
    version, published = int(database.data_version()), published_digest(database, day)
    charter, frameworks = _promises(stamps, published, day)
    found = Sources(database, charter, frameworks, settings.decision_store, day)
    return _Moment(found, version, (settings.database_url, version, stamps, day), written)


def sources() -> Sources:
    """Store, charter, laws and date; raises StoreUnusable or CharterInvalid with a plain sentence."""
    return _moment().sources


def intake() -> Intake:
    """The intake questions; raises CharterInvalid with a plain sentence."""
    questions: Intake = _questionnaire(_stamp(load_settings().intake))
    return questions


def data_version() -> int:
    """The number of the newest event: one cheap row, asked at every run of a page."""
    return _moment().version


@st.cache_resource(show_spinner=False, max_entries=128)
def _remembered(name: str, key: Hashable, _load: Callable[[], Any]) -> Any:
    del name, key  # only the key
    return _load()


def drawn(build: Callable[..., go.Figure], *view: Any) -> go.Figure:
    """`build(*view)`, built once while the view model stays equal; the figure is shared, so never change it."""
    try:
        return _figure(build, *view)
    except TypeError:  # a view model with frames or dicts in it cannot be a key
        return build(*view)


@lru_cache(maxsize=128)
def _figure(build: Callable[..., go.Figure], *view: Any) -> go.Figure:
    return build(*view)


def cached(
    load: Callable[Concatenate[Sources, Arguments], Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """`load(sources(), *args, **kwargs)`, read once per data version, charter, date and arguments.

    Arguments are hashable. The result is shared by every session and not copied (copies cost more than the rest of a
    page), so it is never changed in place.
    """
    return later(load, *args, **kwargs)[1]()


def cached_over(
    given: Given, load: Callable[Concatenate[Sources, Given, Arguments], Result], *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Result:  # fmt: skip
    """`load(sources(), given, *args, **kwargs)`, kept like `cached`.

    `given` was itself read by `cached`, and its `key` says what it is of.
    """
    found, key = place((given.key, *args), kwargs)
    return _remembered(named(load), key, lambda: load(found, given, *args, **kwargs))  # type: ignore[no-any-return]


def later(
    load: Callable[Concatenate[Sources, Arguments], Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> tuple[Hashable, Callable[[], Result]]:
    """What `cached` would give, to be read in another thread: what identifies it, and the reading."""
    found, key = place(args, kwargs)
    return key, lambda: _remembered(named(load), key, lambda: load(found, *args, **kwargs))


def place(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Sources, Hashable]:
    """What is read from, and what the result depends on."""
    moment = _moment()
    return moment.sources, (moment.where, args, tuple(sorted(kwargs.items())))


def named(load: Callable[..., Any]) -> str:
    """What tells one loader from another."""
    return f"{load.__module__}.{load.__qualname__}"
