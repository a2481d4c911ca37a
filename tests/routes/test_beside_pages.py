"""On the server that people start, pages are Streamlit's, programs get answers, and neither is in the other's way."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.users import User
from dashboard.services.people import add_user
from dashboard.services.start import migrate
from dashboard.services.tokens import MakeToken, make_token
from dashboard.settings import load_settings
from tests.ports import free_port

pytestmark = pytest.mark.slow
PATIENCE = 120  # seconds; a start takes a few, on a busy machine more


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Address of `serve` on an empty store with one reader, and the reader's token."""
    live = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_LIVE", str(live))
        for name in ("DATABASE_URL", "DATABASE_MIGRATION_URL"):
            patch.delenv(name, raising=False)
        database = migrate(load_settings())
        add_user(database, User("reader", "Reader", Role.READER), SYSTEM)
        token = make_token(database, MakeToken("A test", "reader", ("read", "read:metrics")), SYSTEM).spelt
        database.close()
        port = free_port()
        command = [sys.executable, "-m", "dashboard", "serve", "--empty", "--port", str(port)]
        log = (live / "log").open("w")
        running = subprocess.Popen(command, env=os.environ.copy(), stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}"
        _wait(url, running, live / "log")
        yield url, str(token)
        running.terminate()
        running.wait()
        log.close()


def _wait(url: str, running: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and running.poll() is None:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail(log.read_text())


@pytest.mark.parametrize("path", ["/", "/use-cases", "/reports"])
def test_pages_are_streamlits(served: tuple[str, str], path: str) -> None:
    """Every page's address brings the page."""
    answer = httpx.get(served[0] + path)

    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/html")


@pytest.mark.parametrize("path", ["/api/v1/findings", "/api/openapi.json", "/api/v1/none", "/api"])
def test_programs_never_get_a_page(served: tuple[str, str], path: str) -> None:
    """Streamlit would answer any address with its page; under /api it is a problem, or an answer."""
    refused = httpx.get(served[0] + path)
    answered = httpx.get(served[0] + path, headers={"authorization": f"Bearer {served[1]}"})

    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")
    assert answered.headers["content-type"].partition(";")[0] in {"application/json", "application/problem+json"}
    assert answered.status_code in {200, 404}
