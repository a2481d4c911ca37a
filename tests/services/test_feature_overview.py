"""Overview and consistency from the store: no row is shown, each is a look, and what cannot be asked is said."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of, record_as_of
from dashboard.domain.consistency import Rule
from dashboard.errors import CannotAssess, InputRejected, NotPermitted
from dashboard.services.consistent_decisions import LookAtConsistency, look_at_consistency
from dashboard.services.feature_overview import LookAtFeatures, look_at_features
from tests.featured import DAY, LEAD, READER, ROWS, taken

MANY = "".join(
    f"m{at},{DAY},1,{int(at % 40 >= 20)},,,{'F' if at < 40 else 'M'},{at % 40},{'clerk' if at < 60 else 'nurse'}\n"
    for at in range(80)
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def newest(database: Database) -> dict[str, object] | None:
    """What the ledger says of the newest look."""
    return record_as_of(database, "single_decisions", "churn", at=10**9)


def test_the_overview_of_a_log(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Women are clerks, half of the men are nurses; ages are alike. Eighty decisions are compared and none is shown."""
    taken(database, store, tmp_path, MANY)
    found = look_at_features(database, store, LookAtFeatures("churn", "sex"), LEAD)
    assert [one.name for one in found.features] == ["job", "age"]
    job, age = found.features
    assert job.unequal is not None
    assert (job.unequal.gap, set(job.unequal.groups)) == (0.5, {"F", "M"})
    assert age.unequal is not None
    assert age.unequal.gap == 0
    assert age.quantiles[1] == 19.5
    assert newest(database) == {
        "use_case": "churn", "asked": "an overview of features", "attribute": "sex", "shown": 0, "compared": 80,
    }  # fmt: skip


def test_consistency_of_a_log(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Who is twenty or older is selected: of eighty only one, aged twenty, has its nearest on the other side."""
    taken(sqlite_database, store, tmp_path, MANY)
    asked = LookAtConsistency("churn", "sex", Rule(neighbours=1))
    found = look_at_consistency(sqlite_database, store, asked, LEAD)
    assert (found.asked, found.around, found.model_version) == (80, 80, "1")
    assert found.value.value == pytest.approx(79 / 80)
    assert sorted(found.groups) == ["F", "M"]
    three = look_at_consistency(sqlite_database, store, LookAtConsistency("churn", rule=Rule(neighbours=3)), LEAD)
    assert 0.9 < three.value.value < 1
    told = newest(sqlite_database)
    assert told is not None
    assert (told["asked"], told["neighbours"], told["compared"]) == ("consistency among neighbours", 3, 80)


def test_what_cannot_be_asked_is_said(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """An attribute or a version that is not there, too few decisions, a reader: a sentence and no event."""
    taken(sqlite_database, store, tmp_path, ROWS)
    with pytest.raises(InputRejected, match="found `shoe size`; expected one of sex"):
        look_at_features(sqlite_database, store, LookAtFeatures("churn", "shoe size"), LEAD)
    with pytest.raises(InputRejected, match="found `9`; expected one of"):
        look_at_consistency(sqlite_database, store, LookAtConsistency("churn", model_version="9"), LEAD)
    with pytest.raises(CannotAssess, match="3 decisions of version 1 are not enough to have 5 neighbours each"):
        look_at_consistency(sqlite_database, store, LookAtConsistency("churn"), LEAD)
    with pytest.raises(InputRejected, match="1 to 100"):
        look_at_consistency(sqlite_database, store, LookAtConsistency("churn", rule=Rule(0)), LEAD)
    with pytest.raises(NotPermitted):
        look_at_features(sqlite_database, store, LookAtFeatures("churn"), READER)
    assert events_of(sqlite_database, "single_decisions", "churn") == ()
