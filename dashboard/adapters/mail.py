"""Sends one letter by SMTP, in bounded time; what goes wrong is said in a sentence without any person's address."""

import hashlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from dashboard.errors import NotDelivered
from dashboard.settings import Mail

_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPNotSupportedError, "offers no encryption (STARTTLS), so nothing was sent."),
    (smtplib.SMTPException, "ended the connection, or did not answer in time."),
    (ssl.SSLError, "has no certificate that we trust, so nothing was sent."),
    (TimeoutError, "did not answer in time."),
    (OSError, "cannot be reached."),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one answer of the server, and for all of it."""

    each: float = 20.0
    whole: float = 60.0


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as mail: one line of subject, plain text and the same as HTML."""

    subject: str
    text: str
    html: str


def message(mail: Mail, written: Written, to: str, key: str) -> EmailMessage:
    """The mail; the same key always makes the same Message-ID, so that a second copy can be told for one.

    Raises:
        ValueError: A header holds a line break.
    """
    made = EmailMessage(policy=SMTP)
    made["Subject"], made["From"], made["To"] = written.subject, mail.sender, to
    domain = mail.sender.rpartition("@")[2].rstrip(">") or "localhost"
    made["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"
    made["Date"] = formatdate()
    made["Auto-Submitted"] = "auto-generated"  # no holiday answers
    made.set_content(written.text, cte="quoted-printable")
    made.add_alternative(written.html, subtype="html", cte="quoted-printable")
    return made


def send_mail(mail: Mail, made: EmailMessage, limits: Limits | None = None) -> None:
    """Hand a message to the mail server, in bounded time.

    Raises:
        NotDelivered: With `lasting` where another attempt would end alike.
    """
    try:
        with _connected(mail, limits or Limits()) as server:
            server.send_message(made, from_addr=mail.sender, to_addrs=[str(made["To"])])
    except (smtplib.SMTPException, OSError) as error:
        raise _said(error, f"The mail server {mail.host}:{mail.port}") from None


def _said(error: Exception, where: str) -> NotDelivered:
    """The error in a sentence; never the server's own words, which may hold the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((answer[0] for answer in error.recipients.values()), 0)
        return NotDelivered(f"{where} refused the person's address ({code}).", lasting=code >= 500)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotDelivered(f"{where} refused the user name or the password ({error.smtp_code}).")
    if isinstance(error, smtplib.SMTPResponseException):
        return NotDelivered(f"{where} refused the letter ({error.smtp_code}).")
    return NotDelivered(f"{where} {next(words for kind, words in _WORDS if isinstance(error, kind))}")


@contextmanager
def _connected(mail: Mail, limits: Limits) -> Iterator[smtplib.SMTP]:
    trusted = ssl.create_default_context()
    implicit = mail.security == "tls"
    server = smtplib.SMTP_SSL(timeout=limits.each, context=trusted) if implicit else smtplib.SMTP(timeout=limits.each)
    alarm = threading.Timer(
        limits.whole, _hang_up, [server]
    )  # a server that answers byte by byte beats every other time-out
    alarm.daemon = True
    alarm.start()
    try:
        server._host = mail.host  # type: ignore[attr-defined]  # smtplib's own name for whom a certificate must name
        server.connect(mail.host, mail.port)
        if mail.security == "starttls":
            server.starttls(context=trusted)
        if mail.user:
            server.login(mail.user, mail.password)
        yield server
        _farewell(server)
    finally:
        alarm.cancel()
        server.close()


def _hang_up(server: smtplib.SMTP) -> None:
    if server.sock is not None:
        try:
            server.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _farewell(server: smtplib.SMTP) -> None:
    """The letter is accepted; a server that hangs up now has it all the same."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        return
