"""A whole round on a real portfolio: facts, letters, a real mail server and a real webhook."""

import json
import ssl
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.repository import users
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.letters import Fact
from dashboard.domain.telling import Cadence, Kind, Wish
from dashboard.reports.letters import FORMS
from dashboard.services.concerns import load_concerns
from dashboard.services.notify import notify, would_notify
from dashboard.services.screens.telling import load_undelivered
from dashboard.services.sources import Sources
from dashboard.services.start import migrate
from dashboard.services.telling import AddWebhook, ChooseTelling, add_webhook, choose_telling
from dashboard.settings import load_settings
from tests.loopback import Mailbox, Web, certificate, mail_server, web_server
from tests.portfolio import plant
from tests.ports import HERE, free_port

TODAY = date(2026, 6, 1)
DAILY = Wish(Cadence.DAILY, at_once=True)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Eight use cases in service, with findings, items and people."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_MAIL_FROM", "ethics@firm.example")
    monkeypatch.setenv("DASHBOARD_ADDRESS", "https://ethics.example/")
    database = migrate(load_settings())
    plant(database, load_charter(load_settings().charter), as_of=TODAY, live=8, inventoried=2)
    return database


def mail_to(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    """The settings name a mail server on this machine."""
    for name, value in (("HOST", HERE), ("PORT", str(port)), ("SECURITY", "none")):
        monkeypatch.setenv(f"DASHBOARD_SMTP_{name}", value)


def facts(database: Database) -> tuple[Fact, ...]:
    """What may be told on the day."""
    settings = load_settings()
    sources = Sources(database, load_charter(settings.charter), None, settings.decision_store, TODAY)
    return load_concerns(sources, frozenset({"lead-0"}))


def test_a_lead_hears_of_their_own_and_the_officer_of_what_is_theirs(store: Database) -> None:
    """Every item of a lead's use cases, none of another's; keys tell facts apart; links lead to pages."""
    found = facts(store)
    with store.read() as connection:
        own = set(connection.execute(text("SELECT id FROM use_cases WHERE owner = 'lead-0'")).scalars())
        items = connection.execute(text("SELECT count(*) FROM review_items WHERE state <> 'closed'")).scalar_one()
    mine = [one for one in found if "lead-0" in one.people]

    assert len({one.key for one in found}) == len(found)
    assert sum(one.path.startswith("/review-items?item=") for one in found) == items
    assert mine
    assert {one.use_case for one in mine} <= own
    assert all(one.path.startswith("/") for one in found)
    assert any("ethics-officer" in one.people for one in found)


def test_a_round_tells_each_person_once(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mail to the lead; a dry run before says the same; a second round says nothing; the next day only news."""
    choose_telling(store, ChooseTelling("lead-0", "lead@firm.example", DAILY, TODAY), SYSTEM)
    box = Mailbox()
    (planned,) = would_notify(load_settings(), TODAY)
    with mail_server(box) as port:
        mail_to(monkeypatch, port)
        first = notify(load_settings(), FORMS, TODAY)
        again = notify(load_settings(), FORMS, TODAY)
        later = notify(load_settings(), FORMS, TODAY + timedelta(days=1))

    assert (first.written, first.sent, first.problems) == (1, 1, ())
    assert (again.written, again.sent) == (0, 0)
    assert box.envelopes[0] == ("ethics@firm.example", ["lead@firm.example"])
    body = box.mails[0].get_body(("plain",))
    assert body is not None
    assert planned.facts[0].text[:60] in body.get_content()
    assert "https://ethics.example/review-items?item=" in body.get_content()
    assert later.sent == len(box.mails) - 1 <= 1


def test_a_mail_server_that_is_down_loses_nothing(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The round ends with a sentence; when it is up again the same letter comes."""
    choose_telling(store, ChooseTelling("lead-0", "lead@firm.example", DAILY, TODAY), SYSTEM)
    mail_to(monkeypatch, free_port())
    down = notify(load_settings(), FORMS, TODAY)
    assert (down.written, down.sent, len(down.problems)) == (1, 0, 1)
    assert "cannot be reached" in down.problems[0]
    with store.write(SYSTEM) as tx:
        tx.connection.execute(text("UPDATE letters SET next_at = '2026-01-01 00:00:00'"))
    box = Mailbox()
    with mail_server(box) as port:
        mail_to(monkeypatch, port)
        assert notify(load_settings(), FORMS, TODAY).sent == 1
    assert len(box.mails) == 1


def test_a_service_gets_what_is_shared(store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By https to a network that the settings allow; nothing says whom it concerns."""
    pair, web = certificate(tmp_path), Web()
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))
    monkeypatch.setenv("DASHBOARD_WEBHOOK_NETWORKS", "127.0.0.0/8")
    assert ssl.get_default_verify_paths().cafile == str(pair[0])
    with web_server(web, pair) as port:
        url = f"https://localhost:{port}/hook"
        add_webhook(store, AddWebhook("P", Kind.PLAIN, url, DAILY, TODAY), Actor("ethics-officer", Role.OFFICER))
        done = notify(load_settings(), FORMS, TODAY)
    assert (done.sent, done.problems) == (1, ())
    told = json.loads(web.asked[0][2])
    assert len(told["facts"]) > 0
    assert "people" not in told["facts"][0]


def test_a_refused_webhook_is_told_to_the_officer_in_a_sentence(store: Database) -> None:
    """Given up at once, without a word of its secret."""
    url = "https://127.0.0.1:9/secret-of-the-test"
    add_webhook(store, AddWebhook("P", Kind.PLAIN, url, DAILY, TODAY), Actor("ethics-officer", Role.OFFICER))
    done = notify(load_settings(), FORMS, TODAY)
    settings = load_settings()
    said = load_undelivered(Sources(store, load_charter(settings.charter), None, settings.decision_store, TODAY))

    assert len(done.problems) == len(said) == 1
    assert said[0].startswith("The letter of 1 Jun 2026 to the webhook P could not be delivered: The host 127.0.0.1 is")
    assert "secret-of-the-test" not in said[0]


def test_nobody_who_wants_to_be_told_is_no_work(store: Database) -> None:
    """No facts are read and nothing is written."""
    version = store.data_version()
    assert notify(load_settings(), FORMS, TODAY).written == 0
    assert would_notify(load_settings(), TODAY) == ()
    assert store.data_version() == version


@pytest.mark.slow
def test_three_processes_at_once_send_nothing_twice(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """As cron, a timer and a hand would: a mail to each who has something to be told, on either engine."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DASHBOARD_MAIL_FROM", "ethics@firm.example")
    database, today = Database.open(database_url), datetime.now(UTC).date()
    plant(database, load_charter(load_settings().charter), as_of=today, live=12, inventoried=2)
    leads = [user.id for user in users(database) if user.role is Role.TEAM_LEAD][:6]
    for lead in leads:
        choose_telling(database, ChooseTelling(lead, f"{lead}@firm.example", DAILY, today), SYSTEM)
    planned = [one.recipient.removeprefix("person:") for one in would_notify(load_settings()) if one.facts]
    box = Mailbox()
    with mail_server(box) as port:
        mail_to(monkeypatch, port)
        command = [sys.executable, "-m", "dashboard", "notify"]
        started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in "123"]
        said = [one.communicate() for one in started]
    database.close()
    assert [one.returncode for one in started] == [0, 0, 0], said
    assert sorted(to for _, (to,) in box.envelopes) == sorted(f"{lead}@firm.example" for lead in planned)
    assert len({mail["Message-ID"] for mail in box.mails}) == len(planned) >= 3


@pytest.mark.slow
def test_a_program_killed_while_sending_loses_nothing(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the server's acceptance and the record: the claim runs out, and the same letter comes again."""
    choose_telling(store, ChooseTelling("lead-0", "lead@firm.example", DAILY, datetime.now(UTC).date()), SYSTEM)
    box, accepted = Mailbox(), threading.Event()
    box.after_data = accepted.set
    with mail_server(box) as port:
        mail_to(monkeypatch, port)
        box.hold = True
        running = subprocess.Popen([sys.executable, "-m", "dashboard", "notify"], stdout=subprocess.DEVNULL)
        assert accepted.wait(120)
        running.kill()
        running.wait()
        box.hold = False
        assert notify(load_settings(), FORMS).sent == 0
        with store.write(SYSTEM) as tx:
            tx.connection.execute(text("UPDATE letters SET claimed_until = '2026-01-01 00:00:00'"))
        assert notify(load_settings(), FORMS).sent == 1
    assert len(box.mails) == 2
    assert box.mails[0]["Message-ID"] == box.mails[1]["Message-ID"]
