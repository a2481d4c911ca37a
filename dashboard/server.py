"""The ASGI application: Streamlit with compression, security headers, routes, warm imports and one daily task."""

import asyncio
import gc
import importlib
import itertools
import json
import logging
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn.config
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from dashboard.adapters.json_log import LINE
from dashboard.routes.files import FilesForPeople
from dashboard.routes.headers import SecurityHeaders
from dashboard.routes.listing import routes
from dashboard.services.sign_in import COME_AGAIN, COME_IN
from dashboard.services.start import has_changed, run_daily_task
from dashboard.settings import ROOT, SignIn, load_json_log, load_settings, load_sign_in

_LOG = logging.getLogger("dashboard")
_WARM = (
    "pandas", "numpy", "plotly.graph_objects", "plotly.io", "sqlmodel", "pyarrow", "xlsxwriter",
    "dashboard.ui.cache", "dashboard.ui.page", "dashboard.ui.sidebar", "dashboard.ui.why", "dashboard.ui.filters",
    "dashboard.services.screens.today", "dashboard.services.screens.use_cases",
)  # fmt: skip
_FIRST, _LOOK, _LOOKS = 20, 20, 180  # seconds after the first page, between looks; looks until the hourly round
_SCOPE = "openid email profile"


def warm_up() -> None:
    """Import what every page needs, then keep it out of garbage collection: after each rerun Streamlit collects."""
    for name in _WARM:
        try:
            importlib.import_module(name)
        except ImportError:
            _LOG.exception("%s could not be imported beforehand", name)
    gc.collect()
    gc.freeze()


def _tell() -> None:
    """Digests and notices, right after what they speak of was assessed; what goes wrong holds up no assessment."""
    from dashboard.reports.letters import FORMS  # noqa: PLC0415  # heavy, and not needed for the first page
    from dashboard.services.notify import notify  # noqa: PLC0415  # same

    try:
        for problem in dict.fromkeys(notify(load_settings(), FORMS).problems):
            _LOG.warning("a letter was not delivered: %s", problem)
    except Exception:  # noqa: BLE001  # the next round tells what this one did not
        _LOG.exception("nobody could be told; it is tried again in an hour")


async def _every_day() -> None:
    """Lapses, due dates and what people changed must not wait for somebody to run an assessment."""
    await asyncio.sleep(_FIRST)
    failed = False
    for look in itertools.count():
        try:
            if look % _LOOKS == 0 or (not failed and await asyncio.to_thread(has_changed, load_settings())):
                await asyncio.to_thread(run_daily_task, load_settings())
                await asyncio.to_thread(_tell)
                failed = False
        except Exception:  # noqa: BLE001  # one failed round must not end the task
            failed = True
            _LOG.exception("the daily task failed; it is tried again in an hour")
        await asyncio.sleep(_LOOK)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Warm imports before the first page; one background task until the end."""
    del app
    await asyncio.to_thread(warm_up)
    daily = asyncio.create_task(_every_day())
    yield
    daily.cancel()


def build() -> st.App:
    """The application; nothing runs yet."""
    sign_in = load_sign_in()
    headers = Middleware(SecurityHeaders, encrypted=sign_in is not None and sign_in.encrypted)
    guard = [Middleware(FilesForPeople, sign_in=sign_in, said=signed)] if sign_in else []
    return st.App(
        Path(__file__).with_name("app.py"),
        lifespan=lifespan,
        routes=routes(),
        middleware=[Middleware(GZipMiddleware, minimum_size=1000), headers, *guard],
        secrets={"auth": providers(sign_in)} if sign_in else None,
    )


def signed(cookies: dict[str, str]) -> dict[str, Any]:
    """The claims in a cookie that Streamlit signed, as its pages read them; empty without one."""
    content = starlette_websocket._get_signed_cookie_with_chunks(cookies, USER_COOKIE_NAME)  # there is no public way
    return dict(json.loads(content)) if content else {}


def providers(sign_in: SignIn) -> dict[str, Any]:
    """What Streamlit must know to sign people in, out of the environment and never in a file.

    One provider, named twice: to come in, and to prove it anew. No groups are asked for: they make the cookie too long
    for proxies.
    """
    provider = {
        "client_id": sign_in.client_id,
        "client_secret": sign_in.client_secret,
        "server_metadata_url": sign_in.metadata_url,
    }
    at_most = {"max_age": int(sign_in.longest.total_seconds())}  # a provider that is asked so must say when it was
    again = {"client_kwargs": {"scope": _SCOPE, "prompt": "login"}, "authorize_params": {"max_age": 0}}
    return {
        "redirect_uri": sign_in.redirect_uri,
        "cookie_secret": sign_in.cookie_secret,
        COME_IN: {**provider, "client_kwargs": {"scope": _SCOPE}, "authorize_params": at_most},
        COME_AGAIN: {**provider, **again},
    }


def configuration(*, host: str, port: int) -> dict[str, Any]:
    """The project's own .streamlit/config.toml, flat, wherever the command was started from."""
    with (ROOT / ".streamlit" / "config.toml").open("rb") as file:
        flat = dict(_flat(tomllib.load(file), ""))
    sign_in = load_sign_in()
    hosts = [*flat["server.allowedHosts"], *([sign_in.host] if sign_in else [])]
    own = {"server.address": host, "server.port": port, "server.headless": True, "server.allowedHosts": hosts}
    return flat | own | _logged()


def _logged() -> dict[str, Any]:
    """Where the log is JSON, Streamlit and uvicorn write each record as the JSON that it carries."""
    if not load_json_log():
        return {}
    uvicorn.config.LOGGING_CONFIG["formatters"]["default"]["fmt"] = LINE
    return {"logger.messageFormat": LINE, "logger.hideWelcomeMessage": True}


def _flat(table: dict[str, Any], prefix: str) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name, value in table.items():
        nested = isinstance(value, dict)
        pairs.extend(_flat(value, f"{prefix}{name}.") if nested else [(f"{prefix}{name}", value)])
    return pairs


def run(*, host: str, port: int) -> None:
    """Serve until stopped."""
    build().run(config=configuration(host=host, port=port))
