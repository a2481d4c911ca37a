"""The address of a webhook may stay outside the database: its row names the variable that holds it."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.domain.telling import Cadence, Kind, Wish
from dashboard.errors import InputRejected
from dashboard.reports.letters import FORMS
from dashboard.services.notify import notify
from dashboard.services.screens.telling import load_telling, load_undelivered
from dashboard.services.sources import Sources
from dashboard.services.start import migrate
from dashboard.services.telling import AddWebhook, add_webhook, webhook_named
from dashboard.settings import load_settings, webhooks
from tests.loopback import Web, certificate, web_server
from tests.portfolio import plant

DAY = date(2026, 6, 1)
OFFICER = Actor("ethics-officer", Role.OFFICER)
WISH = Wish(Cadence.DAILY, at_once=True)
NAME = "DASHBOARD_WEBHOOK_URL_ETHICS"
SECRET = "secret-of-the-test-5926"  # noqa: S105  # looked for everywhere


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Some use cases with findings, in a folder of its own; no file of secrets."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(webhooks, "SECRETS", tmp_path / "secrets.toml")
    database = migrate(load_settings())
    plant(database, load_charter(load_settings().charter), as_of=DAY, live=6, inventoried=1)
    return database


def add(store: Database, url: str = f"env:{NAME}", name: str = "Ethics channel") -> None:
    """The officer adds a webhook."""
    add_webhook(store, AddWebhook(name, Kind.PLAIN, url, WISH, DAY), OFFICER)


def sources(store: Database) -> Sources:
    """What pages read."""
    return Sources(store, load_charter(load_settings().charter), None, load_settings().decision_store, DAY)


@pytest.mark.parametrize("kept", ["environment", "file"])
def test_a_letter_goes_to_the_address_behind_the_name(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    """In the environment or in a line of the file of secrets; the row holds the name alone."""
    pair, web = certificate(tmp_path), Web()
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))
    monkeypatch.setenv("DASHBOARD_WEBHOOK_NETWORKS", "127.0.0.0/8")
    with web_server(web, pair) as port:
        url = f"https://localhost:{port}/{SECRET}"
        if kept == "environment":
            monkeypatch.setenv(NAME, url)
        else:
            webhooks.SECRETS.write_text(f'{NAME} = "{url}"\n', encoding="utf-8")
        add(store)
        done = notify(load_settings(), FORMS, DAY)

    assert (done.sent, done.problems) == (1, ())
    assert web.asked[0][0] == f"/{SECRET}"
    assert webhook_named(store, "Ethics channel").url == f"env:{NAME}"
    assert list(load_telling(sources(store), "ethics-officer", mail=False).table["Host"]) == [f"env:{NAME}"]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("env:DATABASE_URL", "another name"), ("env:", "another name"), (f"env:{NAME.lower()}", "another name"),
        ("env:DASHBOARD_WEBHOOK_URL_", "another name"), (f"env:{NAME} ", "which is set nowhere"),
        (f"env:{NAME}", "which is set nowhere"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_of_an_address_or_set_nowhere_is_refused(store: Database, url: str, found: str) -> None:
    """Nobody asks the server for its other variables by a webhook."""
    version = store.data_version()
    with pytest.raises(InputRejected, match="The webhook was not saved") as refused:
        add(store, url)
    assert found in str(refused.value)
    assert store.data_version() == version


@pytest.mark.parametrize(
    "value", [f"http://hooks.example/{SECRET}", f"https://u:{SECRET}@hooks.example/", f"{SECRET} x"]
)
def test_a_value_that_is_no_address_is_refused_unquoted(
    store: Database, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """When it is added; and where it becomes so later, the letter waits and the sentence names the variable."""
    monkeypatch.setenv(NAME, value)
    with pytest.raises(InputRejected, match=r"https address|no blanks") as refused:
        add(store)
    monkeypatch.setenv(NAME, "https://hooks.example/x")
    add(store)
    monkeypatch.setenv(NAME, value)
    done = notify(load_settings(), FORMS, DAY)

    assert SECRET not in str(refused.value) + str(done.problems)
    assert done.sent == 0
    assert f"{NAME} holds no https address" in done.problems[0]


def test_a_variable_that_is_gone_is_told_and_the_letter_waits(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets up the machine can put it right: nothing is given up at once."""
    monkeypatch.setenv(NAME, "https://hooks.example/x")
    add(store)
    monkeypatch.delenv(NAME)
    done = notify(load_settings(), FORMS, DAY)

    assert (done.written, done.sent) == (1, 0)
    assert f"{NAME} is set neither in the environment nor in" in done.problems[0]
    assert load_undelivered(sources(store)) == ()


def test_a_file_of_secrets_that_cannot_be_read_is_a_sentence(store: Database) -> None:
    """Its line is named and nothing of it quoted."""
    webhooks.SECRETS.write_text(f'A = 1\n{NAME} = "{SECRET}\n', encoding="utf-8")
    with pytest.raises(InputRejected, match=r"secrets\.toml cannot be read") as refused:
        add(store)
    assert SECRET not in str(refused.value)
