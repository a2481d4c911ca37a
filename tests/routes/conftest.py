"""A real server on loopback with our routes and headers, on a small, realistic store, and tokens to ask it with."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.domain.tokens import Scope
from dashboard.routes.headers import SecurityHeaders
from dashboard.routes.listing import routes
from dashboard.services.start import migrate
from dashboard.services.tokens import MakeToken, make_token
from dashboard.settings import load_settings
from tests.portfolio import plant

OFFICER = Actor("ethics-officer", Role.OFFICER, authenticated=True)


@dataclass(frozen=True)
class Service:
    """A server and the store behind it."""

    url: str
    database: Database
    live: Path

    def token(self, *scopes: str, user: str = "lead-1", use_cases: tuple[str, ...] = ()) -> str:
        """A new token, as it is sent."""
        command = MakeToken("A test", user, scopes or tuple(Scope), use_cases, timedelta(days=30))
        spelt = make_token(self.database, command, OFFICER).spelt
        assert spelt is not None
        return spelt

    def client(self, token: str | None = None, **given: Any) -> httpx.Client:
        """Whoever asks, with a token or without one."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers | given.pop("headers", {}), timeout=60, **given)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Path]]:
    """Eight use cases in service and two inventoried ones; settings name them while the module runs."""
    live = tmp_path_factory.mktemp("live")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_LIVE", str(live))
        for name in ("DATABASE_URL", "DATABASE_MIGRATION_URL"):
            patch.delenv(name, raising=False)
        database = migrate(load_settings())
        plant(database, load_charter(load_settings().charter), as_of=date.today(), live=8, inventoried=2)  # noqa: DTZ011
        yield database, live
        database.close()


@pytest.fixture(scope="module")
def service(planted: tuple[Database, Path]) -> Iterator[Service]:
    """Uvicorn in a thread, as Streamlit runs it, with our routes and middleware."""
    middleware = [Middleware(GZipMiddleware, minimum_size=1000), Middleware(SecurityHeaders)]
    app = Starlette(routes=routes(), middleware=middleware)
    running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive()
    port = running.servers[0].sockets[0].getsockname()[1]
    yield Service(f"http://127.0.0.1:{port}", *planted)
    running.should_exit = True
    thread.join()
