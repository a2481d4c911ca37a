"""What is large and read for one question: kept like all that pages read, but only the newest few of it."""

from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.findings_store import newest_fact
from dashboard.services.sources import Sources
from dashboard.services.stored_facts import Practice, read_practice
from dashboard.ui import cache

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


@st.cache_resource(show_spinner="Reading everything that is stored …", max_entries=6)
def _large(name: str, key: Hashable, _load: Callable[[], Any]) -> Any:
    del name, key  # only the key
    return _load()


def practice() -> Practice:
    """Registry and counts, read again only when an entry of the ledger might have changed them."""
    found = cache.sources()
    key = (found.database.url, str(found.store), newest_fact(found.database), found.as_of)
    read: Practice = _large("practice", key, lambda: read_practice(found.database, DecisionStore(found.store)))
    return read


def few(
    load: Callable[Concatenate[Sources, Arguments], Result], key: str, *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """`load(sources(), *args, **kwargs)` of one version of the data; `key` says what the arguments are."""
    found, where = cache.place((key,), {})
    return _large(cache.named(load), where, lambda: load(found, *args, **kwargs))  # type: ignore[no-any-return]
