"""`charter try` says what a charter file would change, as a table and as JSON, and refuses one that is none."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import cli
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.users import User
from dashboard.errors import CharterInvalid
from dashboard.services.people import AddUsers, add_users
from dashboard.services.registry_files import LoadRegistry, load_registry_into
from dashboard.services.sources import open_database
from dashboard.services.start import migrate
from dashboard.settings import load_settings
from tests.assessing import registry
from tests.charter_file import charter_file
from tests.drafted import one

CLAUSE = """  - {{id: R-01, principle: p, title: A team, requirement: A team is named., check: {{{check}}},
     severity: high, remediate_within: 30d, threshold_set_by: policy, maps_to: {{gdpr: ["{law}"]}}}}
"""
NAMED, TIERED = "field: team, present: true", "field: risk_tier, is_not: high"


def written(folder: Path, check: str, *, law: str = "5(1)(a)", version: str = "7") -> Path:
    """A charter of one clause."""
    path = folder / f"{version}.yaml"
    path.write_text(charter_file(CLAUSE.format(check=check, law=law)).replace('"7"', f'"{version}"'))
    return path


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with twelve use cases, of which two have no team, held against a charter that asks for one."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_CHARTER", str(written(tmp_path, NAMED)))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = migrate(load_settings())
    add_users(database, AddUsers((User("lead-2", "Lead of Service", Role.TEAM_LEAD),)), SYSTEM)
    load_registry_into(database, LoadRegistry(registry(*(one(number) for number in range(12)))), SYSTEM)
    database.close()
    return tmp_path


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(cli, ["charter", "try", *arguments, "--as-of", "2026-11-23"], catch_exceptions=False)


def test_it_says_what_would_flip(live: Path) -> None:
    """Where a team was asked for and now a tier below high is, one breach ends and two of high tier begin."""
    done = run(str(written(live, TIERED, law="5(1)(c)", version="8")), "--format", "json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert (found["charter"]["version"], found["draft"]["version"]) == ("7", "8")
    ways = {one["use_case"]: (one["was"]["status"], one["becomes"]["status"]) for one in found["findings"]}
    assert ways["u10"] == ("non_compliant", "compliant")
    assert ways["u2"] == ("compliant", "non_compliant")
    assert (found["figures"]["before"]["non_compliant"], found["figures"]["after"]["non_compliant"]) == (1, 2)
    opened = {one["use_case"]: one for one in found["review_items"]}
    assert (opened["u2"]["assignee"], opened["u2"]["due"]) == ("lead-2", "2026-12-23")
    assert [(one["article"], len(one["before"]), len(one["after"])) for one in found["laws"]] == [
        ("5(1)(c)", 0, 1), ("5(1)(a)", 1, 0),
    ]  # fmt: skip
    assert all(one["why_becomes"] for one in found["findings"])


def test_the_table_says_it_in_words(live: Path) -> None:
    """The headline, the use cases with their titles, and who must act by when."""
    done = run(str(written(live, TIERED, version="8")))
    assert "Held instead of 7, the draft 8 would change" in done.output
    assert "Lead of Service" in done.output
    assert "23 Dec 2026" in done.output


def test_nothing_is_written(live: Path) -> None:
    """The ledger is as long as before."""
    database = open_database(load_settings())
    before = database.data_version()
    run(str(written(live, TIERED, version="8")))
    assert database.data_version() == before
    database.close()


def test_a_charter_that_is_none_is_refused_with_every_line(live: Path) -> None:
    """Each problem with its line, and nothing is said about the portfolio."""
    bad = live / "bad.yaml"
    bad.write_text(charter_file(CLAUSE.format(check="field: team, presnt: true", law="5(1)(a)")))
    with pytest.raises(CharterInvalid, match=r"(?s)one problem.*line 11.*presnt.*Did you mean `present`"):
        run(str(bad))
