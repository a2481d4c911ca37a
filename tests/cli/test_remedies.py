"""`remedies` says what a remedy would do, gives its file once the law is acknowledged, and refuses in a sentence."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.cli import cli
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.errors import InputRejected, NotFound, NotPermitted
from dashboard.services.legal_note import AcknowledgeLaw, acknowledge_law
from dashboard.services.people import add_user
from dashboard.settings import load_settings
from tests.decided import decide
from tests.scored import score, scored_rows

DAY = date(2026, 11, 27)
BASE = ("remedies", "churn", "--attribute", "sex", "--as-of", "2026-11-27")


@pytest.fixture(autouse=True)
def live(empty_live: Path) -> Path:
    """A store with nothing in it."""
    return empty_live


def stored(folder: Path, rows: str, *, read: bool = False) -> None:
    """These rows, taken in as `churn`; with `read` the officer has acknowledged the law."""
    settings = load_settings()
    database = Database.open(settings.database_url)
    score(database, DecisionStore(settings.decision_store), folder, rows)
    if read:
        add_user(database, User("o", "Chief AI Ethics Officer", Role.OFFICER), SYSTEM)
        acknowledge_law(database, AcknowledgeLaw("churn", "sex", DAY), Actor("o", Role.OFFICER))
    database.close()


def run(*arguments: str) -> Result:
    """The command."""
    return CliRunner().invoke(cli, [*BASE, *arguments], catch_exceptions=False)


def said(*arguments: str) -> Any:
    """What the command says, as JSON."""
    done = run("--format", "json", *arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def rate(found: Any, name: str, side: str) -> dict[str | None, float]:
    """One rate by group, nobody's name for all."""
    return {row["group"]: row[side]["value"] for row in found["rates"] if row["rate"] == name}


def test_weights_make_the_base_rate_one(live: Path) -> None:
    """Before, more F than M qualify; after, the same share, by construction and so without an interval."""
    stored(live, scored_rows(DAY))
    found = said("--remedy", "reweighing")
    before, after = (rate(found, "base_rate", side) for side in ("before", "after"))
    assert before["F"] > before["M"]
    assert after["F"] == pytest.approx(after["M"])
    assert found["rates"][0]["after"]["low"] is None
    assert "ask Legal" in found["legal"]
    assert found["acknowledged"] is None


@pytest.mark.parametrize("remedy", ["equalized-odds", "thresholds-for-equalized-odds"])
def test_odds_are_equal_after(live: Path, remedy: str) -> None:
    """Both error rates of both groups, with the same people as before."""
    stored(live, scored_rows(DAY))
    found = said("--remedy", remedy)
    for name in ("true_positive_rate", "false_positive_rate"):
        after = rate(found, name, "after")
        assert after["F"] == pytest.approx(after["M"])
    people = [(row["before"]["people"], row["after"]["people"]) for row in found["rates"]]
    assert all(before == pytest.approx(after) for before, after in people)


def test_days_and_versions_are_one_row_a_group(live: Path) -> None:
    """Eighty days of two model versions: each group once, with all its people."""
    settings = load_settings()
    database = Database.open(settings.database_url)
    decide(database, DecisionStore(settings.decision_store), live, last=DAY)
    database.close()
    arguments = ["remedies", "loans", "--attribute", "age", *BASE[4:], "--remedy", "reweighing", "--format", "json"]
    found = json.loads(CliRunner().invoke(cli, arguments, catch_exceptions=False).output)
    people = {row["group"]: row["before"]["people"] for row in found["rates"]}
    assert people == {"25-34": 3200, "65+": 1600, None: 4800}
    assert len(found["rates"]) == 3


def test_every_remedy_has_a_table_in_words(live: Path) -> None:
    """Before, after and change, its limits, and the note; reject option names whom it helps."""
    stored(live, scored_rows(DAY))
    for remedy in ("thresholds-for-demographic-parity", "calibrated-equalized-odds", "reject-option"):
        output = run("--remedy", remedy).output
        assert "Right decisions:" in output
        assert "Limits:" in output
        assert "ask Legal" in " ".join(output.split())
    assert said("--remedy", "reject-option")["disadvantaged"] == ["F"]
    assert said("--remedy", "reject-option", "--disadvantaged", "M")["disadvantaged"] == ["M"]


def test_the_file_waits_for_the_law(live: Path) -> None:
    """Without an acknowledgement no file, and the sentence says where; the numbers are shown all the same."""
    stored(live, scored_rows(DAY))
    with pytest.raises(NotPermitted, match="once the officer or the deputy has acknowledged this for 'churn' by sex"):
        run("--remedy", "reweighing", "--write", str(live / "w.csv"))
    assert not (live / "w.csv").exists()
    assert run("--remedy", "reweighing").exit_code == 0


def test_an_officer_acknowledges_and_takes_the_file_with_one_command(live: Path) -> None:
    """Where nobody signs in; the JSON says who."""
    stored(live, scored_rows(DAY))
    database = Database.open(load_settings().database_url)
    add_user(database, User("o", "Chief AI Ethics Officer", Role.OFFICER), SYSTEM)
    database.close()
    found = said("--remedy", "reweighing", "--acknowledge", "o", "--write", str(live / "w.csv"))
    assert (found["acknowledged"]["by"], (live / "w.csv").exists()) == ("Chief AI Ethics Officer", True)


def test_the_file_as_csv_and_json(live: Path) -> None:
    """Four weights whose people sum to everybody; thresholds read back as numbers, with nobody as infinity."""
    stored(live, scored_rows(DAY), read=True)
    found = said("--remedy", "reweighing", "--write", str(live / "w.csv"))
    weights = pd.read_csv(live / "w.csv")
    assert list(weights.columns) == ["group", "outcome", "people", "weight"]
    assert (weights["people"] * weights["weight"]).sum() == pytest.approx(200)
    assert found["acknowledged"]["by"] == "Chief AI Ethics Officer"
    assert run("--remedy", "thresholds-for-equalized-odds", "--write", str(live / "t.json")).exit_code == 0
    rows = json.loads((live / "t.json").read_text())["rows"]
    assert [row["group"] for row in rows] == ["F", "M"]
    assert all(float(row["threshold_a"]) >= float(row["threshold_b"]) for row in rows)


@pytest.mark.parametrize("remedy", ["equalized-odds", "reject-option"])
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (scored_rows(DAY, labels="none"), "No actual outcome is known of anybody"),
        (scored_rows(DAY, labels="one"), "Every known outcome is the same"),
        (scored_rows(DAY, groups=("F",)), "Fewer than two groups have known outcomes of both kinds"),
    ],
)
def test_what_cannot_be_remedied_is_a_sentence(live: Path, remedy: str, rows: str, words: str) -> None:
    """No labels, one label only, a single group: what is missing, from decisions as from scores."""
    stored(live, rows)
    with pytest.raises(InputRejected, match=words):
        run("--remedy", remedy)


def test_without_scores_or_without_a_use_case(live: Path) -> None:
    """A log without scores says so to a remedy of scores; an unknown use case is named; nothing is written."""
    with pytest.raises(NotFound, match="no use case 'churn'"):
        run("--remedy", "reweighing")
    settings = load_settings()
    database = Database.open(settings.database_url)
    decide(database, DecisionStore(settings.decision_store), live, last=DAY)
    database.close()
    with pytest.raises(InputRejected, match="No scores were logged here"):
        CliRunner().invoke(cli, ["remedies", "loans", *BASE[2:], "--remedy", "reject-option"], catch_exceptions=False)


@pytest.mark.parametrize("remedy", ["calibrated-equalized-odds", "reject-option"])
def test_scores_that_are_no_probabilities(live: Path, remedy: str) -> None:
    """Scores up to 9.9 cannot be base rates or margins around a cut; thresholds need no such thing."""
    rows = scored_rows(DAY).replace(",0.", ",9.")
    stored(live, rows)
    with pytest.raises(InputRejected, match="scores of F, M are not between 0 and 1"):
        run("--remedy", remedy)
    assert run("--remedy", "thresholds-for-demographic-parity").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--remedy", "reject-option", "--disadvantaged", "X"), "found 'X'; expected one of F, M"),
        (
            ("--remedy", "reject-option", "--disadvantaged", "F", "--disadvantaged", "M"),
            "Every group is named as disadvantaged",
        ),
        (("--remedy", "calibrated-equalized-odds", "--cut", "2"), "found 2; expected a score between 0 and 1"),
        (("--remedy", "reweighing", "--write", "weights.xlsx"), "a file ending in .csv or .json"),
    ],
)
def test_what_is_asked_wrongly_is_a_sentence(live: Path, arguments: tuple[str, ...], words: str) -> None:
    """A group that is not there, all of them, a cut that is no score, a file of another kind."""
    stored(live, scored_rows(DAY))
    with pytest.raises(InputRejected, match=words):
        run(*arguments)
