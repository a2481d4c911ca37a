"""Posts to a webhook: to the checked address and no other, by https, without redirects, in bounded time.

The name is resolved once, where the connection is made, so nothing can be rebound between check and use. Of the answer
only the status is read.
"""

import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpcore

from dashboard.adapters.reachable import checked_addresses
from dashboard.errors import NotDelivered
from dashboard.settings.mail import Network

_WHOLE = 20.0  # seconds from the first packet to the status
_AGAIN = frozenset({408, 425, 429})


class _Bounded(httpcore.NetworkStream):
    """A connection that ends at a moment, however slowly the other side goes on."""

    def __init__(self, inner: httpcore.NetworkStream, ends: float) -> None:
        self.inner, self.ends = inner, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, _left(self.ends, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, _left(self.ends, timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:  # fmt: skip
        return _Bounded(self.inner.start_tls(ssl_context, server_hostname, _left(self.ends, timeout)), self.ends)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


class _Checked(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and to nothing else."""

    def __init__(self, allowed: Sequence[Network], ends: float) -> None:
        self.allowed, self.ends, self.inner = allowed, ends, httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        failed: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError()
        for address in checked_addresses(host, port, self.allowed):
            try:
                left = _left(self.ends, timeout)
                stream = self.inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Bounded(stream, self.ends)
        raise failed


def _left(ends: float, timeout: float | None) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)


def post(
    url: str, body: bytes, allowed: Sequence[Network] = (), *, trusted: ssl.SSLContext | None = None,
    seconds: float = _WHOLE,
) -> None:  # fmt: skip
    """Post JSON.

    Raises:
        NotDelivered: Names the host alone; with `lasting` where another attempt would end alike.
    """
    host = urlsplit(url).hostname or ""
    if not url.startswith("https://"):
        raise NotDelivered(f"The webhook of {host} has no https address, so nothing was sent.", lasting=True)
    backend = _Checked(allowed, time.monotonic() + seconds)
    try:
        with httpcore.ConnectionPool(
            ssl_context=trusted or ssl.create_default_context(), network_backend=backend, max_connections=1
        ) as pool:
            headers: dict[bytes | str, bytes | str] = {
                "content-type": "application/json",
                "user-agent": "ai-ethics-dashboard",
            }
            with pool.stream("POST", url, headers=headers, content=body) as answer:
                status = answer.status
    except httpcore.TimeoutException:
        raise NotDelivered(f"The host {host} did not answer in time.") from None
    except (httpcore.NetworkError, httpcore.ProtocolError):
        raise NotDelivered(f"The host {host} cannot be reached safely, or ended the connection.") from None
    _judge(host, status)


def _judge(host: str, status: int) -> None:
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise NotDelivered(f"The host {host} answered with a redirect ({status}), which is not followed.", lasting=True)
    raise NotDelivered(f"The host {host} answered {status}.", lasting=400 <= status < 500 and status not in _AGAIN)
