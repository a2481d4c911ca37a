"""Every route beside Streamlit's own: the one place where an address is given out, so that none is given twice."""

from http import HTTPStatus

from pydantic import RootModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from dashboard.routes import store
from dashboard.routes.calendar import ics
from dashboard.routes.caller import caller
from dashboard.routes.changes import CHANGES
from dashboard.routes.description import description
from dashboard.routes.endpoints import Asked, Endpoint
from dashboard.routes.monitoring import metrics
from dashboard.routes.problems import Refused, problem
from dashboard.routes.pushing import PUSHING
from dashboard.routes.reading import READING
from dashboard.routes.ready import readyz

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Description(RootModel[dict[str, object]]):
    """This description."""


def _description(asked: Asked) -> Description:
    del asked
    return Description(description(endpoints()))


def endpoints() -> tuple[Endpoint, ...]:
    """Everything under /api/ that is described."""
    itself = Endpoint(
        "GET", "/api/openapi.json", "getDescription", "This description.", None, Description, _description
    )
    return (*READING, *CHANGES, *PUSHING, itself)


def routes() -> list[BaseRoute]:
    """In the order in which they are tried; endpoints that are plain functions run in a thread."""
    return [
        Route("/readyz", readyz),
        Route("/metrics", metrics),
        Route("/calendar/{secret:path}", ics),
        *(endpoint.route() for endpoint in endpoints()),
        Route("/api/{rest:path}", _nothing_here, methods=_METHODS),  # else Streamlit would answer with its page
        Route("/api", _nothing_here, methods=_METHODS),
    ]


def _nothing_here(request: Request) -> Response:
    try:
        caller(store.database(), request.headers, None)
        if any(one.route().path_regex.match(request.url.path) for one in endpoints()):
            told = f"{request.url.path} is not asked by {request.method}; /api/openapi.json says how."
            return problem(Refused(HTTPStatus.METHOD_NOT_ALLOWED, told))
        return problem(
            Refused(HTTPStatus.NOT_FOUND, "There is no such address; /api/openapi.json lists those there are.")
        )
    except Exception as error:  # noqa: BLE001  # whatever goes wrong is answered, never shown
        return problem(error)
