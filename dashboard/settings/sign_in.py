"""How people sign in, in company mode: five variables that belong together, and two that limit how long."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from dashboard.errors import InputRejected, Problem

VARIABLES: dict[str, str] = {
    "DASHBOARD_OIDC_METADATA_URL": (
        "the identity provider's …/.well-known/openid-configuration; this and the next four together switch sign-in on "
        "([how](signing-in.md))"
    ),
    "DASHBOARD_OIDC_CLIENT_ID": "the dashboard's client id at the provider",
    "DASHBOARD_OIDC_CLIENT_SECRET": "the client secret that goes with it",
    "DASHBOARD_OIDC_COOKIE_SECRET": "signs the browser's cookie: 32 characters or more, random, kept secret",
    "DASHBOARD_OIDC_REDIRECT_URI": "the dashboard's address with /oauth2callback; https, or http on localhost",
    "DASHBOARD_SIGN_IN_HOURS": "how long a sign-in lasts, in hours (default 12)",
    "DASHBOARD_FRESH_SIGN_IN_MINUTES": (
        "how fresh a sign-in must be to decide, to waive and to let people in, in minutes (default 15; 0 never asks)"
    ),
}
_SHORTEST_SECRET = 32
_CALLBACK = "/oauth2callback"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in, in company mode; each field says in VARIABLES which variable sets it."""

    metadata_url: str
    client_id: str
    client_secret: str = field(repr=False)
    cookie_secret: str = field(repr=False)
    redirect_uri: str
    longest: timedelta
    fresh: timedelta | None

    @property
    def host(self) -> str:
        """The name under which browsers reach the dashboard."""
        return urlsplit(self.redirect_uri).hostname or ""

    @property
    def address(self) -> str:
        """Where people open the dashboard."""
        return self.redirect_uri.removesuffix(_CALLBACK)

    @property
    def encrypted(self) -> bool:
        """Whether browsers come by https, so that cookies need never travel otherwise."""
        return self.redirect_uri.startswith("https:")


def load_sign_in() -> SignIn | None:
    """How people sign in; None in local mode, where none of the five variables is set.

    Raises:
        InputRejected: Some are missing, or one cannot be used: half a sign-in would be none.
    """
    env = os.environ
    given = {
        "METADATA_URL": env.get("DASHBOARD_OIDC_METADATA_URL", ""),
        "CLIENT_ID": env.get("DASHBOARD_OIDC_CLIENT_ID", ""),
        "CLIENT_SECRET": env.get("DASHBOARD_OIDC_CLIENT_SECRET", ""),
        "COOKIE_SECRET": env.get("DASHBOARD_OIDC_COOKIE_SECRET", ""),
        "REDIRECT_URI": env.get("DASHBOARD_OIDC_REDIRECT_URI", ""),
    }
    given = {name: value.strip() for name, value in given.items()}
    if not any(given.values()):
        return None
    problems = [*_missing(given), *_unusable(given)]
    hours = _whole("DASHBOARD_SIGN_IN_HOURS", env.get("DASHBOARD_SIGN_IN_HOURS", "12"), 1, problems)
    fresh = _whole("DASHBOARD_FRESH_SIGN_IN_MINUTES", env.get("DASHBOARD_FRESH_SIGN_IN_MINUTES", "15"), 0, problems)
    if problems:
        raise InputRejected("Sign-in is not fully set up, so nothing was started.", problems)
    by_field = {name.lower(): value for name, value in given.items()}
    return SignIn(**by_field, longest=timedelta(hours=hours), fresh=timedelta(minutes=fresh) if fresh else None)


def _missing(given: dict[str, str]) -> list[Problem]:
    return [Problem(f"DASHBOARD_OIDC_{name}", "nothing", "a value") for name, value in given.items() if not value]


def _unusable(given: dict[str, str]) -> list[Problem]:
    urls = {name: given[name] for name in ("METADATA_URL", "REDIRECT_URI") if given[name]}
    wanted = "an https address, or http on localhost"
    problems = [Problem(f"DASHBOARD_OIDC_{name}", url, wanted) for name, url in urls.items() if not _is_safe(url)]
    secret, redirect = given["COOKIE_SECRET"], given["REDIRECT_URI"]
    if secret and len(secret) < _SHORTEST_SECRET:
        found, expected = f"{len(secret)} characters", f"{_SHORTEST_SECRET} or more"
        problems.append(Problem("DASHBOARD_OIDC_COOKIE_SECRET", found, expected))
    if redirect and not redirect.endswith(_CALLBACK):
        problems.append(Problem("DASHBOARD_OIDC_REDIRECT_URI", redirect, f"an address that ends with {_CALLBACK}"))
    return problems


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # half an IPv6 address
        return False
    if parts.scheme == "http":
        return parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return parts.scheme == "https" and bool(parts.hostname)


def _whole(name: str, text: str, least: int, problems: list[Problem]) -> int:
    if text.isascii() and text.isdecimal() and least <= int(text) < 100_000:
        return int(text)
    problems.append(Problem(name, repr(text), f"a whole number of at least {least}"))
    return least
