"""Whether the dashboard can answer, for whatever starts and watches it."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from dashboard.services.start import problems_before_serving
from dashboard.settings import load_settings


def readyz(request: Request) -> PlainTextResponse:
    """200 `ready` when store and charter can be read, else 503 with one sentence a line."""
    del request
    problems = problems_before_serving(load_settings())
    return PlainTextResponse("\n".join(problems) or "ready", status_code=503 if problems else 200)
