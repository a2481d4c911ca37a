"""Files that pages offer are handed to people who are in, and to nobody who only has their address."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.identities import Identity
from dashboard.domain.users import User
from dashboard.errors import StoreUnusable
from dashboard.routes import files, store
from dashboard.services.identities import LetIn, let_in
from dashboard.services.people import add_user
from dashboard.services.sign_in import sign_out, visitor
from dashboard.settings import SignIn

SIGN_IN = SignIn("", "", "", "", "", timedelta(hours=12), timedelta(minutes=15))
OFFICER = Actor("officer", Role.OFFICER)


def claims(subject: str, *, hours: float = 1) -> dict[str, Any]:
    """Of a cookie that was signed so long ago."""
    return {"is_logged_in": True, "iss": "https://id.example", "sub": subject, "iat": int(time.time() - 3600 * hours)}


async def page(_request: Request) -> PlainTextResponse:
    """Whatever lies behind."""
    return PlainTextResponse("content")


@pytest.fixture
def asked(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Asks for an address with a cookie that says so; the team lead signs in as s-1."""
    add_user(sqlite_database, User("lead", "Team lead, Bots", Role.TEAM_LEAD), SYSTEM)
    let_in(sqlite_database, LetIn(Identity("https://id.example", "s-1"), user_id="lead"), OFFICER)
    monkeypatch.setattr(store, "database", lambda: sqlite_database)

    def ask(path: str, said: dict[str, Any]) -> int:
        guard = Middleware(files.FilesForPeople, sign_in=SIGN_IN, said=lambda _cookies: said)
        app = Starlette(routes=[Route("/{rest:path}", page)], middleware=[guard])

        async def get() -> int:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
                return (await client.get(path)).status_code

        with ThreadPoolExecutor(1) as pool:  # a browser test of the same process leaves a loop running in this thread
            return pool.submit(lambda: asyncio.run(get())).result()

    return ask


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        ("/media/0f1e.csv", {}, 401),
        ("/media/0f1e.csv", claims("s-1"), 200),
        ("/media/0f1e.csv", claims("s-2"), 401),
        ("/media/0f1e.csv", claims("s-1", hours=13), 401),
        ("/media/0f1e.csv", {**claims("s-1"), "is_logged_in": False}, 401),
        ("/%6dedia/0f1e.csv", {}, 401),
        ("/static/media/letters.woff2", {}, 200),
        ("/", {}, 200),
    ],
)
def test_a_file_is_for_people_who_are_in(
    asked: Callable[..., Any], path: str, said: dict[str, Any], status: int
) -> None:
    """No cookie, a stranger's, one that has ended, one that is signed out: 401; the page itself says who may see it."""
    assert asked(path, said) == status


def test_nobody_comes_in_where_nobody_can_be_looked_up(
    asked: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that cannot be read opens no file."""

    def broken() -> Database:
        raise StoreUnusable("away")

    monkeypatch.setattr(store, "database", broken)
    assert asked("/media/0f1e.csv", claims("s-1")) == 401


def test_after_signing_out_a_copied_cookie_opens_no_file(asked: Callable[..., Any], sqlite_database: Database) -> None:
    """As it opens no page."""
    said = claims("s-1")
    sign_out(sqlite_database, visitor(sqlite_database, said, SIGN_IN, datetime.now(UTC)))
    assert asked("/media/0f1e.csv", said) == 401
