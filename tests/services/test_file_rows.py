"""Thresholds and remedies over a file say what they say over the same rows in the store; nothing of it is stored."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.cli import cli
from dashboard.cli.remedies import NAMES as REMEDIES
from dashboard.cli.thresholds import NAMES as STRATEGIES
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.users import User
from dashboard.errors import GovernanceError, InputRejected, NotPermitted
from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_rows import counts_of_file, scores_of_file
from dashboard.services.legal_note import AcknowledgeLaw, acknowledge_law
from dashboard.services.people import add_user
from dashboard.services.screens.remedy_groups import basis_of_counts, load_basis
from dashboard.services.screens.thresholds import load_scored_groups, scored_groups
from dashboard.services.sources import Sources
from dashboard.settings import load_settings
from tests.assessing import charter, clause
from tests.cli.conftest import empty_live
from tests.scored import HEADER, score, scored_rows

__all__ = ["empty_live"]
DAY = date(2026, 11, 27)
FILE = ("--decision", "selected", "--favourable", "1", "--label", "label", "--positive", "1", "--score", "score",
        "--attribute", "a_sex")  # fmt: skip


@pytest.fixture
def live(empty_live: Path) -> Path:
    """A store with the same rows as a file: `churn`; the officer has acknowledged the law for either name of it."""
    found = load_settings()
    database = Database.open(found.database_url)
    score(database, DecisionStore(found.decision_store), empty_live, scored_rows(DAY))
    add_user(database, User("o", "Chief AI Ethics Officer", Role.OFFICER), SYSTEM)
    for attribute in ("sex", "a_sex"):
        acknowledge_law(database, AcknowledgeLaw("churn", attribute, DAY), Actor("o", Role.OFFICER))
    database.close()
    return empty_live


def run(*arguments: str) -> Result:
    """A command."""
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def said(*arguments: str) -> dict[str, Any]:
    """Its JSON, without what names the source and its window."""
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    named = ("attribute", "days", "window", "file", "use_case")
    return {name: value for name, value in json.loads(done.output).items() if name not in named}


@pytest.mark.parametrize("strategy", list(STRATEGIES))
def test_thresholds_over_a_file_are_those_over_the_same_rows_in_the_store(live: Path, strategy: str) -> None:
    """Every strategy: the same thresholds, matrices, costs, gaps and intervals."""
    asked = ("--strategy", strategy, "--cost-ratio", "2", "--as-of", DAY.isoformat(),
             *(("--threshold", "0.45") if strategy == "custom-thresholds" else ()))  # fmt: skip
    of_file = said("thresholds", str(live / "churn.csv"), *FILE, "--about", "churn", *asked)
    assert of_file == said("thresholds", "churn", "--attribute", "sex", *asked)


@pytest.mark.parametrize("remedy", list(REMEDIES))
def test_remedies_over_a_file_are_those_over_the_same_rows_in_the_store(live: Path, remedy: str) -> None:
    """Every remedy: the same rates before and after, and the same file."""
    asked = ("--remedy", remedy, "--as-of", DAY.isoformat(), "--format", "json")
    of_file = said("remedies", str(live / "churn.csv"), *FILE, "--about", "churn", *asked,
                   "--write", str(live / "a.csv"))  # fmt: skip
    assert of_file == said("remedies", "churn", "--attribute", "sex", *asked, "--write", str(live / "b.csv"))
    assert (live / "a.csv").read_text() == (live / "b.csv").read_text()


LINES = st.lists(
    st.tuples(st.sampled_from(["", "0", "1"]), st.sampled_from(["", "0", "1"]),
              st.sampled_from(["", *(f"{at / 8}" for at in range(-3, 12))]), st.sampled_from(["F", "M", "X", ""])),
    min_size=1, max_size=120,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_any_rows_are_counted_as_the_store_counts_them(
    empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, ...]]
) -> None:
    """Undecided, unlabelled, without a score, without a group: the groups and who is left out are the same."""
    folder = tmp_path_factory.mktemp("rows")
    (folder / "dashboard.db").write_bytes(empty_sqlite.read_bytes())
    database, store = Database.open(f"sqlite:///{folder / 'dashboard.db'}"), DecisionStore(folder / "decisions")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_READ_FROM", str(folder))
        rows = [f"{at},{DAY},{line[0]},{line[1]},{line[2]},{line[3]}" for at, line in enumerate(lines)]
        score(database, store, folder, HEADER + "\n".join(rows) + "\n")
        promise = charter(clause({"field": "team", "present": True}))
        sources, names = Sources(database, promise, None, store.root, DAY), ("churn", "sex")
        defaults = (promise.defaults.min_display, promise.defaults.confidence)
        request = AuditRequest(folder / "churn.csv", "selected", ("1",), ("a_sex",), "label", ("1",), "score")
        kept = load_scored_groups(sources, "churn", "sex")
        try:
            of_file = scored_groups(scores_of_file(request), names, defaults)
        except GovernanceError:  # a value that no row holds is refused for a file; the store has no such option
            assert not all("1" in column for column in list(zip(*lines, strict=True))[:2])
            return
        assert (of_file.ladders, of_file.left_out, of_file.unlabelled) == (kept.ladders, kept.left_out, kept.unlabelled)
        assert str(of_file.decided) == str(kept.decided)
        basis = load_basis(sources, "churn", "sex", since=DAY, by_scores=False)
        counted = basis_of_counts(counts_of_file(request), names, defaults, basis.window)
        assert (counted.groups, counted.left_out, counted.unlabelled, counted.why_not) == (
            basis.groups, basis.left_out, basis.unlabelled, basis.why_not,
        )  # fmt: skip
    database.close()


def test_nothing_of_a_file_is_stored(live: Path) -> None:
    """Neither an entry of the ledger nor a file in the decision store."""
    found = load_settings()
    database = Database.open(found.database_url)
    before = database.data_version(), sorted(found.decision_store.rglob("*"))
    run("thresholds", str(live / "churn.csv"), *FILE, "--strategy", "single-threshold")
    run("remedies", str(live / "churn.csv"), *FILE, "--remedy", "reweighing")
    assert (database.data_version(), sorted(found.decision_store.rglob("*"))) == before
    database.close()


def test_the_law_holds_for_a_file_too(live: Path) -> None:
    """By group only with --about a use case whose note is acknowledged; one threshold for everybody needs none."""
    asked = ("thresholds", str(live / "churn.csv"), *FILE, "--strategy")
    with pytest.raises(NotPermitted, match="name the one that the file is about with --about"):
        run(*asked, "group-thresholds")
    with pytest.raises(NotPermitted, match="name the one that the file is about with --about"):
        run(*asked, "group-thresholds", "--acknowledge", "o")
    assert run(*asked, "single-threshold").exit_code == 0
    assert run(*asked, "group-thresholds", "--about", "churn").exit_code == 0
    with pytest.raises(NotPermitted, match="--about"):
        run("remedies", str(live / "churn.csv"), *FILE, "--remedy", "reweighing", "--write", str(live / "w.csv"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("churn", "--attribute", "sex", "--label", "label"), "are of files: name --decision"),
        (("f.csv", "--attribute", "a_sex", "--decision", "selected"), "A file needs --favourable VALUE"),
        (("f.csv", *FILE, "--days", "30"), "--days is of use cases: of a file every row counts"),
    ],
)
def test_options_that_do_not_go_together_are_bad_usage(live: Path, arguments: tuple[str, ...], words: str) -> None:
    """Each sentence says which option, and of what it is."""
    assert live.is_dir()
    done = run("thresholds", *arguments, "--strategy", "single-threshold")
    assert (done.exit_code, words in " ".join(done.output.split())) == (2, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--score": "nothing"}, "nothing"),
        ({"--positive": "yes"}, "'yes', which no row holds"),
        ({"--score": "decision_id"}, "something else than numbers"),
    ],
)
def test_a_file_that_cannot_be_read_so_is_a_sentence(live: Path, change: dict[str, str], words: str) -> None:
    """A column that is not there, a value that does not occur, scores that are no numbers."""
    options = dict(zip(FILE[::2], FILE[1::2], strict=True)) | change
    with pytest.raises(GovernanceError, match=words):
        run("thresholds", str(live / "churn.csv"), *sum(options.items(), ()), "--strategy", "single-threshold")


def test_a_remedy_of_scores_needs_their_column(live: Path) -> None:
    """Reject option without --score: what is missing, by its option."""
    with pytest.raises(InputRejected, match="--score: found nothing; expected the column of the score"):
        run("remedies", str(live / "churn.csv"), *FILE[:8], *FILE[10:], "--remedy", "reject-option")
