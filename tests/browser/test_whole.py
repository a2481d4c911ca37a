"""Changes that come faster than they are saved, on a real Streamlit server with a page of its own."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, profile, wait
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = """
import time
from pathlib import Path
import streamlit as st
from dashboard.ui import whole as module
from dashboard.ui.whole import one_run, whole

def as_it_is(callback):
    return callback

def save(key):
    value = st.session_state[key]
    if value == 1 and key != "quick":
        Path("begun").touch()
        while not Path("go").exists():
            time.sleep(0.05)
    if key == "looks":
        st.session_state["saved"] = key
    with Path("saved").open("a") as saved:
        saved.write(f"{{key}} {{value}}, ")

module.MOMENTS = 60
if {wrapper} is whole:
    with one_run():
        pass
st.title("Fast")
for key in ("slow", "looks", "quick"):
    st.number_input(key, key=key, value=0, step=1, on_change={wrapper}(save), args=(key,))
st.checkbox("look again")
st.text("Saved: " + (Path("saved").read_text() if Path("saved").exists() else ""))
"""


@dataclass
class Fast:
    """The page in a browser, and the folder in which it saves."""

    page: Page
    folder: Path

    def change(self, label: str) -> None:
        """One more in this field."""
        self.page.get_by_role("spinbutton", name=label).press("ArrowUp")

    def until(self, what: Callable[[], bool]) -> None:
        """Wait for it."""
        end = time.monotonic() + PATIENCE
        while not what():
            assert time.monotonic() < end, f"saved: {self.saved()}"
            time.sleep(0.05)

    def begun(self) -> None:
        """The first saving has begun; it waits for `go`."""
        self.until((self.folder / "begun").exists)

    def go(self) -> None:
        """The first saving goes on."""
        (self.folder / "go").touch()

    def saved(self) -> str:
        """What was saved, in order."""
        kept = self.folder / "saved"
        return kept.read_text() if kept.exists() else ""


@pytest.fixture
def opened(tmp_path: Path, browser: Browser) -> Iterator[Callable[[str], Fast]]:
    """Opens the page with its callbacks wrapped in the name given."""
    servers: list[subprocess.Popen[bytes]] = []
    context = profile(browser)

    def started(wrapper: str) -> Fast:
        script, log, port = tmp_path / "fast.py", tmp_path / "log", free_port()
        script.write_text(PAGE.format(wrapper=wrapper))
        flags = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
        with log.open("wb") as told:
            servers.append(subprocess.Popen([sys.executable, "-m", "streamlit", "run", str(script), *flags],
                                            cwd=tmp_path, stdout=told, stderr=subprocess.STDOUT))  # fmt: skip
        wait(f"http://localhost:{port}/_stcore/health", servers[-1], log)
        page = context.new_page()
        page.goto(f"http://localhost:{port}")
        return Fast(page, tmp_path)

    yield started
    context.close()
    for server in servers:
        server.kill()
        server.wait(PATIENCE)


@pytest.mark.parametrize(("first", "then", "expected"), [("slow", "slow", "slow 1, slow 2, "),
                                                         ("looks", "quick", "looks 1, quick 1, ")])  # fmt: skip
def test_what_changes_quickly_is_saved_in_order_and_none_of_it_is_lost(
    opened: Callable[[str], Fast], first: str, then: str, expected: str
) -> None:
    """The next change comes while the one before it is being saved: both are saved, the newest last."""
    fast = opened("whole")
    fast.change(first)
    fast.begun()
    fast.change(then)
    fast.page.wait_for_timeout(1_000)
    fast.go()
    fast.until(lambda: len(fast.saved()) >= len(expected))
    assert fast.saved() == expected


def test_a_page_shows_what_was_being_done_when_it_was_asked_for(opened: Callable[[str], Fast]) -> None:
    """A change is being saved while the page is drawn for another reason: it waits, and shows it."""
    fast = opened("whole")
    fast.change("slow")
    fast.begun()
    fast.page.get_by_text("look again").click()
    fast.page.wait_for_timeout(1_000)
    fast.go()
    expect(fast.page.get_by_text("Saved: slow 1,")).to_be_visible()


def test_streamlit_by_itself_writes_the_older_value_last(opened: Callable[[str], Fast]) -> None:
    """A bare callback is overtaken; once it no longer is, this half of `whole` is not needed."""
    fast = opened("as_it_is")
    fast.change("slow")
    fast.begun()
    fast.change("slow")
    fast.until(lambda: fast.saved() == "slow 2, ")
    fast.go()
    fast.until(lambda: len(fast.saved()) > len("slow 2, "))
    assert fast.saved() == "slow 2, slow 1, "


def test_streamlit_by_itself_loses_a_change(opened: Callable[[str], Fast]) -> None:
    """A bare callback is broken off where it looks at the session; once it no longer is, that half is not needed."""
    fast = opened("as_it_is")
    fast.change("looks")
    fast.begun()
    fast.change("quick")
    fast.until(lambda: fast.saved() == "quick 1, ")
    fast.go()
    fast.page.wait_for_timeout(2_000)
    assert fast.saved() == "quick 1, "
