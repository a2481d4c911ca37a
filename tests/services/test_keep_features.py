"""Which features a use case may keep: changed by who answers for its people; what is taken out is unread, then gone."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_store import feature_files
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import fingerprint
from dashboard.domain.registry import UseCase
from dashboard.errors import Conflict, GovernanceError, NotPermitted, RegistryInvalid
from dashboard.services.erase_features import expire_features
from dashboard.services.keep_features import KeepFeatures, keep_features
from dashboard.services.single_decisions import sight
from tests.featured import AUDITOR, LEAD, OFFICER, OTHER_LEAD, READER, taken


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


@pytest.fixture
def kept(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> Database:
    """A store with five decisions and the features age and job."""
    taken(sqlite_database, store, tmp_path)
    return sqlite_database


def record(database: Database) -> tuple[UseCase, int]:
    """The use case and its revision."""
    found = use_case_record(database, "churn")
    assert found is not None
    return found


def change(database: Database, names: str, *, reason: str = "Why", days: int | None = 30, actor: Actor = LEAD) -> None:
    """As the form does it."""
    keep_features(database, KeepFeatures("churn", record(database)[1], names, reason, days), actor)


def stored(database: Database) -> list[set[str]]:
    """The features of each file."""
    with database.read() as connection:
        return [set(one.features) for one in feature_files(connection, "churn")]


def test_what_is_taken_out_is_unread_and_then_erased(kept: Database, store: DecisionStore) -> None:
    """Without job it is read no more at once and erased by the daily task; without any nothing is left to look at."""
    today, before = date.today(), fingerprint(record(kept)[0])  # noqa: DTZ011
    change(kept, "age", reason="Explain refusals", days=365)
    assert fingerprint(record(kept)[0]) != before
    assert set(sight(kept, store, "churn", LEAD, today).rows.kinds) == {"age"}
    assert stored(kept) == [{"age", "job"}]
    expire_features(kept, store, today)
    assert stored(kept) == [{"age"}]
    change(kept, " ", reason="", days=None)
    assert record(kept)[0].kept_features is None
    with pytest.raises(Conflict, match="no features of its decisions are kept"):
        sight(kept, store, "churn", LEAD, today)
    expire_features(kept, store, today)
    assert stored(kept) == []


def test_names_are_parted_and_kept_once(kept: Database) -> None:
    """By commas, semicolons and lines; the officer may as well."""
    change(kept, "age, job;age\nemp_var_rate", actor=OFFICER)
    found = record(kept)[0].kept_features
    assert found is not None
    assert (found.names, found.reason, found.days) == (["age", "job", "emp_var_rate"], "Why", 30)


@pytest.mark.parametrize("actor", [OTHER_LEAD, AUDITOR, READER], ids=lambda one: one.user_id)
def test_nobody_else_changes_it(kept: Database, actor: Actor) -> None:
    """A lead of another team, an auditor and a reader are refused, and the record stays as it is."""
    before = record(kept)
    with pytest.raises(NotPermitted):
        change(kept, "age", actor=actor)
    assert record(kept) == before


@pytest.mark.parametrize(
    ("names", "reason", "days", "said"),
    [
        ("Age, 'a b'", "Why", 30, "features: found `Age`; expected a name as the log's mapping has it"),
        ("age", "  ", 30, "reason: found nothing; expected why single decisions must be looked at"),
        ("age", "Why", None, "days: found nothing; expected a whole number of days from 1 to 3,660"),
        ("age", "Why", 4000, "days: found 4,000; expected a whole number of days from 1 to 3,660"),
        (",".join(f"f{n}" for n in range(201)), "Why", 30, "features: found 201 features; expected at most 200"),
    ],
)
def test_bad_terms_are_refused_in_a_sentence(
    kept: Database, names: str, reason: str, days: int | None, said: str
) -> None:
    """Each says where, what and what was expected; nothing is saved."""
    before = record(kept)
    with pytest.raises(RegistryInvalid) as refused:
        change(kept, names, reason=reason, days=days)
    assert said in str(refused.value)
    assert record(kept) == before


def test_a_change_meanwhile_is_told(kept: Database) -> None:
    """Somebody else saved first: nothing of either is lost."""
    revision = record(kept)[1]
    change(kept, "age")
    with pytest.raises(GovernanceError, match="changed"):
        keep_features(kept, KeepFeatures("churn", revision, "job", "Why", 30), LEAD)
