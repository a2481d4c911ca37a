"""Bodies that never come to their end: others are answered meanwhile, and who hangs up is no fault of the server."""

import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from tests.routes.conftest import Service

MANY = 100
HEAD = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000000"


@contextmanager
def half_sent(service: Service, token: str, use_case: str) -> Iterator[socket.socket]:
    """A push of five megabytes of which some bytes came."""
    at = urlsplit(service.url)
    with socket.create_connection((str(at.hostname), at.port or 80)) as line:
        start = f"POST /api/v1/use-cases/{use_case}/evidence HTTP/1.1\r\nHost: {at.netloc}"
        line.sendall(f"{start}\r\nAuthorization: Bearer {token}\r\n{HEAD}\r\n\r\n--x\r\n".encode())
        yield line


def test_others_are_answered_while_bodies_drip_and_hanging_up_is_not_news(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """A hundred half-sent bodies, then all hang up: every other request is answered, and the log has no fault in it."""
    with service.database.read() as connection:
        case = str(connection.exec_driver_sql("SELECT id FROM use_cases LIMIT 1").scalar())
    tokens = [service.token("push:evidence") for _ in range(2)]
    with caplog.at_level(logging.ERROR):
        with ExitStack() as lines, service.client(service.token("read")) as client:
            for number in range(MANY):
                lines.enter_context(half_sent(service, tokens[number % 2], case))
            assert client.get("/readyz").status_code == 200
            assert client.get("/api/v1/use-cases").status_code == 200
        with service.client(service.token("read")) as client:  # by now the server knows that they hung up
            assert client.get("/api/v1/use-cases").status_code == 200
    assert [record.getMessage() for record in caplog.records] == []
