"""Features go when their time is over, when the record says so and when somebody asks; decisions and counts stay."""

import os
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of, record_as_of
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted
from dashboard.services import ingest
from dashboard.services.erase_features import EraseFeatures, erase_features, expire_features
from dashboard.services.nearest_decision import LookAtDecision, look_at_decision
from dashboard.services.register import ChangeUseCase, change_use_case
from tests.featured import AUDITOR, DAY, LEAD, OFFICER, OTHER_LEAD, READER, ROWS, allowing, take, taken


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def files(store: DecisionStore) -> list[Path]:
    """The files of features on disk."""
    return sorted((store.root / "features").rglob("*.parquet"))


def ages(store: DecisionStore) -> list[float | None]:
    """What is on disk of one feature."""
    return pq.read_table(files(store)[0])["f_age"].to_pylist()  # type: ignore[no-any-return]


def erase(
    database: Database, store: DecisionStore, *ids: str, actor: Actor = LEAD, reason: str = "asked for it"
) -> int:
    """Erase by id."""
    return erase_features(database, store, EraseFeatures("churn", ids, reason), actor)


def look(database: Database, store: DecisionStore, decision: str) -> str | None:
    """The id of the nearest."""
    found = look_at_decision(database, store, LookAtDecision("churn", decision), OFFICER)
    return found.other.decision_id if found.other else None


def test_what_somebody_asks_for_is_gone_from_the_disk(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """No file holds it any more, nobody finds it, and the next nearest is found; counts are what they were."""
    taken(database, store, tmp_path)
    counts = store.single_counts(database)
    assert erase(database, store, "c", "nobody") == 1
    assert len(files(store)) == 1
    assert ages(store) == [20, 40, None, 21, 60]
    assert look(database, store, "a") == "b"
    assert look(database, store, "e") is None
    with pytest.raises(NotFound):
        look(database, store, "c")
    assert store.single_counts(database).equals(counts)
    newest = events_of(database, "features", pq_batch(store))[0]
    assert (newest.kind, newest.actor) == ("features.erased", "lead")
    assert ingest.rebuild_counts(database, store, ingest.RebuildCounts(), OFFICER).equal == {"churn": True}


def pq_batch(store: DecisionStore) -> str:
    """The batch that the only file of features belongs to."""
    return files(store)[0].name.split("-")[0]


def test_when_nothing_is_left_the_file_goes(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """The last row takes it along; the row of the database says which event it was."""
    taken(sqlite_database, store, tmp_path)
    batch = pq_batch(store)
    assert erase(sqlite_database, store, "a", "b", "c", "d", "e") == 5
    assert files(store) == []
    told = record_as_of(sqlite_database, "features", batch, at=10**9)
    assert told is not None
    assert (told["path"], told["rows"], told["reason"]) == (None, 0, "asked for it")
    with pytest.raises(Conflict, match="or all were erased"):
        look(sqlite_database, store, "a")


@pytest.mark.parametrize("actor", [READER, AUDITOR, OTHER_LEAD])
def test_only_who_answers_for_it_erases(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, actor: Actor
) -> None:
    """Readers, auditors and other teams do not; nor does anybody without a reason or an id."""
    taken(sqlite_database, store, tmp_path)
    with pytest.raises(NotPermitted):
        erase(sqlite_database, store, "a", actor=actor)
    with pytest.raises(InputRejected, match="why their features are erased"):
        erase(sqlite_database, store, "a", reason="  ")
    with pytest.raises(InputRejected, match="at least one"):
        erase(sqlite_database, store)
    assert ages(store) == [20, 40, 30, 21, 60]


def test_what_is_past_its_days_is_erased(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Of two days in one file the older one goes first; then the file."""
    later = "".join(f"x{row}\n" for row in ROWS.replace(str(DAY), str(DAY + timedelta(days=2))).splitlines())
    taken(sqlite_database, store, tmp_path, ROWS + later, use_case=allowing("age", days=10))
    assert expire_features(sqlite_database, store, DAY + timedelta(days=10)) == 0
    assert expire_features(sqlite_database, store, DAY + timedelta(days=11)) == 5
    assert ages(store) == [None] * 5 + [20, 40, 30, 21, 60]
    assert expire_features(sqlite_database, store, DAY + timedelta(days=13)) == 5
    assert files(store) == []


def test_what_the_record_no_longer_allows_is_erased(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Unread at once, and gone from the disk with the next daily task: one feature, then all."""
    taken(sqlite_database, store, tmp_path)
    change_use_case(sqlite_database, ChangeUseCase(allowing("age"), 1), OFFICER)
    found = look_at_decision(sqlite_database, store, LookAtDecision("churn", "a"), OFFICER)
    assert found.decision.features == {"age": 20.0}
    expire_features(sqlite_database, store, DAY)
    assert pq.read_schema(files(store)[0]).names == ["f_age", "kept"]
    change_use_case(sqlite_database, ChangeUseCase(allowing(), 2), SYSTEM)
    expire_features(sqlite_database, store, DAY)
    assert files(store) == []


def test_features_of_a_retracted_batch_and_strays_are_erased(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """A stray of yesterday is what a crash left; one of this minute may belong to a log that is being read."""
    batch = taken(sqlite_database, store, tmp_path).files[0].batch
    earlier = ROWS.replace(str(DAY), str(DAY - timedelta(days=9)))
    take(sqlite_database, store, tmp_path, "".join(f"z{row}\n" for row in earlier.splitlines()))
    young, old = (store.root / "features" / "churn" / f"{name}.parquet" for name in ("young", "old"))
    for file in (young, old):
        file.write_bytes(b"x")
    os.utime(old, (0, 0))
    ingest.retract_batch(sqlite_database, store, ingest.RetractBatch(str(batch), "wrong"), OFFICER)
    assert expire_features(sqlite_database, store, DAY) == 5
    assert young.exists()
    assert not old.exists()
    assert not [file for file in files(store) if file.name.startswith(str(batch))]
