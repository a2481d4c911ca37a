"""Being told, from the command line."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.adapters.repository import save_use_cases
from dashboard.adapters.reviews_store import open_task
from dashboard.adapters.telling_store import telling_of
from dashboard.cli import cli
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.tasks import still_live
from dashboard.domain.users import User
from dashboard.errors import NotFound
from dashboard.services.people import add_user
from dashboard.services.start import migrate
from dashboard.services.telling import webhook_named
from dashboard.settings import load_settings
from tests.ports import free_port

HOOK = "https://hooks.example/services/secret-of-the-test"


def run(*arguments: str, typed: str | None = None) -> Result:
    """What a command does."""
    return CliRunner().invoke(cli, ["notify", *arguments], input=typed)


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store with one lead."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    database = migrate(load_settings())
    add_user(database, User("lead", "Lead", Role.TEAM_LEAD), SYSTEM)
    database.close()


def test_a_person_is_set_up_and_forgotten(live: None) -> None:
    """The rhythm is printed, the address is not; without one it is gone."""
    first = run("person", "lead", "--email", "lead@firm.example", "--cadence", "weekly", "--weekday", "friday")
    assert (first.exit_code, first.output) == (0, "lead: Weekly, on Friday; critical ones at once\n")
    last = run("person", "lead", "--cadence", "off", "--no-at-once")
    assert last.output == "lead: No digest\n"
    database = migrate(load_settings())
    with database.read() as connection:
        assert telling_of(connection, "lead").address == ""
    database.close()


def test_a_webhook_takes_its_secret_from_standard_input(live: None) -> None:
    """Not from the command line, where others see it; nothing printed repeats it."""
    added = run("webhook", "Channel", "--kind", "teams", typed=f"{HOOK}\n")
    assert added.exit_code == 0
    assert added.stdout.endswith("Channel: Daily; critical ones at once\n")
    assert run("forget-webhook", "Channel").output == "Channel: told no more, its address is forgotten\n"
    database = migrate(load_settings())
    with pytest.raises(NotFound):
        webhook_named(database, "Channel")
    database.close()


def test_a_dry_run_sends_nothing_and_a_round_says_what_it_did(live: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan names people by id; a round with a mail server that is down ends with 1 and a sentence."""
    run("person", "lead", "--email", "lead@firm.example")
    database = migrate(load_settings())
    today = datetime.now(UTC).date()
    bot = UseCase(id="bot", title="Bot\u202e", owner="lead", lifecycle="live")
    with database.write(SYSTEM) as tx:
        save_use_cases(tx, [bot])
        task = still_live("bot", "lead", today, today + timedelta(days=3))
        open_task(tx, task, today)
    database.close()
    planned = run("--dry-run")
    assert planned.exit_code == 0
    assert "person:lead: AI ethics: 1 thing is new\n  Bot\\u202e: Rejected, and still live: due" in planned.stdout
    assert planned.stdout.endswith("1 letter would be written; nothing was written or sent\n")
    for name, value in (("HOST", "127.0.0.1"), ("PORT", str(free_port())), ("SECURITY", "none")):
        monkeypatch.setenv(f"DASHBOARD_SMTP_{name}", value)
    monkeypatch.setenv("DASHBOARD_MAIL_FROM", "ethics@firm.example")
    done = run()
    assert (done.exit_code, done.stdout) == (1, "1 letter written, 0 sent, 1 failed\n")
    assert "cannot be reached" in done.stderr


def test_a_calendar_address_is_printed_once(live: None) -> None:
    """With the address of the dashboard in front; then it ends."""
    made = run("calendar", "lead")
    assert made.exit_code == 0
    assert re.fullmatch(r"http://localhost:8501/calendar/[0-9a-f]{64}\.ics\n", made.output)
    assert run("calendar", "lead", "--end").output == "lead: the calendar address has ended\n"
