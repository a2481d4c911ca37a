"""One person's calendar, for calendar programs, which cannot sign in: whoever has the secret address may read it.

An unknown address, one that ended and one of somebody who left are answered alike.
"""

import hashlib
import logging
from datetime import UTC, datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dashboard.errors import GovernanceError
from dashboard.reports.icalendar import calendar
from dashboard.routes import store
from dashboard.services.feeds import load_calendar, reader_of
from dashboard.settings import load_address

_LOG = logging.getLogger("dashboard")
_ENDING = ".ics"
_PRIVATE = {"cache-control": "private, no-cache"}


def ics(request: Request) -> Response:
    """The calendar of the path's secret, 304 where the program has it already, or 404 without a word why."""
    secret = str(request.path_params["secret"])
    try:
        return _answer(secret, request.headers.get("if-none-match", ""))
    except GovernanceError as error:
        _LOG.warning("a calendar was not answered: %s", error)
        told = "The calendar cannot be read just now."
        return PlainTextResponse(told, HTTPStatus.SERVICE_UNAVAILABLE, {"retry-after": "60", **_PRIVATE})


def _answer(secret: str, known: str) -> Response:
    user = reader_of(store.database(), secret.removesuffix(_ENDING)) if secret.endswith(_ENDING) else None
    if user is None:
        return PlainTextResponse("not found", HTTPStatus.NOT_FOUND, {"cache-control": "no-store"})
    today = datetime.now(UTC).date()
    content = calendar(load_calendar(store.sources(today), user), address=load_address(), as_of=today)
    headers = {**_PRIVATE, "etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"'}
    if headers["etag"] in [one.strip().removeprefix("W/") for one in known.split(",")]:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    named = {"content-disposition": 'attachment; filename="ai-ethics.ics"'}
    return Response(content, headers={**headers, **named}, media_type="text/calendar; charset=utf-8")
