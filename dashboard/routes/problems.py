"""What went wrong, as problem details (RFC 9457): the sentence that a page would say, and every problem found."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from dashboard.errors import (
    CannotAssess,
    Conflict,
    GovernanceError,
    InputRejected,
    NotFound,
    NotPermitted,
    NotRecognised,
    StoreUnusable,
)

_LOG = logging.getLogger("dashboard")
_STATUS: Mapping[type[GovernanceError], HTTPStatus] = {
    NotRecognised: HTTPStatus.UNAUTHORIZED,
    NotPermitted: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    InputRejected: HTTPStatus.UNPROCESSABLE_ENTITY,
    CannotAssess: HTTPStatus.UNPROCESSABLE_ENTITY,
    StoreUnusable: HTTPStatus.SERVICE_UNAVAILABLE,
}
_SOON = "10"  # seconds after which a busy store is worth another try


class Refused(GovernanceError):
    """Refused for what it is as a request, before anything of the house was asked."""

    def __init__(self, status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.headers = status, dict(headers or {})
        super().__init__(sentence)


def problem(error: Exception) -> JSONResponse:
    """The answer that says what went wrong; of what nobody foresaw only that it did, and the rest to the log."""
    if isinstance(error, Refused):
        return _details(error.status, str(error), headers=error.headers)
    for kind, status in _STATUS.items():
        if isinstance(error, kind):
            return _details(status, *_said(error), headers=_headers(status))
    if isinstance(error, ClientDisconnect):
        return _details(HTTPStatus.BAD_REQUEST, "The body ended early.")  # nobody is left to read it, nor is it news
    _LOG.error("a request failed", exc_info=error)
    return _details(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here; the log of the server says what.")


def _said(error: GovernanceError) -> tuple[str, list[dict[str, Any]]]:
    if not isinstance(error, InputRejected):
        return str(error), []
    found = [
        {"where": one.where, "found": one.found, "expected": one.expected, "suggestion": one.suggestion}
        for one in error.problems
    ]
    return error.what, found


def _headers(status: HTTPStatus) -> dict[str, str]:
    by_status = {HTTPStatus.UNAUTHORIZED: {"www-authenticate": "Bearer"},
                 HTTPStatus.SERVICE_UNAVAILABLE: {"retry-after": _SOON}}  # fmt: skip
    return by_status.get(status, {})


def _details(
    status: HTTPStatus, detail: str, problems: list[dict[str, Any]] | None = None, *, headers: Mapping[str, str] = {},
) -> JSONResponse:  # fmt: skip
    content = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    listed = {"problems": problems} if problems else {}
    return JSONResponse(
        content | listed, status_code=status, headers={**headers, "cache-control": "no-store"},
        media_type="application/problem+json",
    )  # fmt: skip
