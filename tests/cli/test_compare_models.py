"""`compare-models` holds a challenger beside a champion: versions, use cases, columns of a file; and clauses flip."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters import schema
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.errors import DecisionLogInvalid, InputRejected, NotFound
from dashboard.settings import load_settings
from tests.comparing import of, run, said
from tests.decided import decide
from tests.newcombe_paired import Twice, paired_difference
from tests.scored import score, scored_rows

DAY = date(2026, 11, 27)


@pytest.fixture
def live(empty_live: Path) -> Path:
    """A store with eighty days of `loans`, version 2 half way, and `churn`."""
    settings = load_settings()
    database = Database.open(settings.database_url)
    store = DecisionStore(settings.decision_store)
    decide(database, store, empty_live, last=DAY)
    score(database, store, empty_live, scored_rows(DAY))
    database.close()
    return empty_live


def test_two_versions_each_by_its_own_last_days(live: Path) -> None:
    """Version 1 ended forty days ago and is judged as of then; both decided 40 × 60 times; both clauses are held."""
    assert live.is_dir()
    found = said("loans", "--version", "2", "--against-version", "1", "--days", "40", "--as-of", "2026-11-27")
    assert (found["champion"]["until"], found["challenger"]["until"]) == ("2026-11-27", "2026-10-18")
    assert (found["champion"]["decisions"], found["challenger"]["decisions"]) == (2400, 2400)
    change = of(found["rates"], "selection_rate", "F")
    assert change["change"] == pytest.approx(change["challenger"] - change["champion"])
    assert change["low"] <= change["change"] <= change["high"]
    assert not change["paired"]
    assert {"FAI-02", "FAI-04"} <= {clause["clause"] for clause in found["clauses"]}
    assert "sex X" not in found["left_out"]


def test_people_who_come_again_widen_the_interval(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same decisions of sixty customers who come every day prove less than those of as many people."""
    widths = {}
    for people in (False, True):
        monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / str(people)))
        monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        settings = load_settings()
        schema.upgrade(settings.database_url)
        database = Database.open(settings.database_url)
        decide(database, DecisionStore(settings.decision_store), tmp_path, last=DAY, people=people)
        database.close()
        found = said("loans", "--version", "2", "--against-version", "1", "--as-of", "2026-11-27")
        change = of(found["rates"], "true_positive_rate", "F")
        widths[people] = change["high"] - change["low"]
    assert widths[True] > 2 * widths[False]


def test_two_use_cases_by_what_they_share(live: Path) -> None:
    """`loans` knows X, `churn` does not: it is left out, by name; age is of one of them only."""
    assert live.is_dir()
    found = said("loans", "--against", "churn", "--as-of", "2026-11-27")
    assert {row["group"] for row in found["rates"]} == {"F", "M"}
    assert "sex X" in found["left_out"]
    table = run("loans", "--against", "churn", "--as-of", "2026-11-27").output
    assert "loans against churn on" in " ".join(table.split())


def test_scores_are_compared_where_both_have_some(live: Path) -> None:
    """`lead` ranks F less well than `churn`: every third of its outcomes is turned; the interval holds the change."""
    settings = load_settings()
    database = Database.open(settings.database_url)
    lines = scored_rows(DAY).splitlines()
    turned = [line.replace(",0,0.", ",1,0.") if at % 3 == 0 and line.endswith(",F") else line
              for at, line in enumerate(lines)]  # fmt: skip
    score(database, DecisionStore(settings.decision_store), live, "\n".join(turned) + "\n", "lead")
    database.close()
    found = said("churn", "--against", "lead", "--as-of", "2026-11-27")
    change = of(found["rates"], "auc", "F")
    assert change["change"] == pytest.approx(change["challenger"] - change["champion"])
    assert change["change"] < 0
    assert change["low"] <= change["change"] <= change["high"]
    assert of(found["rates"], "auc", "M")["change"] == 0
    assert of(found["metrics"], "auc_difference", None)["champion"] >= 0


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        (("gone",), NotFound, "There is no use case 'gone'"),
        (("loans", "--version", "9"), NotFound, "No decisions of version '9' of 'loans' are stored; there are of 2, 1"),
        (("loans",), InputRejected, "A model compared with itself has nothing to show"),
        (("loans", "--against", "churn", "--attribute", "age"), InputRejected, "share no attribute with groups"),
    ],
)
def test_what_cannot_be_compared_is_a_sentence(
    live: Path, arguments: tuple[str, ...], kind: type[Exception], words: str
) -> None:
    """No such use case, no such version, itself, nothing in common."""
    assert live.is_dir()
    with pytest.raises(kind, match=words):
        run(*arguments, "--as-of", "2026-11-27")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A thousand rows of two groups: `new` selects 60 of F whom `old` passed over, and agrees elsewhere."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    lines = ["id,sex,old,new,fair,good"]
    for at in range(1000):
        sex, good = ("F" if at % 2 else "M"), int(at % 4 < 2)
        old = int(at % 10 < 5) if sex == "M" else int(at % 10 < 3)
        new = 1 if (sex == "F" and at % 20 == 3) or (sex == "F" and at % 20 == 5 and at < 200) else old
        lines.append(f"{at},{sex},{old},{new},{at // 2 % 2},{good}")
    lines.append("1000,F,1,,1,1")
    path = tmp_path / "two.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


OF_FILE = ("--decision", "old", "--favourable", "1", "--attribute", "sex")


def test_two_columns_are_paired(file: Path) -> None:
    """Of 500 F, 100 are selected by both, 60 only by `new`: Newcombe's paired limits; one row was decided by one."""
    found = said(str(file), *OF_FILE, "--against", "new", "--label", "good", "--positive", "1")
    assert found["same_rows"]
    assert found["left_out"] == ["1 rows that only one of them decided about"]
    change = of(found["rates"], "selection_rate", "F")
    only_new = round(change["change"] * 500)
    both = round(change["champion"] * 500)
    limits = paired_difference(Twice.of(both, 0, only_new, 500 - both - only_new), 1.959963985)
    assert (change["low"], change["high"]) == pytest.approx((float(limits.low), float(limits.high)))
    assert (both, only_new) == (100, 60)
    assert of(found["rates"], "selection_rate", "M")["change"] == 0
    assert of(found["metrics"], "selection_rate_gap", "M")["paired"]


def test_a_charter_says_what_would_flip(file: Path, root: Path) -> None:
    """100 of 500 F against 300 of 500 M is breached, and stays so with 160; half of both keeps it."""
    found = said(str(file), *OF_FILE, "--against", "new", "--charter", str(root / "charter" / "charter.yaml"))
    clauses = {clause["clause"]: clause for clause in found["clauses"]}
    assert clauses["FAI-02"]["champion"] == "non_compliant"
    assert clauses["FAI-02"]["challenger"] == "non_compliant"
    assert found["said"].startswith("Promoting the challenger flips none of")
    found = said(str(file), *OF_FILE, "--against", "fair", "--charter", str(root / "charter" / "charter.yaml"))
    assert "FAI-02 from breached to met" in found["said"]


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        (("--against", "old"), InputRejected, "A model compared with itself has nothing to show"),
        (("--against", "gone"), DecisionLogInvalid, "gone"),
        (("--against", "id"), DecisionLogInvalid, "A value does not occur in its column"),
    ],
)
def test_columns_that_cannot_be_compared(
    file: Path, arguments: tuple[str, ...], kind: type[Exception], words: str
) -> None:
    """The same column twice, one that is not there, one without the favourable value."""
    if arguments[1] == "id":
        file.write_text(file.read_text(encoding="utf-8").replace("\n1,", "\nx,"), encoding="utf-8")
    with pytest.raises(kind, match=words):
        run(str(file), *OF_FILE, *arguments)


def test_options_that_do_not_go_together(file: Path) -> None:
    """A file needs its columns; a use case takes none of them."""
    assert "A file needs --against COL" in run(str(file), "--decision", "old").output
    assert "are of files: name --decision" in run("loans", "--label", "good").output
    assert "--label and --positive go together" in run(str(file), *OF_FILE, "--against", "new", "--label", "x").output
