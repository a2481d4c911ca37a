"""A server in company mode with a real identity provider beside it, and the people who sign in, for browser tests."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import PATIENCE, Visitor, point, profile, wait

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass
class Company:
    """A server in company mode, its provider, and a browser profile for each person."""

    base: str
    provider: str
    browser: Browser

    def profile(self) -> BrowserContext:
        """A browser that nobody has signed in with."""
        return profile(self.browser)

    def visitor(self, profile: BrowserContext) -> Visitor:
        """A window of it."""
        visitor = Visitor(profile.new_page(), self.base)
        visitor.page.on("console", visitor.heard)
        return visitor

    def come(self, subject: str, title: str) -> Visitor:
        """Somebody new to this browser signs in."""
        body = json.dumps({"name": title, "email": f"{subject}@example.org"}).encode()
        known = urllib.request.Request(f"{self.provider}/users/{subject}", body, method="PUT")  # noqa: S310  # our own
        known.add_header("Content-Type", "application/json")
        urllib.request.urlopen(known).close()  # noqa: S310  # our own
        visitor = Visitor(self.profile().new_page(), self.base)
        visitor.open("")
        self.sign_in(visitor, subject)
        visitor.page.on("console", visitor.heard)  # only now: the provider's page is not ours
        visitor.page.on("request", visitor.asked)
        return visitor

    def sign_in(self, visitor: Visitor, subject: str) -> None:
        """Through the provider's own page and back."""
        visitor.page.get_by_role("button", name="Sign in").click()
        visitor.page.locator("input[name=sub]").fill(subject)
        visitor.page.get_by_role("button", name="Authorize").click()
        visitor.page.wait_for_url(f"{self.base}/**")
        visitor.page.wait_for_selector("h1")
        visitor.rest()


@contextmanager
def provided(live: Path, port: int) -> Iterator[str]:
    """A provider in a process of its own, so that its warnings are not ours."""
    log = (live / "provider.log").open("wb")
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    provider = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        wait(f"http://localhost:{port}{WELL_KNOWN}", provider, live / "provider.log")
        yield f"http://localhost:{port}"
    finally:
        provider.terminate()
        provider.wait(PATIENCE)
        log.close()


class Liar(BaseHTTPRequestHandler):
    """Passes on a provider's description of itself, under somebody else's name."""

    provider = ""

    def do_GET(self) -> None:  # the library's name
        """Answer every address alike."""
        with urllib.request.urlopen(f"{self.provider}{WELL_KNOWN}") as answer:  # noqa: S310  # our own
            told = {**json.load(answer), "issuer": "https://id.example"}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def company_mode(patch: pytest.MonkeyPatch, live: Path, metadata_url: str, port: int) -> None:
    """The environment of a server on this port whose people sign in."""
    point(patch, live)
    for name, value in {
        "METADATA_URL": metadata_url, "CLIENT_ID": "dashboard", "CLIENT_SECRET": "of-the-test",
        "COOKIE_SECRET": "0123456789abcdef" * 4, "REDIRECT_URI": f"http://localhost:{port}/oauth2callback",
    }.items():  # fmt: skip
        patch.setenv(f"DASHBOARD_OIDC_{name}", value)
