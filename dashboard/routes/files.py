"""Files that pages offer are for whoever may open the page: an address alone, found in a log, opens none."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.errors import GovernanceError
from dashboard.routes import store
from dashboard.services.sign_in import Door, visitor
from dashboard.settings import SignIn

_FILES = "/media/"
_REFUSED = "Sign in to open this file."


class FilesForPeople:
    """Asks who somebody is, as pages do at every click, before a file that a page made is handed out."""

    def __init__(self, app: ASGIApp, *, sign_in: SignIn, said: Callable[[dict[str, str]], Mapping[str, Any]]) -> None:
        self.app, self.sign_in, self.said = app, sign_in, said

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no such file, and files to people who are in."""
        if scope["type"] != "http" or not scope["path"].startswith(_FILES) or await self._known(scope):
            await self.app(scope, receive, send)
            return
        refused = PlainTextResponse(_REFUSED, HTTPStatus.UNAUTHORIZED, headers={"cache-control": "no-store"})
        await refused(scope, receive, send)

    async def _known(self, scope: Scope) -> bool:
        said = self.said(HTTPConnection(scope).cookies)
        return bool(said) and await asyncio.to_thread(self._door, said) is Door.IN

    def _door(self, said: Mapping[str, Any]) -> Door:
        with suppress(GovernanceError):  # whoever cannot be looked up is nobody
            return visitor(store.database(), said, self.sign_in, datetime.now(UTC)).door
        return Door.SIGNED_OUT
