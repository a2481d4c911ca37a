"""What every answer says to browsers: what they may load and run, and that they keep to encrypted ways."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HIDDEN = "/_stcore/metrics"  # lists function names to anybody who asks
HEADERS: dict[bytes, bytes] = {
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval'; "
        b"style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        b"connect-src 'self' ws: wss:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        b"form-action 'self'; frame-ancestors 'none'"
    ),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}
_ENCRYPTED = {b"strict-transport-security": b"max-age=31536000"}


class SecurityHeaders:
    """Adds HEADERS to every answer; where browsers come by https, also keeps them and their cookies there."""

    def __init__(self, app: ASGIApp, *, encrypted: bool = False) -> None:
        self.app, self.encrypted = app, encrypted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers added to the start of each HTTP answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        hidden = scope["path"] == _HIDDEN
        app = PlainTextResponse("not found", status_code=404) if hidden else self.app
        await app(scope, receive, _with_headers(send, encrypted=self.encrypted))


def _with_headers(send: Send, *, encrypted: bool) -> Send:
    wanted = HEADERS | _ENCRYPTED if encrypted else HEADERS

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [_guarded(name, value) if encrypted else (name, value) for name, value in message["headers"]]
            given = {name.lower() for name, _ in headers}
            added = [(name, value) for name, value in wanted.items() if name not in given]
            message = {**message, "headers": [*headers, *added]}
        await send(message)

    return sending


def _guarded(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Cookies that never travel unencrypted, which Streamlit leaves to whoever knows that browsers come by https."""
    cookie = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if cookie else value
