"""Mail by a real server on this machine: up, down, hung, slow, refusing, encrypted; each failure is a sentence."""

import socket
import time
from pathlib import Path

import pytest

from dashboard.adapters.mail import Limits, Written, message, send_mail
from dashboard.errors import NotDelivered
from dashboard.settings import Mail
from tests.loopback import Mailbox, certificate, mail_server, raw_server
from tests.ports import HERE, free_port

LETTER = Written("AI ethics: 1 thing is new", "Bot – it happened\n", "<p>Bot – it happened</p>")
TO = "lead@firm.example"
PASSWORD = "right"  # noqa: S105  # of the test's own server
SHORT = Limits(each=1.0, whole=1.5)
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


def sender(port: int, security: str = "none", password: str = "", host: str = HERE) -> Mail:
    """The mail server of a test."""
    return Mail(host, port, security, "Ethics <ethics@firm.example>", "user" if password else "", password)


def send(mail: Mail, limits: Limits | None = None, key: str = "k") -> None:
    """Send the letter."""
    send_mail(mail, message(mail, LETTER, TO, key), limits)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this machine."""
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The certificate, trusted as a company's own would be."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))
    return pair


def test_a_letter_arrives_as_text_and_html() -> None:
    """Both parts, one recipient, an id that the key makes, and no holiday answers asked for."""
    box = Mailbox()
    with mail_server(box) as port:
        send(sender(port))
        send(sender(port))
        send(sender(port), key="other")

    first, second, other = box.mails
    plain, html = first.get_body(("plain",)), first.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().strip() == "Bot – it happened"
    assert html.get_content().strip() == "<p>Bot – it happened</p>"
    assert box.envelopes[0] == ("ethics@firm.example", [TO])
    assert first["Message-ID"] == second["Message-ID"] != other["Message-ID"]
    assert first["Message-ID"].endswith("@firm.example>")
    assert first["Auto-Submitted"] == "auto-generated"


def test_starttls_tls_and_a_password(trusted: tuple[Path, Path]) -> None:
    """Encrypted before the password is said; the server demands both."""
    box = Mailbox()
    with mail_server(box, trusted, password=PASSWORD) as port:
        send(sender(port, "starttls", PASSWORD))
        with pytest.raises(NotDelivered, match=r"refused the user name or the password \(535\)"):
            send(sender(port, "starttls", "wrong"))
    with mail_server(box, trusted, implicit=True) as port:
        send(sender(port, "tls"))
    assert len(box.mails) == 2


def test_a_certificate_that_nobody_trusts_ends_it(pair: tuple[Path, Path]) -> None:
    """Nothing is sent, neither by STARTTLS nor by TLS."""
    box = Mailbox()
    with mail_server(box, pair) as port, pytest.raises(NotDelivered, match="no certificate that we trust"):
        send(sender(port, "starttls"))
    with mail_server(box, pair, implicit=True) as port, pytest.raises(NotDelivered, match="no certificate that we"):
        send(sender(port, "tls"))
    assert box.mails == []


def test_a_certificate_of_another_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trusted, and of another name."""
    other = certificate(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other[0]))
    with mail_server(Mailbox(), other) as port, pytest.raises(NotDelivered, match="no certificate that we trust"):
        send(sender(port, "starttls", host="localhost"))


def test_no_encryption_offered_is_no_letter() -> None:
    """A server without STARTTLS, or somebody between who takes it out."""
    box = Mailbox()
    with mail_server(box) as port, pytest.raises(NotDelivered, match=r"offers no encryption \(STARTTLS\)"):
        send(sender(port, "starttls"))
    assert box.mails == []


@pytest.mark.parametrize(
    ("answer", "lasting"), [("550 no such user lead@firm.example", True), ("451 come back later", False)]
)
def test_a_refused_address_is_told_without_it(answer: str, lasting: bool) -> None:  # noqa: FBT001  # a parameter of the test
    """5xx is for good, 4xx for now; the sentence holds the number and not the address."""
    box = Mailbox()
    box.refuse = {TO: answer}
    with mail_server(box) as port, pytest.raises(NotDelivered, match=r"refused the person's address") as refused:
        send(sender(port))
    assert refused.value.lasting is lasting
    assert answer[:3] in str(refused.value)
    assert "lead@" not in str(refused.value)


def test_nobody_there() -> None:
    """A closed port, and a name that nobody knows."""
    with pytest.raises(NotDelivered, match="cannot be reached") as down:
        send(sender(free_port()))
    assert not down.value.lasting
    with pytest.raises(NotDelivered, match="cannot be reached"):
        send(sender(25, host="mail.invalid"))


def hang(caller: socket.socket) -> None:
    """Say nothing until the other side hangs up."""
    caller.recv(1)


def drip(caller: socket.socket) -> None:
    """Greet without an end, often enough for every time-out between two bytes."""
    while True:
        caller.sendall(b"220-\r\n")
        time.sleep(0.05)


def cut(caller: socket.socket) -> None:
    """Greet, take the first command, hang up."""
    caller.sendall(b"220 hello\r\n")
    caller.recv(100)


@pytest.mark.parametrize("talk", [hang, drip, cut])
def test_a_server_that_hangs_drips_or_hangs_up_ends_in_time(talk: object) -> None:
    """All end in a sentence; without the alarm the second would never end."""
    with raw_server(talk) as port, pytest.raises(NotDelivered, match=r"did not answer in time|cannot be reached"):  # type: ignore[arg-type]
        send(sender(port), SHORT)


@pytest.mark.parametrize("subject", ["a\nBcc: all@firm.example", "a\r\n\r\nbody"])
def test_a_subject_cannot_become_a_header(subject: str) -> None:
    """Should a line break ever come this far, no mail is made."""
    mail = sender(25)
    with pytest.raises(ValueError, match="linefeed"):
        message(mail, Written(subject, "t", "h"), TO, "k")
