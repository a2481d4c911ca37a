"""What a page reads: asked once per run of the script, and never older than the last write."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM
from dashboard.ui import cache
from tests.views.conftest import Opened


def noted(store: Database) -> None:
    """One event by this process, as any service writes one."""
    with store.write(SYSTEM) as tx:
        tx.append("test.noted", "test", "one", {})


WRITES_IN_THE_RUN = """
import streamlit as st

from dashboard.services.sources import Sources
from dashboard.ui import cache
from tests.views.test_cache import noted

def load_events(sources: Sources) -> int:
    return sources.database.data_version()

with cache.one_moment():
    before = cache.cached(load_events)
    noted(cache.sources().database)
    st.text(f"{before}, then {cache.cached(load_events)}, version {cache.data_version()}")
"""


WRITES_IN_A_CALLBACK = """
import streamlit as st

from dashboard.ui import cache
from tests.views.test_cache import noted

def clicked() -> None:
    before = cache.data_version()
    noted(cache.sources().database)
    st.session_state["said"] = f"{before}, then {cache.data_version()}"

with cache.one_moment():
    st.button("Write", on_click=clicked)
    st.text(f"{st.session_state.get('said', '')} in the run {cache.data_version()}")
"""


FAILS_IN_THE_RUN = """
import streamlit as st

from dashboard.domain.actors import SYSTEM
from dashboard.ui import cache

with cache.one_moment():
    asked = cache.sources()
    try:
        with asked.database.write(SYSTEM) as tx:
            tx.append("test.noted", "test", "one", {})
            raise LookupError
    except LookupError:
        st.text(f"asked again: {cache.sources() is not asked}")
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each question that the cache puts to the store, by name."""
    questions: list[str] = []
    version: Callable[[Database], int] = Database.data_version

    def counted(database: Database) -> int:
        questions.append("version")
        return version(database)

    published = cache.published_digest
    monkeypatch.setattr(Database, "data_version", counted)
    monkeypatch.setattr(cache, "published_digest", lambda *of: (questions.append("charter"), published(*of))[1])
    return questions


def text_of(script: str) -> str:
    """The first text of a page."""
    return str(AppTest.from_string(script, default_timeout=30).run().text[0].value)


@pytest.mark.parametrize("view", ["fairness", "use_cases"])
def test_a_run_asks_the_version_and_the_charter_once(
    store: Database, opened: Opened, asked: list[str], view: str
) -> None:
    """However many parts a page reads, each run puts one question for the version and one for the charter."""
    page = opened(view)
    for _ in range(2):
        asked.clear()
        page.run()

        assert asked == ["version", "charter"]


def test_a_write_within_the_run_is_seen_within_the_run(empty_store: Database) -> None:
    """What was read before a write of this process is read again behind it, in the same run."""
    assert text_of(WRITES_IN_THE_RUN) == "0, then 1, version 1"


def test_a_write_that_failed_drops_what_was_kept(empty_store: Database) -> None:
    """Whether or not a write came through, nobody relies on what was asked before it."""
    assert text_of(FAILS_IN_THE_RUN) == "asked again: True"
    assert empty_store.data_version() == 0


def test_a_callback_asks_at_every_call(empty_store: Database) -> None:
    """A callback writes before the script runs: it sees what is new, its own write too, and so does the run after."""
    page = AppTest.from_string(WRITES_IN_A_CALLBACK, default_timeout=30).run()
    noted(empty_store)
    page.button[0].click().run()

    assert page.text[0].value == "1, then 2 in the run 2"


def test_nothing_is_kept_from_run_to_run(store: Database, opened: Opened, asked: list[str]) -> None:
    """Another process's write, which no object of this one tells of, is seen at the next run."""
    page, version = opened("use_cases"), store.data_version()
    noted(store)  # through another door than the page's own
    asked.clear()
    page.run()

    assert asked == ["version", "charter"]
    assert cache.data_version() == version + 1


def test_the_moment_ends_with_the_script(empty_store: Database) -> None:
    """Behind `one_moment` nothing is kept, also when the page inside stopped."""
    kept = []

    def stopped() -> None:
        with cache.one_moment():
            kept.extend([cache.sources(), cache.sources()])
            raise LookupError

    with pytest.raises(LookupError):
        stopped()

    assert kept[0] is kept[1]
    assert cache.sources() is not kept[0]
