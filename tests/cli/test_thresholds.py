"""`thresholds` says what other thresholds would do, and refuses scores that cannot be weighed in a sentence."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.cli import cli
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.errors import GovernanceError, InputRejected, NotFound, NotPermitted
from dashboard.services.legal_note import AcknowledgeLaw, acknowledge_law
from dashboard.services.people import add_user
from dashboard.settings import load_settings
from tests.scored import score, scored_rows
from tests.test_settings import WHOLE

DAY = date(2026, 11, 27)
BASE = ("thresholds", "churn", "--attribute", "sex", "--as-of", "2026-11-27", "--strategy")


@pytest.fixture(autouse=True)
def live(empty_live: Path) -> Path:
    """A store with nothing in it."""
    return empty_live


def stored(folder: Path, rows: str, *, read: bool = True) -> None:
    """These rows, taken in as `churn`; with `read` the officer has acknowledged the law."""
    settings = load_settings()
    database = Database.open(settings.database_url)
    score(database, DecisionStore(settings.decision_store), folder, rows)
    add_user(database, User("o", "Chief AI Ethics Officer", Role.OFFICER), SYSTEM)
    add_user(database, User("lead", "Team lead", Role.TEAM_LEAD), SYSTEM)
    if read:
        acknowledge_law(database, AcknowledgeLaw("churn", "sex", DAY), Actor("o", Role.OFFICER))
    database.close()


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(cli, [*BASE, *arguments], catch_exceptions=False)


def said(*arguments: str) -> Any:
    """What the command says, as JSON."""
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_group_thresholds_by_hand(live: Path) -> None:
    """F qualify above 0.40 and M above 0.60 but every seventh: the cheapest cuts are there, with the legal note."""
    stored(live, scored_rows(DAY))
    found = said("group-thresholds")
    groups = {one["group"]: one for one in found["result"]["groups"]}
    assert {name: one["threshold"] for name, one in groups.items()} == {"F": 0.43, "M": 0.61}
    assert found["result"]["cost"] == sum(one["fp"] + one["fn"] for one in groups.values())
    assert all(one["tp"] + one["fp"] + one["fn"] + one["tn"] == 100 for one in groups.values())
    assert "ask Legal" in found["legal"]
    assert found["costs"]["as decided"] >= found["costs"]["single threshold"] >= found["costs"]["group thresholds"]


def test_a_parity_says_its_gap_with_an_interval(live: Path) -> None:
    """Within two points of the same share: the gap that is left has limits; one threshold has no legal note."""
    stored(live, scored_rows(DAY))
    gap = said("demographic-parity", "--within", "0.02")["result"]["gaps"]["demographic parity"]
    assert 0 <= gap["low"] <= gap["value"] <= 0.02 + 1e-9 < gap["high"]
    assert said("single-threshold")["legal"] is None


def test_custom_thresholds_are_those_that_were_given(live: Path) -> None:
    """One for everybody is what was decided at 0.5; one by group is taken by name."""
    stored(live, scored_rows(DAY))
    found = said("custom-thresholds", "--threshold", "0.5")
    assert found["result"]["cost"] == found["costs"]["as decided"]
    found = said("custom-thresholds", "--threshold", "F=0.4", "--threshold", "M=2")
    assert [one["threshold"] for one in found["result"]["groups"]] == [0.4, "nobody"]


def test_the_charter_says_why_it_cannot_be_kept(live: Path) -> None:
    """A hundred people a group are fewer than the charter judges: no setting, and the reason."""
    stored(live, scored_rows(DAY))
    found = said("keeps-the-charter")
    assert found["result"] is None
    assert found["why_not"] == "fewer than two groups have the 200 people that the charter judges"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (scored_rows(DAY, labels="none"), "No actual outcome is known of anybody with a score"),
        (scored_rows(DAY, labels="one"), "Every known outcome is the same"),
        (scored_rows(DAY, groups=("F",)), "Fewer than two groups have known outcomes of both kinds"),
    ],
)
def test_scores_that_cannot_be_weighed_are_a_sentence(live: Path, rows: str, words: str) -> None:
    """No labels, one label only, a single group: what is missing, in words."""
    stored(live, rows)
    with pytest.raises(InputRejected, match=words):
        run("single-threshold")


def test_a_use_case_without_scores_is_named(live: Path) -> None:
    """Nothing is stored: thresholds need a score and an outcome."""
    assert live.is_dir()
    with pytest.raises(NotFound, match="No scores of 'churn' are stored"):
        run("single-threshold")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("single-threshold", "--cost-ratio", "-1"), "found -1; expected 0 to 1000"),
        (("equal-accuracy", "--within", "2"), "a share between 0 and 1"),
        (("custom-thresholds", "--threshold", "X=0.5"), "found 'X'; expected one of F, M"),
    ],
)
def test_what_is_out_of_range_is_a_sentence(live: Path, arguments: tuple[str, ...], words: str) -> None:
    """A cost ratio, a gap, a group that is not there: what was found and what is expected."""
    stored(live, scored_rows(DAY))
    with pytest.raises(InputRejected, match=words):
        run(*arguments)


def test_a_threshold_that_is_no_number_is_bad_usage(live: Path) -> None:
    """The option says how it is written; without its strategy it is refused as well."""
    assert live.is_dir()
    assert "is no number" in run("custom-thresholds", "--threshold", "F=high").output
    assert "go together" in run("single-threshold", "--threshold", "0.5").output


@pytest.mark.parametrize("strategy", ["group-thresholds", "equal-accuracy", "keeps-the-charter"])
def test_thresholds_by_group_wait_for_the_law(live: Path, strategy: str) -> None:
    """As on the page: nothing of what may differ by group before the note is acknowledged; one for all needs none."""
    stored(live, scored_rows(DAY), read=False)
    with pytest.raises(
        NotPermitted, match=r"ask Legal.* The result is given once .* for 'churn' by sex: on the Fairness"
    ):
        run(strategy)
    assert said("single-threshold")["acknowledged"] is None


def test_an_officer_acknowledges_from_the_command_where_nobody_signs_in(live: Path) -> None:
    """On record under the officer's name and as not signed; then everybody is given the result, by that command too."""
    stored(live, scored_rows(DAY), read=False)
    found = said("group-thresholds", "--acknowledge", "o")
    assert found["acknowledged"]["by"] == "Chief AI Ethics Officer"
    assert said("group-thresholds")["acknowledged"] == found["acknowledged"]
    database = Database.open(load_settings().database_url)
    with database.read() as connection:
        query = text("SELECT actor, role, authenticated FROM events WHERE entity = 'legal_note'")
        assert [tuple(row) for row in connection.execute(query)] == [("o", "officer", False)]
    database.close()


@pytest.mark.parametrize(
    ("person", "words"), [("lead", "The officer and the deputy may"), ("ghost", "Nobody here has")]
)
def test_nobody_else_acknowledges(live: Path, person: str, words: str) -> None:
    """A team lead, and somebody who is not there, are refused in a sentence; nothing is given or written."""
    stored(live, scored_rows(DAY), read=False)
    with pytest.raises(GovernanceError, match=words):
        run("group-thresholds", "--acknowledge", person)
    with pytest.raises(NotPermitted, match="ask Legal"):
        run("group-thresholds")


def test_where_people_sign_in_no_command_acknowledges(live: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types is not known there: the sentence leads to the page, and nothing is on record."""
    stored(live, scored_rows(DAY), read=False)
    for name, value in WHOLE.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(NotPermitted, match="a command cannot know who types it"):
        run("group-thresholds", "--acknowledge", "o")
    with pytest.raises(NotPermitted, match="ask Legal"):
        run("group-thresholds")
