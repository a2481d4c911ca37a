"""Who asks, by the token they send, and how often: nothing is answered to whoever shows none."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from math import ceil

from starlette.background import BackgroundTask
from starlette.responses import Response

from dashboard.adapters.database import Database
from dashboard.domain.tokens import Scope
from dashboard.errors import NotPermitted, NotRecognised
from dashboard.routes.problems import Refused
from dashboard.services.tokens import Holder, holder_of, note_use

PER_MINUTE, AT_ONCE = 120, 60


@dataclass(slots=True)
class Buckets:
    """One bucket of requests a token, filled evenly; of this process alone, so that several processes allow more."""

    per_minute: float = PER_MINUTE
    at_once: int = AT_ONCE
    clock: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, token: str) -> float:
        """Take one request out; returns 0, or in how many seconds there is one again."""
        now, rate = self.clock(), self.per_minute / 60
        with self._lock:
            left, since = self._left.get(token, (float(self.at_once), now))
            left = min(float(self.at_once), left + (now - since) * rate)
            self._left[token] = (left - 1 if left >= 1 else left, now)
        return 0.0 if left >= 1 else (1 - left) / rate


_BUCKETS = Buckets()


def caller(database: Database, headers: Mapping[str, str], scope: Scope | None, buckets: Buckets = _BUCKETS) -> Holder:
    """Whoever sent a token that works and is good for this.

    Args:
        database: Where tokens are.
        headers: Of the request, in small letters.
        scope: What the token must be good for; None where any token will do.
        buckets: How many requests are left.

    Raises:
        NotRecognised: No token, or none that works.
        NotPermitted: Not for this.
        Refused: Too many requests.
    """
    kind, _, spelt = headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise NotRecognised("Say who you are: send a token as `Authorization: Bearer …`. The officer makes tokens.")
    now = datetime.now(UTC)
    holder = holder_of(database, spelt.strip(), now)
    wait = buckets.take(holder.token.id)
    if wait:
        told = f"This token may ask {buckets.per_minute:g} times a minute here. Ask again in {ceil(wait)} s."
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, told, {"retry-after": str(ceil(wait))})
    if scope is not None and not holder.token.allows(scope):
        has = ", ".join(holder.token.scopes)
        raise NotPermitted(f"The token {holder.token.id} is good for {has}; this needs {scope.value}.")
    return holder


def noted(response: Response, database: Database, holder: Holder) -> Response:
    """The same answer, after which the use of the token is remembered: nobody waits for whoever is writing."""
    response.background = BackgroundTask(note_use, database, holder.token.id, datetime.now(UTC))
    return response
