"""The server answers only here, with headers that keep strangers out, and says whether it is ready."""

import asyncio
import gc
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard import server
from dashboard.cli import cli
from dashboard.cli.serve import refuse_other_machines, refuse_taken_port
from dashboard.errors import GovernanceError, NotPermitted
from dashboard.routes.headers import SecurityHeaders
from dashboard.routes.listing import routes
from dashboard.services.start import migrate
from dashboard.settings import load_settings, load_sign_in
from tests.test_settings import WHOLE


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that the settings name."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_MIGRATION_URL", raising=False)
    return tmp_path


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


def ask(path: str, app: Starlette | None = None) -> Answer:
    """One GET to our routes and middleware, without Streamlit and without a socket."""
    app = app or Starlette(routes=routes(), middleware=[Middleware(SecurityHeaders)])
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    with ThreadPoolExecutor(1) as pool:  # a browser test of the same process leaves a loop running in the main thread
        pool.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], headers, body.decode())


def test_ready_only_with_store_and_charter(live: Path) -> None:
    """Without a store /readyz is 503 and a sentence; with one it is 200."""
    refused = ask("/readyz")
    assert refused.status == 503
    assert "Traceback" not in refused.text
    assert refused.text.strip()

    migrate(load_settings()).close()
    assert ask("/readyz").text == "ready"


def test_every_answer_has_the_headers(live: Path) -> None:
    """No framing, no sniffing, nothing loaded from elsewhere."""
    headers = ask("/readyz").headers

    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "http:" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_metrics_are_not_public() -> None:
    """Streamlit's list of function names is not for anybody who asks."""
    refused = ask("/_stcore/metrics")

    assert refused.status == 404
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com", ""])  # noqa: S104  # refused
def test_other_machines_are_refused(host: str) -> None:
    """Without sign-in the dashboard never listens where others could reach it."""
    with pytest.raises(NotPermitted, match="no sign-in is set up"):
        refuse_other_machines(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_is_served(host: str) -> None:
    """Loopback addresses are fine."""
    refuse_other_machines(host)


def test_a_taken_port_is_a_sentence() -> None:
    """A port in use is told before the store is touched."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(GovernanceError, match="is in use"):
            refuse_taken_port("127.0.0.1", other.getsockname()[1])


def test_refusal_touches_nothing(live: Path) -> None:
    """`serve --host 0.0.0.0` creates no store."""
    result = CliRunner().invoke(cli, ["serve", "--host", "0.0.0.0"])  # noqa: S104  # refused

    assert isinstance(result.exception, NotPermitted)
    assert list(live.iterdir()) == []


def test_configuration_is_the_projects_own() -> None:
    """Wherever the command starts from: no telemetry, no static files, XSRF on, our theme, this address."""
    found = server.configuration(host="127.0.0.1", port=8599)

    assert found["browser.gatherUsageStats"] is False
    assert found["server.enableXsrfProtection"] is True
    assert found["server.enableStaticServing"] is False
    assert found["client.showErrorDetails"] == "none"
    assert found["theme.light.redTextColor"] == "#B03522"
    assert (found["server.address"], found["server.port"]) == ("127.0.0.1", 8599)


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Sign-in is set up, under https."""
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_with_sign_in_the_companys_address_is_answered(company: pytest.MonkeyPatch) -> None:
    """Browsers come by the name in the redirect address; no other name is added."""
    found = server.configuration(host="0.0.0.0", port=8599)  # noqa: S104  # allowed with sign-in

    assert found["server.allowedHosts"] == ["localhost", "127.0.0.1", "::1", "ethics.example"]


def test_secrets_go_to_streamlit_from_the_environment(company: pytest.MonkeyPatch) -> None:
    """One provider under two names, the second of which asks for the proof anew; no groups, no token shown to pages."""
    sign_in = load_sign_in()
    assert sign_in is not None
    found = server.providers(sign_in)

    assert found["cookie_secret"] == WHOLE["DASHBOARD_OIDC_COOKIE_SECRET"]
    assert found["company"]["server_metadata_url"] == found["again"]["server_metadata_url"]
    assert found["company"]["authorize_params"] == {"max_age": 12 * 60 * 60}
    assert (found["again"]["client_kwargs"]["prompt"], found["again"]["authorize_params"]) == ("login", {"max_age": 0})
    assert "expose_tokens" not in found
    assert "groups" not in found["company"]["client_kwargs"]["scope"]


def test_serve_listens_elsewhere_only_with_sign_in(company: pytest.MonkeyPatch, live: Path) -> None:
    """With all five variables another address is no reason to refuse; what comes next is the port."""
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))  # noqa: S104  # taken on every address
        other.listen()
        port = str(other.getsockname()[1])
        result = CliRunner().invoke(cli, ["serve", "--host", "0.0.0.0", "--port", port])  # noqa: S104  # allowed

    assert f"Port {port} is in use" in str(result.exception)


@pytest.mark.parametrize("encrypted", [True, False])
def test_cookies_stay_encrypted_where_browsers_come_by_https(encrypted: bool) -> None:  # noqa: FBT001  # a parameter
    """Streamlit leaves `Secure` out; where the address is https it is added, and browsers keep to https."""

    async def page(request: Any) -> PlainTextResponse:
        return PlainTextResponse("ok", headers={"set-cookie": "_streamlit_user=x; HttpOnly"})

    middleware = [Middleware(SecurityHeaders, encrypted=encrypted)]
    headers = ask("/", Starlette(routes=[Route("/", page)], middleware=middleware)).headers

    assert headers["set-cookie"].endswith("; Secure") is encrypted
    assert ("strict-transport-security" in headers) is encrypted


def test_warm_imports_leave_garbage_collection() -> None:
    """After warming up, what is loaded is frozen: a rerun collects only its own objects."""
    gc.unfreeze()
    server.warm_up()
    try:
        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()
