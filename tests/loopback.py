"""Real servers on this machine for tests: mail servers and web servers, well-behaved and not, with certificates."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import HERE, free_port


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A certificate of `name` and of this machine's loopback that signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address(HERE))])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    made = made.not_valid_after(now + timedelta(days=2)).add_extension(names, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    paths[1].write_bytes(secret)
    return paths


def server_context(pair: tuple[Path, Path]) -> ssl.SSLContext:
    """What a server with this certificate needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    return context


class Mailbox:
    """Keeps what a mail server accepts; refuses whom it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refuse: dict[str, str] = {}
        self.hold = False  # accepts a mail and then does not say so
        self.after_data: Callable[[], None] = lambda: None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Accept or refuse a recipient."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep a mail."""
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.after_data()
        while self.hold:
            await asyncio.sleep(0.05)
        return "250 kept"


@contextmanager
def mail_server(box: Mailbox, pair: tuple[Path, Path] | None = None, *, implicit: bool = False, password: str = ""
                ) -> Iterator[int]:  # fmt: skip
    """A real SMTP server; with a certificate it demands STARTTLS, or speaks TLS from the first byte."""
    context = server_context(pair) if pair else None
    options: dict[str, Any] = {"hostname": HERE, "port": free_port(), "ready_timeout": 300}
    if context and implicit:
        options["ssl_context"] = context
    elif context:
        options |= {"tls_context": context, "require_starttls": True}
    if password:
        right = [b"user", password.encode()]

        def known(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
            return AuthResult(success=[data.login, data.password] == right, handled=False)

        options |= {"authenticator": known, "auth_required": True, "auth_require_tls": not implicit}
    controller = Controller(box, **options)
    controller.start()
    try:
        yield int(options["port"])
    finally:
        controller.stop()


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that says what `talk` says, to each caller, until its side hangs up."""
    with socket.create_server((HERE, 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(caller,), daemon=True).start()

        def answer(caller: socket.socket) -> None:
            with caller, suppress(OSError):
                talk(caller)

        threading.Thread(target=serve, daemon=True).start()
        yield int(listening.getsockname()[1])


class Web:
    """What a web server was asked, and what it answers: status, headers."""

    def __init__(self) -> None:
        self.status, self.headers, self.endless = 200, dict[str, str](), False
        self.asked: list[tuple[str, str, bytes]] = []


@contextmanager
def web_server(web: Web, pair: tuple[Path, Path] | None = None) -> Iterator[int]:
    """A real HTTP server, with a certificate by https."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            body = self.rfile.read(int(self.headers["content-length"]))
            web.asked.append((self.path, self.headers["host"], body))
            self.send_response(web.status)
            for name, value in web.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                while web.endless:
                    self.wfile.write(b"x" * 65_536)

        def log_message(self, *_arguments: object) -> None:
            return

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_arguments: object) -> None:
            return

    with Quiet((HERE, 0), Handler) as server:
        if pair:
            server.socket = server_context(pair).wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()
