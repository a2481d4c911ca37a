"""Whoever has the machine makes, lists and ends tokens; the secret is printed once."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import cli
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.users import User
from dashboard.errors import NotRecognised
from dashboard.services.people import add_user
from dashboard.services.start import migrate
from dashboard.services.tokens import holder_of
from dashboard.settings import load_settings
from tests.clock import now


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one team lead."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_MIGRATION_URL", raising=False)
    database = migrate(load_settings())
    add_user(database, User("lead", "Lead", Role.TEAM_LEAD), SYSTEM)
    database.close()
    return tmp_path


def test_a_token_is_printed_listed_and_ended(live: Path) -> None:
    """The list has its id and state and never its secret."""
    made = CliRunner().invoke(cli, ["token", "create", "--name", "CI", "--user", "lead", "--scope", "read"])
    spelt = made.stdout.strip()
    token, secret = spelt.split("_")[1:]
    database = migrate(load_settings())

    assert holder_of(database, spelt, now()).user.id == "lead"
    assert "shown this once" in made.stderr
    listed = CliRunner().invoke(cli, ["token", "list"]).output
    assert token in listed
    assert "Works" in listed
    assert secret not in listed
    assert CliRunner().invoke(cli, ["token", "revoke", token]).exit_code == 0
    with pytest.raises(NotRecognised, match="was revoked"):
        holder_of(database, spelt, now())
    database.close()
