"""Reads registered models from an MLflow tracking server by its REST API; the package mlflow is not needed.

Nothing is followed elsewhere, nothing is waited for without end, and what comes back is never larger than what fits.
Whoever asked may stop it: a server that hangs is given up at once.
"""

import json
import ssl
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx

from dashboard.adapters.mlflow_shape import MOST_VERSIONS, name_of, reported_by, version_of
from dashboard.adapters.waiting import Waiting
from dashboard.domain.effort import step
from dashboard.domain.found_models import FoundModels, FoundVersion
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import Reported
from dashboard.domain.wording import plural
from dashboard.errors import InputRejected, Problem
from dashboard.settings.mlflow import Mlflow

_API = "/api/2.0/mlflow"
_WAIT = httpx.Timeout(30, connect=10)
_LONGEST = 120.0  # seconds for one answer as a whole: one that drips never waits as long for its next byte
_PAGE, _MOST_BYTES, _MOST_OF_A_VERSION = 100, 32 * 1024 * 1024, 1024
_ALIASES_SINCE = (2, 3)
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_SIGN_IN = "Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD."


class MlflowServer:
    """One tracking server, with what it is signed in to with."""

    def __init__(self, sign_in: Mlflow) -> None:
        _refuse_address(sign_in)
        self.address = sign_in.tracking.rstrip("/")
        headers = {"Authorization": f"Bearer {sign_in.token}"} if sign_in.token else {}
        auth = None if sign_in.token or not sign_in.user else (sign_in.user, sign_in.password)
        self._client = httpx.AsyncClient(timeout=_WAIT, headers=headers, auth=auth, verify=_trusted(sign_in))
        self._waiting = Waiting()

    def close(self) -> None:
        """End the connection."""
        try:
            self._waiting.until(self._client.aclose())
        finally:
            self._waiting.close()

    def versions(self) -> FoundModels:
        """Every registered version, page by page; raises InputRejected."""
        step(0, 0, "Asking MLflow")
        entries = self._pages("registered-models/search", "registered_models", "model")
        models = {str(one.get("name")): one for one in entries}
        entries = self._pages("model-versions/search", "model_versions", "version")
        found = [_version(one, models.get(str(one.get("name")), {})) for one in entries]
        return FoundModels(f"MLflow at {self.address}", tuple(found), tuple(self._older()))

    def figures(self, version: FoundVersion) -> list[Reported]:
        """The last values of its run, and over them those of its logged model; raises InputRejected."""
        found: list[Reported] = []
        for path, key, of, what in (
            ("runs/get", "run_id", version.run, "run"), (f"logged-models/{version.logged_model}", "", "", "model"),
        ):  # fmt: skip
            if of or (what == "model" and version.logged_model):
                answer = self._get(path, {key: of} if key else {}, absent=True)
                inside = answer.get(what, {})
                metrics = _list(_dict(inside).get("data"), "metrics")
                told = [(one.get("key"), one.get("value"), one.get("timestamp")) for one in metrics]
                found += reported_by(f"MLflow {what} {of or version.logged_model}", told)
        return list({one.metric: one for one in found}.values())

    def _older(self) -> Iterator[str]:
        """Sentences about what this server cannot say."""
        version = self._version()
        numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
        if len(numbers) == 2 and numbers < _ALIASES_SINCE:
            yield f"MLflow {version} knows no aliases (2.3 and later do): only the stage Production says what serves."
        elif not numbers:
            yield "The server does not say its version; where it is older than 2.3 it knows no aliases, only stages."

    def _version(self) -> str:
        try:
            status, body = self._ask("/version", {}, _MOST_OF_A_VERSION)
        except (httpx.HTTPError, InputRejected):
            return ""
        return name_of(body.decode(errors="replace").strip()[:20]) if status == httpx.codes.OK else ""

    def _pages(self, path: str, key: str, what: str) -> Iterator[dict[str, Any]]:
        token, seen, told = "", set[str](), 0
        while True:
            answer = self._get(path, {"max_results": str(_PAGE)} | ({"page_token": token} if token else {}))
            entries = _list(answer, key)
            told += len(entries)
            step(0, 0, f"{plural(told, what)} read")
            yield from entries
            token = str(answer.get("next_page_token") or "")
            if not token:
                return
            if token in seen or told > MOST_VERSIONS:
                raise self._refused(path, "pages without end", f"at most {MOST_VERSIONS:,} entries")
            seen.add(token)

    def _get(self, path: str, query: dict[str, str], *, absent: bool = False) -> dict[str, Any]:
        try:
            status, body = self._ask(f"{_API}/{path}", query, _MOST_BYTES)
        except httpx.TimeoutException:
            raise self._refused(path, "no answer within 30 seconds", "an answer") from None
        except httpx.ConnectError:
            raise self._refused(path, "nobody answers there", "a server that answers") from None
        except httpx.HTTPError as error:
            raise self._refused(path, f"a connection that broke ({name_of(error)})", "a whole answer") from None
        if absent and status == httpx.codes.NOT_FOUND:
            return {}
        if status != httpx.codes.OK:
            raise self._status(path, status)
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise self._refused(path, f"{shown(body[:40].decode(errors='replace'))}", "JSON, as MLflow answers")
        return answer

    def _ask(self, path: str, query: dict[str, str], most: int) -> tuple[int, bytes]:
        return self._waiting.until(self._answer(path, query, most))

    async def _answer(self, path: str, query: dict[str, str], most: int) -> tuple[int, bytes]:
        async with self._client.stream("GET", f"{self.address}{path}", params=query) as answer:
            parts, size, began = [], 0, monotonic()
            async for part in answer.aiter_bytes():
                size += len(part)
                if size > most:
                    raise self._refused(path, f"more than {most:,} bytes", "a smaller page")
                if monotonic() - began > _LONGEST:
                    raise self._refused(path, f"no end within {_LONGEST:.0f} seconds", "a whole answer")
                parts.append(part)
            return answer.status_code, b"".join(parts)

    def _status(self, path: str, status: int) -> InputRejected:
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            return self._refused(path, f"status {status}", "to be let in", _SIGN_IN)
        if 300 <= status < 400:
            return self._refused(path, f"status {status}, a way elsewhere", "the address itself", "Name that address.")
        if status == httpx.codes.NOT_FOUND:
            hint = "Name the address without a path of its pages; a server older than MLflow 2 cannot be read."
            return self._refused(path, "status 404", "a tracking server with a model registry", hint)
        return self._refused(path, f"status {status}", "status 200")

    def _refused(self, where: str, found: str, expected: str, suggestion: str | None = None) -> InputRejected:
        what = f"MLflow at {self.address} could not be read. Nothing was written."
        return InputRejected(what, [Problem(where, found, expected, suggestion=suggestion)])


def _refuse_address(sign_in: Mlflow) -> None:
    try:
        parts = urlsplit(sign_in.tracking)
        host, inside = parts.hostname or "", parts.username is not None or parts.password is not None
        usable = bool(host) and (parts.port or 1) > 0
    except ValueError:
        host, inside, usable = "", False, False
    problem = None
    if inside:
        problem = Problem("tracking", "a name or password in the address", "an address without them", None, _SIGN_IN)
    elif not usable or parts.query or parts.fragment:
        problem = Problem("tracking", shown(sign_in.tracking), "an address such as https://mlflow.company.example")
    elif sign_in.secret and parts.scheme != "https" and host not in _LOCAL:
        problem = Problem("tracking", parts.scheme, "https, for a password or token is never sent openly")
    if problem:
        raise InputRejected("MLflow was not asked.", [problem])


def _trusted(sign_in: Mlflow) -> ssl.SSLContext | bool:
    if not sign_in.certificates:
        return True
    try:
        return ssl.create_default_context(cafile=sign_in.certificates)
    except OSError:
        problem = Problem("MLFLOW_TRACKING_SERVER_CERT_PATH", shown(sign_in.certificates), "a file of certificates")
        raise InputRejected("MLflow was not asked.", [problem]) from None


def _version(entry: dict[str, Any], model: dict[str, Any]) -> FoundVersion:
    aliases = [
        str(one.get("alias")) for one in _list(model, "aliases") if str(one.get("version")) == entry.get("version")
    ]
    found = version_of(entry, _tags(entry), _tags(model))
    return replace(found, aliases=tuple(sorted({name_of(one) for one in aliases})))


def _tags(entry: dict[str, Any]) -> dict[str, str]:
    return {str(tag.get("key")): str(tag.get("value", "")) for tag in _list(entry, "tags")}


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(answer: Any, key: str) -> list[dict[str, Any]]:
    members = _dict(answer).get(key)
    return [one for one in members if isinstance(one, dict)] if isinstance(members, list) else []
