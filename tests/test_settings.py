"""Half a sign-in is none: whoever sets up a part is told what is missing, and nothing starts."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from dashboard.cli import cli
from dashboard.errors import InputRejected
from dashboard.settings import load_address, load_mail, load_sign_in
from dashboard.settings.mail import load_webhook_networks

WHOLE = {
    "DASHBOARD_OIDC_METADATA_URL": "https://id.example/.well-known/openid-configuration",
    "DASHBOARD_OIDC_CLIENT_ID": "dashboard",
    "DASHBOARD_OIDC_CLIENT_SECRET": "client-secret-of-the-test",
    "DASHBOARD_OIDC_COOKIE_SECRET": "0123456789abcdef0123456789abcdef",
    "DASHBOARD_OIDC_REDIRECT_URI": "https://ethics.example/oauth2callback",
}


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """All five are set."""
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_nothing_set_is_local_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any of the five nobody signs in; blanks count as nothing."""
    monkeypatch.setenv("DASHBOARD_OIDC_CLIENT_ID", "  ")
    monkeypatch.setenv("DASHBOARD_SIGN_IN_HOURS", "nonsense")

    assert load_sign_in() is None


def test_all_set_is_company_mode(whole: pytest.MonkeyPatch) -> None:
    """Twelve hours and a quarter of an hour unless said otherwise; 0 minutes never asks again."""
    first = load_sign_in()
    whole.setenv("DASHBOARD_SIGN_IN_HOURS", "8")
    whole.setenv("DASHBOARD_FRESH_SIGN_IN_MINUTES", "0")
    second = load_sign_in()

    assert first is not None
    assert second is not None
    assert (first.longest, first.fresh, first.host) == (timedelta(hours=12), timedelta(minutes=15), "ethics.example")
    assert (second.longest, second.fresh) == (timedelta(hours=8), None)


def test_secrets_are_not_in_what_is_printed(whole: pytest.MonkeyPatch) -> None:
    """A log line with the settings in it gives nothing away."""
    printed = repr(load_sign_in())

    assert WHOLE["DASHBOARD_OIDC_COOKIE_SECRET"] not in printed
    assert WHOLE["DASHBOARD_OIDC_CLIENT_SECRET"] not in printed


@pytest.mark.parametrize("missing", list(WHOLE))
def test_what_is_missing_is_named(whole: pytest.MonkeyPatch, missing: str) -> None:
    """Four of five are refused by the name of the fifth."""
    whole.delenv(missing)

    with pytest.raises(InputRejected, match=f"{missing}: found nothing"):
        load_sign_in()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DASHBOARD_OIDC_METADATA_URL", "http://id.example/.well-known/openid-configuration"),
        ("DASHBOARD_OIDC_METADATA_URL", "https://["),
        ("DASHBOARD_OIDC_METADATA_URL", "file:///etc/passwd"),
        ("DASHBOARD_OIDC_COOKIE_SECRET", "short"),
        ("DASHBOARD_OIDC_REDIRECT_URI", "http://ethics.example/oauth2callback"),
        ("DASHBOARD_OIDC_REDIRECT_URI", "https://ethics.example/"),
        ("DASHBOARD_SIGN_IN_HOURS", "0"),
        ("DASHBOARD_SIGN_IN_HOURS", "-1"),
        ("DASHBOARD_FRESH_SIGN_IN_MINUTES", "soon"),
    ],
)
def test_what_cannot_be_used_is_named(whole: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Unencrypted addresses, short secrets and odd numbers are refused by name."""
    whole.setenv(name, value)

    with pytest.raises(InputRejected, match=name):
        load_sign_in()


def test_a_half_set_up_server_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """`serve` says which variables are missing before it touches anything, and repeats no secret."""
    monkeypatch.setenv("DASHBOARD_OIDC_CLIENT_SECRET", "client-secret-of-the-test")
    result = CliRunner().invoke(cli, ["serve", "--host", "0.0.0.0"])  # noqa: S104  # refused

    assert isinstance(result.exception, InputRejected)
    assert str(result.exception).count("found nothing") == 4
    assert "client-secret-of-the-test" not in str(result.exception)


MAIL = {"DASHBOARD_SMTP_HOST": "mail.example", "DASHBOARD_MAIL_FROM": "ethics@firm.example"}


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A mail server that wants no password."""
    for name, value in MAIL.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_mail_server_is_encrypted_unless_said_otherwise(mail: pytest.MonkeyPatch) -> None:
    """STARTTLS at 587 by default, 465 with tls; its password is in nothing that is printed."""
    first = load_mail()
    mail.setenv("DASHBOARD_SMTP_SECURITY", "tls")
    mail.setenv("DASHBOARD_SMTP_USER", "u")
    mail.setenv("DASHBOARD_SMTP_PASSWORD", "password-of-the-test")
    second = load_mail()

    assert first is not None
    assert second is not None
    assert (first.security, first.port, second.port) == ("starttls", 587, 465)
    assert "password-of-the-test" not in repr(second)


def test_no_host_is_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a mail server nothing is sent, and nothing is wrong."""
    monkeypatch.delenv("DASHBOARD_SMTP_HOST", raising=False)

    assert load_mail() is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DASHBOARD_SMTP_PORT", "0"),
        ("DASHBOARD_SMTP_PORT", "smtp"),
        ("DASHBOARD_SMTP_SECURITY", "ssl3"),
        ("DASHBOARD_MAIL_FROM", ""),
        ("DASHBOARD_MAIL_FROM", "a@firm.example\r\nBcc: b@firm.example"),
        ("DASHBOARD_SMTP_USER", "u"),
    ],
)
def test_half_a_mail_server_is_refused(mail: pytest.MonkeyPatch, name: str, value: str) -> None:
    """By the name of the variable."""
    mail.setenv(name, value)

    with pytest.raises(InputRejected, match=name):
        load_mail()


def test_a_password_is_never_sent_openly(mail: pytest.MonkeyPatch) -> None:
    """Neither by mistake nor by wish."""
    mail.setenv("DASHBOARD_SMTP_SECURITY", "none")
    mail.setenv("DASHBOARD_SMTP_USER", "u")
    mail.setenv("DASHBOARD_SMTP_PASSWORD", "p")

    with pytest.raises(InputRejected, match="a password is never sent openly"):
        load_mail()


def test_networks_are_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is none is named by its variable."""
    monkeypatch.setenv("DASHBOARD_WEBHOOK_NETWORKS", "10.1.2.0/24, fd00::/8")
    assert len(load_webhook_networks()) == 2
    monkeypatch.setenv("DASHBOARD_WEBHOOK_NETWORKS", "intranet")
    with pytest.raises(InputRejected, match="DASHBOARD_WEBHOOK_NETWORKS"):
        load_webhook_networks()


def test_a_half_set_up_mail_server_does_not_start_the_dashboard(mail: pytest.MonkeyPatch) -> None:
    """Better told now than by a digest that never comes."""
    mail.setenv("DASHBOARD_MAIL_FROM", "")
    result = CliRunner().invoke(cli, ["serve", "--port", "8517"])

    assert isinstance(result.exception, InputRejected)
    assert "DASHBOARD_MAIL_FROM" in str(result.exception)


def test_an_address_is_a_web_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a slash at its end; what would end a link early is refused."""
    monkeypatch.setenv("DASHBOARD_ADDRESS", "https://ethics.example/")
    assert load_address() == "https://ethics.example"
    for bad in ("ethics.example", "javascript:alert(1)", 'https://ethics.example/"><script>'):
        monkeypatch.setenv("DASHBOARD_ADDRESS", bad)
        with pytest.raises(InputRejected, match="DASHBOARD_ADDRESS"):
            load_address()
