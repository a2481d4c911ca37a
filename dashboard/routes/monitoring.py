"""Numbers for monitoring: with a token, or, where nobody signs in, from this very machine."""

from datetime import UTC, datetime
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import Response

from dashboard.domain.tokens import Scope
from dashboard.errors import NotPermitted
from dashboard.reports.prometheus import CONTENT_TYPE, exposition
from dashboard.routes import store
from dashboard.routes.caller import caller, noted
from dashboard.routes.problems import problem
from dashboard.services.screens.gauges import load_gauges
from dashboard.services.sources import watch_of
from dashboard.settings import load_settings, load_sign_in

_PASSED_ON = ("forwarded", "x-forwarded", "x-real-ip", "x-client-ip", "via")  # how names of such headers begin
_OURS = {"localhost", "127.0.0.1", "[::1]"}


def metrics(request: Request) -> Response:
    """Everything at once, as Prometheus asks for it."""
    try:
        database, holder = store.database(), None
        if request.headers.get("authorization") or not _is_this_machine(request):
            holder = caller(database, request.headers, Scope.METRICS)
            if holder.token.use_cases:
                raise NotPermitted("These numbers are about all use cases; this token is limited to some.")
        found = load_gauges(store.sources(datetime.now(UTC).date()), watch_of(load_settings()))
        answer = Response(exposition(found), headers={"content-type": CONTENT_TYPE, "cache-control": "no-store"})
        return noted(answer, database, holder) if holder else answer
    except Exception as error:  # noqa: BLE001  # whatever goes wrong is answered, never shown
        return problem(error)


def _is_this_machine(request: Request) -> bool:
    """Nobody signs in, and neither a proxy nor a foreign name that leads here stands between."""
    if (
        load_sign_in() is not None
        or request.client is None
        or any(name.startswith(_PASSED_ON) for name in request.headers)
    ):
        return False
    host = request.headers.get("host", "")
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    try:
        return ip_address(request.client.host).is_loopback and name in _OURS
    except ValueError:
        return False
