"""What was known on a past day, read by the same parts as today's pages; and where today's knowledge is another."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.domain.wording import day, plural
from dashboard.services.known_then import THEN, Known, load_known
from dashboard.services.screens.known_beside import NOW as KNOWN_NOW
from dashboard.services.screens.known_beside import THEN as KNOWN_THEN
from dashboard.services.screens.known_beside import Tables, differing
from dashboard.services.screens.then import NOW, Then
from dashboard.ui import cache, dates, long_work, page, tables


def read(then: Then, *use_cases: str) -> Known | None:
    """What was known; of one or two use cases also their months until the day alone, which may be counted anew.

    None while it is read beside the page, or after a cancel, which is shown.
    """
    known = _read("known-then", then, THEN, ())
    if known is None:
        return None
    ahead = tuple(sorted(known.ahead.intersection(use_cases)))
    return _read(f"known-then-{len(use_cases)}", then, THEN, ahead) if ahead else known


def _read(slot: str, then: Then, reading: str, use_cases: tuple[str, ...]) -> Known | None:
    sources, key = cache.place((then.key, reading, use_cases), {})
    title = f"Read what {'is known now about' if reading == NOW else 'was known on'} {day(then.asked)}"

    def load() -> Known:
        return load_known(sources, then, reading, use_cases)

    found: Known | None = long_work.reading(slot, (slot, key), title, lambda: _kept(key, load))
    return found


@st.cache_resource(show_spinner=False, max_entries=8)  # each holds a small store in memory
def _kept(key: Hashable, _load: Callable[[], Known]) -> Any:
    del key  # only the key
    return _load()


def not_yet(title: str, then: Then) -> None:
    """The head of a page that is still read beside it."""
    page.head(f"{title}, as of {day(then.asked)}", "Not read yet")


@contextmanager
def spoken_of(known: Known) -> Iterator[None]:
    """Inside, every part of a page reads what was known, and speaks of that day."""
    with ExitStack() as inside:
        inside.enter_context(cache.speaking_of(known.sources, known.key))
        inside.enter_context(dates.on(known.sources.as_of))
        yield


def notes(known: Known, *, beyond: Known | None = None) -> None:
    """What limits the answer, without what is said already of `beyond`."""
    for note in known.notes:
        if beyond is None or note not in beyond.notes:
            st.caption(note)


def beside(then: Then, known: Known, load: Callable[[], Tables], *, use_case: str = "") -> None:
    """Every number that is another by today's knowledge; nothing where only what was known then was asked for.

    `load` reads the tables that the page shows, of whatever is spoken of.
    """
    if then.known != NOW:
        return
    now = _read("known-now", then, NOW, (use_case,) if use_case else ())
    if now is None:
        return
    with spoken_of(known):
        before = load()
    with spoken_of(now):
        after = load()
    _shown(differing(before, after), then, list(before))


def _shown(found: pd.DataFrame, then: Then, looked_at: Sequence[str]) -> None:
    title = (
        f"Known now gives {plural(len(found), 'other number')}" if len(found) else "Known now gives the same numbers"
    )
    page.section(title, f"the same day, use cases and charter, by what came until today · {', '.join(looked_at)}")
    if found.empty:
        page.empty("Both readings agree.", "Nothing that came later changes what this page showed.")
        return
    tables.data_table(found, alt=f"{KNOWN_THEN} and {KNOWN_NOW.lower()}, {then.asked}", at_once=12, key="beside")
    tables.downloads(found, name=f"known-then-and-now-{then.asked}")
