"""What is large and read for one question: kept like all that pages read, but only the newest few of it.

It is read beside the page, which shows how far that is; what is kept is at hand at once.
"""

from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.findings_store import newest_fact
from dashboard.services.sources import Sources
from dashboard.services.stored_facts import Practice, read_practice
from dashboard.ui import cache, long_work

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


@st.cache_resource(show_spinner=False, max_entries=2)
def _practice(key: Hashable, _load: Callable[[], Practice]) -> Any:
    del key  # only the key
    return _load()


@st.cache_resource(show_spinner=False, max_entries=6)
def _large(name: str, key: Hashable, _load: Callable[[], Any]) -> Any:
    del name, key  # only the key
    return _load()


def with_practice(slot: str, title: str, load: Callable[[Sources, Practice], Result]) -> Result | None:
    """`load(sources(), practice)` of one version of the data; None while it is read or after a cancel, which is shown.

    The practice, registry and counts, is read again only when an entry of the ledger might have changed them.

    Raises:
        GovernanceError: what a reading raised.
    """
    found, where = cache.place((), {})
    key = (found.database.url, str(found.store), newest_fact(found.database), found.as_of)

    def practice() -> Practice:
        kept: Practice = _practice(key, lambda: read_practice(found.database, DecisionStore(found.store)))
        return kept

    def read() -> Result:
        kept: Result = _large(cache.named(load), where, lambda: load(found, practice()))
        return kept

    def begun() -> bool:
        """It is kept in one place for everybody, and so not once more by each session."""
        read()
        return True

    return read() if long_work.reading(slot, (slot, where), title, begun) else None


def few(
    load: Callable[Concatenate[Sources, Arguments], Result], key: str, *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """`load(sources(), *args, **kwargs)` of one version of the data; `key` says what the arguments are."""
    found, where = cache.place((key,), {})
    return _large(cache.named(load), where, lambda: load(found, *args, **kwargs))  # type: ignore[no-any-return]
