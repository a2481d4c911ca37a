"""Changes that come faster than they are saved, on a real Streamlit server with a page of its own."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import PATIENCE, wait
from tests.ports import free_port

Contexts = Callable[[str, str], BrowserContext]
Started = Callable[[str], tuple[str, Path]]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGE = """
import json, time
from pathlib import Path
import streamlit as st
from dashboard.ui.whole import whole

def as_it_is(callback):
    return callback

def save(key):
    value = st.session_state[key]
    time.sleep(2 if value == 1 and key != "quick" else 0)
    if key == "looks":
        st.session_state["saved"] = key
    with Path({saved!r}).open("a") as saved:
        saved.write(json.dumps([key, value]) + "\\n")

st.title("Fast")
for key in ("slow", "looks", "quick"):
    st.number_input(key, key=key, value=0, step=1, on_change={wrapper}(save), args=(key,))
"""


@pytest.fixture
def saves(tmp_path: Path) -> Iterator[Started]:
    """Starts a server whose callbacks are wrapped in the name given; its address, and the file that it saves to."""
    running: list[subprocess.Popen[bytes]] = []

    def started(wrapper: str) -> tuple[str, Path]:
        script, saved, log, port = tmp_path / "fast.py", tmp_path / "saved", tmp_path / "log", free_port()
        script.write_text(PAGE.format(saved=str(saved), wrapper=wrapper))
        flags = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
        with log.open("wb") as told:
            running.append(subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(script), *flags], stdout=told, stderr=subprocess.STDOUT,
            ))  # fmt: skip
        wait(f"http://localhost:{port}/_stcore/health", running[-1], log)
        return f"http://localhost:{port}", saved

    yield started
    for server in running:
        server.terminate()
        server.wait(PATIENCE)


def changed(context: BrowserContext, address: str, *labels: str) -> None:
    """One more in each of these fields, each a change of its own, long before the one before it is saved."""
    page = context.new_page()
    page.goto(address)
    for label in labels:
        page.get_by_role("spinbutton", name=label).press("ArrowUp")
        page.wait_for_timeout(500)
    page.wait_for_timeout(3_000)  # whatever comes has come
    page.close()


def read(saved: Path) -> list[list[object]]:
    """What was saved, in order."""
    return [json.loads(line) for line in saved.read_text().splitlines()]


CASES = [(("slow", "slow"), [["slow", 1], ["slow", 2]]), (("looks", "quick"), [["looks", 1], ["quick", 1]])]


@pytest.mark.parametrize(("labels", "expected"), CASES)
def test_what_changes_quickly_is_saved_in_order_and_none_of_it_is_lost(
    labels: tuple[str, ...], expected: list[list[object]], saves: Started, contexts: Contexts
) -> None:
    """The first saving takes two seconds, the next change comes after half of one: both are saved, the newest last."""
    address, saved = saves("whole")
    changed(contexts("desk", "light"), address, *labels)
    assert read(saved) == expected


@pytest.mark.parametrize(("labels", "expected"), CASES)
def test_streamlit_by_itself_does_neither(
    labels: tuple[str, ...], expected: list[list[object]], saves: Started, contexts: Contexts
) -> None:
    """A bare callback is overtaken or broken off; once it no longer is, `whole` is not needed."""
    address, saved = saves("as_it_is")
    changed(contexts("desk", "light"), address, *labels)
    assert read(saved) == expected[::-1][: 2 if labels[0] == labels[1] else 1]
