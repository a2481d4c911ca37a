"""What is large and read for one question: kept like all that pages read, but only the newest three of it."""

from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from dashboard.services.sources import Sources
from dashboard.ui import cache

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


@st.cache_resource(show_spinner="Reading everything that is stored …", max_entries=3)
def _large(name: str, key: Hashable, _load: Callable[[], Any]) -> Any:
    del name, key  # only the key
    return _load()


def few(
    load: Callable[Concatenate[Sources, Arguments], Result], key: str, *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """`load(sources(), *args, **kwargs)` of one version of the data; `key` says what the arguments are."""
    found, where = cache.place((key,), {})
    return _large(cache.named(load), where, lambda: load(found, *args, **kwargs))  # type: ignore[no-any-return]
