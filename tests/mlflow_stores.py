"""An MLflow file store as MLflow writes it, and a server that answers what a test wants, for tests."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

API = "/api/2.0/mlflow/"
Answer = tuple[int, Any]


def write_store(folder: Path, *, use_case: str = "bot") -> Path:
    """Model `ranker`: version 1 served until version 2 became champion on 1 Sep 2026; 3 is a try. Returns the store."""
    store = folder / "mlruns"
    model = store / "models" / "ranker"
    _put(model / "meta.yaml", "name: ranker\ncreation_timestamp: 1683614035504\naliases: {}\n")
    _put(model / "tags" / "use_case", use_case)
    _put(model / "aliases" / "champion", "2")
    for number in (1, 2, 3):
        run = f"{number}a" * 16
        text = f"name: ranker\nversion: {number}\nrun_id: {run}\ncurrent_stage: None\nstatus: READY\n"
        _put(model / f"version-{number}" / "meta.yaml", f"{text}creation_timestamp: 1683614035504\n")
        _put(store / "7" / run / "metrics" / "auc", f"1683614035504 0.7 0\n1683614035904 0.{80 + number} 1\n")
        _put(store / "7" / run / "metrics" / "val" / "loss", "1683614035504 nan 0\n")
    _put(model / "version-2" / "tags" / "deployed_at", "2026-09-01")
    return store


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@contextmanager
def answering(answers: Mapping[str, Any], seen: list[dict[str, str]] | None = None) -> Iterator[str]:
    """A server whose paths below the API answer a JSON value, a page list, or (status, text); its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            if seen is not None:
                seen.append(dict(self.headers))
            status, body = _answer(answers, asked.path.removeprefix(API), parse_qs(asked.query))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Hanging:
    """A server that takes one question and never ends its answer."""

    address: str
    asked: threading.Event = field(default_factory=threading.Event)
    left: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hanging(begins: bytes = b"", *, when_asked: Callable[[], None] | None = None) -> Iterator[Hanging]:
    """Such a server; its answer `begins` so, and `left` is set once whoever asked has gone."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Hanging(f"http://127.0.0.1:{server.getsockname()[1]}")

        def answer() -> None:
            with suppress(OSError):  # nobody asked before the server went
                talk, _ = server.accept()
                with talk, suppress(ConnectionError):
                    talk.recv(65_536)
                    talk.sendall(begins)
                    found.asked.set()
                    if when_asked is not None:
                        when_asked()
                    while talk.recv(1):
                        pass
                found.left.set()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield found
        server.shutdown(socket.SHUT_RDWR)
    thread.join(60)


def _answer(answers: Mapping[str, Any], path: str, query: dict[str, list[str]]) -> tuple[int, bytes]:
    found = answers.get(path, (404, "not here"))
    if isinstance(found, list):
        found = found[int(query.get("page_token", ["0"])[0])]
    status, body = found if isinstance(found, tuple) else (200, json.dumps(found))
    return status, str(body).encode()
