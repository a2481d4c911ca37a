"""A real server on a seeded store, and a real browser: started once by each process that runs such tests.

The store is seeded once, whoever comes first; every process copies it, so that parallel runs share no state.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from dashboard.adapters.repository import save_use_cases
from dashboard.domain.actors import SYSTEM
from dashboard.domain.registry import UseCase
from dashboard.services.seed import SMALL, seed_demonstration
from dashboard.services.start import migrate
from dashboard.settings import VARIABLES, load_settings
from tests.conftest import unavailable
from tests.ports import free_port

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
INVENTORIED = 1200
WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}
PATIENCE = 120  # seconds for whatever is waited for; only what never comes takes them
_PROBED = ("/_stcore/health", "/_stcore/host-config")  # below the page's own path first, then at the root
_OURS = re.compile(r"^(data:|blob:|wss?://(localhost|127\.0\.0\.1)|https?://(localhost|127\.0\.0\.1))")
_QUIET = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const ready = app && app.dataset.testScriptState === 'notRunning' && document.querySelector('h1') &&
        !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
    window.quietFor = ready ? (window.quietFor || 0) + 1 : 0;
    return window.quietFor >= 4;
}"""


@dataclass
class Visitor:
    """One browser window: what it asked for outside, and what its console complained about."""

    page: Page
    base: str
    outside: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def heard(self, message: ConsoleMessage) -> None:
        """Keep errors; two 404s on deep links are Streamlit's way to find its base path."""
        address = message.location["url"]
        if message.type == "error" and not ("404" in message.text and address.endswith(_PROBED)):
            self.complaints.append(f"{message.text[:200]} ({address})")

    def asked(self, request: Request) -> None:
        """Keep requests to other machines."""
        if not _OURS.match(request.url):
            self.outside.add(request.url)

    def open(self, path: str) -> Page:
        """Open a page and wait until it rests."""
        self.page.goto(f"{self.base}/{path}")
        self.page.wait_for_selector("h1")
        self.rest()
        return self.page

    def rest(self) -> None:
        """Wait until the script has run and nothing loads or is stale, four looks in a row."""
        self.page.evaluate("window.quietFor = 0")
        self.page.wait_for_function(_QUIET, polling=80)

    def sideways(self) -> bool:
        """Whether the page scrolls sideways."""
        script = """() => { const main = document.querySelector('[data-testid="stMain"]');
            return document.documentElement.scrollWidth > innerWidth + 2 || main.scrollWidth > main.clientWidth + 2 }"""
        return bool(self.page.evaluate(script))

    def violations(self) -> list[str]:
        """What axe finds, each with its first element."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    if not CHROMIUM.exists():
        unavailable("Chromium", "apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        expect.set_options(timeout=PATIENCE * 1000)
        yield started
        started.close()


def profile(browser: Browser, size: str = "desk", scheme: Any = "light") -> BrowserContext:
    """A browser profile of a width and theme in which nothing is waited for impatiently."""
    width, height = WIDTHS[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    context.set_default_timeout(PATIENCE * 1000)
    return context


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the store that this process' pages show: its own copy of the seeded one."""
    live = tmp_path_factory.mktemp("live")
    shutil.copytree(seeded(tmp_path_factory), live, dirs_exist_ok=True)
    return live


@pytest.fixture(scope="session")
def base(shown: Path) -> Iterator[str]:
    """The address of a server on it. The environment is given back at once: other tests of this process have theirs."""
    with pytest.MonkeyPatch.context() as patch:
        point(patch, shown)
        running = served(shown, free_port())
        address = next(running)
    yield address
    next(running, None)


def seeded(factory: pytest.TempPathFactory) -> Path:
    """The seeded store; parallel processes have one parent folder and wait for whoever is first."""
    parallel = "PYTEST_XDIST_WORKER" in os.environ
    shared = (factory.getbasetemp().parent if parallel else factory.getbasetemp()) / "browser-seed"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            with pytest.MonkeyPatch.context() as patch:
                point(patch, shared / "live")
                _seed()
            (shared / "done").touch()
    return shared / "live"


def point(patch: pytest.MonkeyPatch, live: Path) -> None:
    """The environment of a store in this folder, without sign-in."""
    for name in VARIABLES:
        if "OIDC" in name:
            patch.delenv(name, raising=False)
    patch.setenv("DASHBOARD_LIVE", str(live))
    patch.delenv("DATABASE_URL", raising=False)
    patch.delenv("DATABASE_MIGRATION_URL", raising=False)


def _seed() -> None:
    store = migrate(load_settings())
    seed_demonstration(store, load_settings().decision_store, scale=SMALL)
    with store.write(SYSTEM) as tx:
        save_use_cases(tx, [_inventoried(number) for number in range(INVENTORIED)])
    store.close()


def _inventoried(number: int) -> UseCase:
    return UseCase(id=f"imported-{number}", title=f"Imported system {number}", lifecycle="inventoried")


def served(live: Path, port: int) -> Iterator[str]:
    """The address of a server, as the environment sets it up."""
    log = (live / "server.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "serve", "--port", str(port)],
        env={**os.environ}, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        wait(f"http://localhost:{port}/readyz", server, live / "server.log")
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(PATIENCE)
        log.close()


def wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the address answers; fails with the end of the log."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  # our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the server did not become ready:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Callable[[str, str], BrowserContext]]:
    """One context per width and theme, so that the application's own files are fetched once."""
    kept: dict[tuple[str, str], BrowserContext] = {}

    def context(size: str, scheme: str) -> BrowserContext:
        if (size, scheme) not in kept:
            kept[(size, scheme)] = profile(browser, size, scheme)
        return kept[(size, scheme)]

    yield context
    for one in kept.values():
        one.close()


Contexts = Callable[[str, str], BrowserContext]


@pytest.fixture(params=[("desk", "light"), ("phone", "light"), ("desk", "dark")], ids=["desk", "phone", "night"])
def visitor(request: pytest.FixtureRequest, contexts: Contexts, base: str, here: Path) -> Iterator[Visitor]:
    """A fresh window: wide, on a phone, and wide for somebody who prefers dark."""
    yield from _window(contexts(*request.param), base)


@pytest.fixture
def desk(contexts: Contexts, base: str, here: Path) -> Iterator[Visitor]:
    """A fresh wide window."""
    yield from _window(contexts("desk", "light"), base)


@pytest.fixture
def here(shown: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of this test name the store that the pages show."""
    point(monkeypatch, shown)
    return shown


def _window(context: BrowserContext, base: str) -> Iterator[Visitor]:
    visitor = Visitor(context.new_page(), base)
    visitor.page.on("request", visitor.asked)
    visitor.page.on("console", visitor.heard)
    yield visitor
    visitor.page.close()
