"""Long work beside a page: its numbers, a cancel that is told, one work for two clicks, an end with its page."""

import threading
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.effort import step
from dashboard.errors import CannotAssess
from dashboard.ui import long_work

PATIENCE = 60  # seconds


class Work:
    """Work that goes on until it is told to end, or stopped."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = threading.Event()
        self._steps = threading.Semaphore(0)

    def __call__(self) -> str:
        """Ask at every step, as real work does."""
        self.begun += 1
        step(3_000, 10_000, "decisions")
        self._steps.release()
        while not self.may_end.wait(0.01):
            step(3_000, 10_000, "decisions")
        return "found"

    def has_begun(self, times: int) -> bool:
        """Whether it has begun so often, once it has begun once more."""
        return self._steps.acquire(timeout=PATIENCE) and self.begun == times


def page() -> None:
    """A page with one button, or one that reads by itself; the session says what."""
    import streamlit as st  # noqa: PLC0415  # the script of a page stands alone

    from dashboard.ui import long_work  # noqa: PLC0415  # same

    state = st.session_state
    with long_work.attended():
        if state.get("elsewhere"):
            st.title("Another page")
        elif state.get("reads"):
            st.write(long_work.reading("place", (state["question"],), "Read it", state["work"]))
        else:
            if st.button("Ask"):
                long_work.begin("place", (state["question"],), "Ask", state["work"])
            st.write(long_work.found("place", (state["question"],)))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Work that a click does not wait for; a cancel waits until it has ended."""
    monkeypatch.setattr(long_work, "AT_ONCE", 0.05)
    return Work()


def opened(work: object, **state: object) -> AppTest:
    """The page before a click."""
    app = AppTest.from_function(page, default_timeout=PATIENCE)
    for name, value in {"question": "a", "work": work, **state}.items():
        app.session_state[name] = value
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Click."""
    return next(one for one in app.button if one.label == label).click().run()


def under_way(app: AppTest) -> long_work.Work:
    """The work of the page."""
    found: Any = app.session_state["long_works"]["place"]
    assert isinstance(found, long_work.Work)
    return found


def said(app: AppTest) -> str:
    """What the page says."""
    return " ".join(str(one.value) for kind in (app.markdown, app.info, app.error) for one in kind).replace("\\", "")


def stopped(app: AppTest) -> AppTest:
    """The page once the work has ended."""
    assert under_way(app).over.wait(PATIENCE)
    return app.run()


def test_work_is_seen_cancelled_and_begun_again(work: Work) -> None:
    """Numbers while it goes on, one work for two clicks, a sentence after the cancel, and an answer the next time."""
    app = press(opened(work), "Ask")
    assert work.has_begun(1)
    app = press(app, "Ask")
    assert work.begun == 1
    assert "Cancel" in [one.label for one in app.button]
    assert under_way(app).effort.reached.words == "3,000 of 10,000 decisions"
    app = stopped(press(app, "Cancel"))
    assert "Stopped, because it was cancelled. Nothing was saved or recorded. To begin again: “Ask”." in said(app)
    assert "Cancel" not in [one.label for one in app.button]
    work.may_end.set()
    app = stopped(press(app, "Ask"))
    assert "found" in said(app)
    assert work.begun == 2


def test_what_is_asked_instead_ends_it(work: Work) -> None:
    """Another question shows nothing of this one, and ends it."""
    app = press(opened(work), "Ask")
    first = under_way(app)
    app.session_state["question"] = "b"
    app.run()
    assert first.over.wait(PATIENCE)
    assert (first.why, first.result) == (long_work.LEFT, None)


def test_work_ends_with_its_page(work: Work) -> None:
    """Drawn without it, the page has left it."""
    app = press(opened(work), "Ask")
    app.session_state["elsewhere"] = True
    app.run()
    assert under_way(app).over.wait(PATIENCE)
    app.session_state["elsewhere"] = False
    assert "Stopped, because its page was left." in said(app.run())


def test_a_reading_begins_by_itself_and_again_on_return(work: Work) -> None:
    """Cancelled it waits for a click; left with its page it begins again when somebody comes back."""
    app = opened(work, reads=True)
    assert work.has_begun(1)
    app = stopped(press(app, "Cancel"))
    assert "To begin again: “Read it”." in said(app)
    assert work.begun == 1
    app = press(app, "Read it")
    assert work.has_begun(2)
    app.session_state["elsewhere"] = True
    app.run()
    assert under_way(app).over.wait(PATIENCE)
    app.session_state["elsewhere"] = False
    app = app.run()
    assert work.has_begun(3)
    work.may_end.set()
    app = stopped(app)
    assert "found" in said(app)


def test_what_it_refuses_is_told(work: Work) -> None:
    """A refusal is its sentence; what nobody foresaw is one too, and its trace goes to the log alone."""
    assert work

    def refused() -> None:
        raise CannotAssess("Nothing at all could be decided.")

    def broken() -> None:
        raise ZeroDivisionError

    assert "Nothing at all could be decided." in said(stopped(press(opened(refused), "Ask")))
    assert "Something unforeseen happened. The log has the details." in said(stopped(press(opened(broken), "Ask")))


def test_a_browser_that_is_gone_ends_it(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless it comes back and looks at it again within the seconds that a dropped connection may take."""
    monkeypatch.setattr(long_work, "GONE", 0.05)
    app = press(opened(work), "Ask")
    browser = long_work._Browser({under_way(app)})  # what Streamlit releases when a connection ends
    browser.left()
    assert under_way(app).over.wait(PATIENCE)
    assert under_way(app).why == long_work.BROWSER


def test_more_work_than_there_is_room_for_waits_and_can_be_cancelled(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without room it does not begin; a cancel ends the waiting."""
    monkeypatch.setattr(long_work, "_ROOM", threading.BoundedSemaphore(1))
    assert long_work._ROOM.acquire()
    app = press(opened(work), "Ask")
    assert work.begun == 0
    app = stopped(press(app, "Cancel"))
    assert "Stopped, because it was cancelled" in said(app)
    assert work.begun == 0
