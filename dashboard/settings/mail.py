"""The mail server that digests and notices go through, and which addresses webhooks may reach."""

import os
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network

from dashboard.errors import InputRejected, Problem

VARIABLES: dict[str, str] = {
    "DASHBOARD_SMTP_HOST": "the mail server; without it nothing is sent by mail ([how](notifications.md))",
    "DASHBOARD_SMTP_PORT": "its port (default 587, with DASHBOARD_SMTP_SECURITY=tls 465)",
    "DASHBOARD_SMTP_SECURITY": (
        "starttls (default), tls, or none, which is for a relay that needs no password and that the network protects"
    ),
    "DASHBOARD_SMTP_USER": "the user name at the mail server, where it wants one",
    "DASHBOARD_SMTP_PASSWORD": "the password that goes with it",
    "DASHBOARD_MAIL_FROM": "the address that mail comes from, such as ethics@company.example",
    "DASHBOARD_ADDRESS": (
        "where people open the dashboard, for links in mail and webhooks "
        "(default the address of DASHBOARD_OIDC_REDIRECT_URI, else http://localhost:8501)"
    ),
    "DASHBOARD_WEBHOOK_NETWORKS": (
        "private networks that webhooks may reach nevertheless, such as 10.1.2.0/24, parted by ',' (default none)"
    ),
}
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail is sent; `security` is starttls, tls or none."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


def load_mail() -> Mail | None:
    """The mail server; None where none is named.

    Raises:
        InputRejected: A variable is missing or cannot be used.
    """
    given = {name: os.environ.get(name, "").strip() for name in VARIABLES}
    host, security = given["DASHBOARD_SMTP_HOST"], given["DASHBOARD_SMTP_SECURITY"] or "starttls"
    if not host:
        return None
    problems = list(_problems(given, security))
    if problems:
        raise InputRejected("Mail is not fully set up, so none is sent.", problems)
    port = int(given["DASHBOARD_SMTP_PORT"] or _PORTS[security])
    user, password = given["DASHBOARD_SMTP_USER"], given["DASHBOARD_SMTP_PASSWORD"]
    return Mail(host, port, security, given["DASHBOARD_MAIL_FROM"], user, password)


def _problems(given: dict[str, str], security: str) -> list[Problem]:
    port, user, password = given["DASHBOARD_SMTP_PORT"], given["DASHBOARD_SMTP_USER"], given["DASHBOARD_SMTP_PASSWORD"]
    found = []
    if security not in _PORTS:
        found.append(Problem("DASHBOARD_SMTP_SECURITY", repr(security), "starttls, tls or none"))
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port) < 65_536):
        found.append(Problem("DASHBOARD_SMTP_PORT", repr(port), "a port from 1 to 65535"))
    if "@" not in given["DASHBOARD_MAIL_FROM"] or not given["DASHBOARD_MAIL_FROM"].isprintable():
        found.append(Problem("DASHBOARD_MAIL_FROM", "no address", "an address such as ethics@company.example"))
    if bool(user) != bool(password):
        found.append(Problem("DASHBOARD_SMTP_USER and DASHBOARD_SMTP_PASSWORD", "one of them", "both or none"))
    if password and security == "none":
        found.append(Problem("DASHBOARD_SMTP_SECURITY", "none", "starttls or tls, for a password is never sent openly"))
    return found


def load_webhook_networks() -> tuple[Network, ...]:
    """Private networks that webhooks may reach; raises InputRejected where one is none."""
    given = [part.strip() for part in os.environ.get("DASHBOARD_WEBHOOK_NETWORKS", "").split(",") if part.strip()]
    try:
        return tuple(ip_network(part) for part in given)
    except ValueError as error:
        problem = Problem("DASHBOARD_WEBHOOK_NETWORKS", str(error), "networks such as 10.1.2.0/24, parted by ','")
        raise InputRejected("A setting cannot be used.", [problem]) from None
