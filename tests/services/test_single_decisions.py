"""A decision and its nearest counterfactual: by hand, with everything that counts and nothing that does not."""

from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dashboard.adapters import feature_rows
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_store import feature_files
from dashboard.adapters.history import events_of, record_as_of
from dashboard.adapters.store_copy import named_files
from dashboard.domain.actors import Actor
from dashboard.errors import (
    BatchOverlaps,
    Conflict,
    DecisionLogInvalid,
    NotFound,
    NotPermitted,
    ReadOnly,
    StoreUnusable,
)
from dashboard.services import ingest
from dashboard.services.nearest_decision import LookAtDecision, LookedAt, look_at_decision
from dashboard.services.register import ChangeUseCase, change_use_case
from tests.featured import AUDITOR, DAY, LEAD, OFFICER, OTHER_LEAD, READER, ROWS, allowing, take, taken


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def look(
    database: Database, store: DecisionStore, decision: str = "a", actor: Actor = OFFICER, **how: object
) -> LookedAt:
    """What somebody is shown."""
    return look_at_decision(database, store, LookAtDecision("churn", decision, **how), actor)  # type: ignore[arg-type]


def other_of(found: LookedAt) -> str:
    """The id of the nearest."""
    assert found.other is not None
    return found.other.decision_id


def looks(database: Database) -> list[dict[str, object]]:
    """What the ledger says of looks, newest first."""
    events = events_of(database, "single_decisions", "churn")
    found = [record_as_of(database, "single_decisions", "churn", at=event.seq) for event in events]
    return [record for record in found if record is not None]


def test_the_nearest_counterfactual_by_hand(database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Of version 1 ages 20, 40, 30, 60 deviate by 14.79, jobs agree in 6 of 16 draws: c is 10/14.79 + 0.375 away."""
    taken(database, store, tmp_path)
    found = look(database, store)
    assert other_of(found) == "c"
    assert found.distance == pytest.approx(10 / 218.75**0.5 + 0.375)
    assert dict(found.apart) == pytest.approx({"age": 10 / 218.75**0.5, "job": 0.375})
    assert (found.compared, found.pool) == (2, 4)
    assert look(database, store, norm="L2").distance == pytest.approx((100 / 218.75 + 0.375**2) ** 0.5)


def test_other_model_versions_only_when_asked(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """d, one year older, was decided by version 2."""
    taken(sqlite_database, store, tmp_path)
    assert other_of(look(sqlite_database, store, any_version=True)) == "d"
    only = look(sqlite_database, store, "d")
    assert (only.other, only.why_not) == (None, "no decision of this pool went the other way")


def test_an_undecided_one_has_no_other_way(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Nobody decided about e, so nothing is its counterfactual."""
    taken(sqlite_database, store, tmp_path)
    found = look(sqlite_database, store, "e")
    assert (found.other, found.why_not) == (None, "it is undecided")
    assert found.decision.features == {"age": 60.0, "job": None}


def test_without_leave_no_feature_is_stored(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Neither beside the batch nor in it; the report names what was left out, and a look is refused."""
    report = taken(sqlite_database, store, tmp_path, use_case=allowing())
    assert report.files[0].left_out == ("age", "job")
    assert not (store.root / "features").exists()
    batch = next((store.root / "batches").rglob("*.parquet"))
    assert not [name for name in pq.read_schema(batch).names if name.startswith("f_")]
    with pytest.raises(Conflict, match="no features of its decisions are kept"):
        look(sqlite_database, store)


def test_only_what_the_record_names_is_kept(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Age is named, the job is not."""
    report = taken(sqlite_database, store, tmp_path, use_case=allowing("age", "never-there"))
    assert (report.files[0].features, report.files[0].left_out) == (("age",), ("job",))
    assert look(sqlite_database, store).decision.features == {"age": 20.0}


def test_leave_that_comes_later_makes_the_same_file_another_batch(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Taken in again, replacing, it is not `already imported`."""
    taken(sqlite_database, store, tmp_path, use_case=allowing())
    change_use_case(sqlite_database, ChangeUseCase(allowing("age"), 1), OFFICER)
    with pytest.raises(BatchOverlaps):
        take(sqlite_database, store, tmp_path, ROWS)
    assert take(sqlite_database, store, tmp_path, ROWS, "replace").files[0].outcome == "imported"
    assert look(sqlite_database, store).decision.features == {"age": 20.0}


@pytest.mark.parametrize("actor", [OFFICER, LEAD, AUDITOR])
def test_every_look_is_in_the_ledger(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, actor: Actor
) -> None:
    """Who, what was asked and how many rows were seen; of the row itself only a digest of its id."""
    taken(sqlite_database, store, tmp_path)
    look(sqlite_database, store, actor=actor, key="once")
    look(sqlite_database, store, actor=actor, key="once")
    (event,) = events_of(sqlite_database, "single_decisions", "churn")
    assert (event.kind, event.actor) == ("single_decisions.looked_at", actor.user_id)
    assert looks(sqlite_database)[0] == {
        "use_case": "churn", "asked": "a decision and its nearest counterfactual", "norm": "L1", "any_version": False,
        "decision": "ca978112ca1bbdcafac231b39a23dc4d", "shown": 2, "compared": 2,
    }  # fmt: skip


def test_a_look_that_finds_nothing_is_a_look(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Whoever tries ids is seen trying."""
    taken(sqlite_database, store, tmp_path)
    with pytest.raises(NotFound, match="no decision `nobody` whose features are kept"):
        look(sqlite_database, store, "nobody")
    assert [(one["shown"], one["compared"]) for one in looks(sqlite_database)] == [(0, 0)]


@pytest.mark.parametrize(
    ("actor", "words"), [(READER, "A reader may not look at single decisions"), (OTHER_LEAD, "of their own team only")]
)
def test_readers_and_other_teams_see_no_row(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, actor: Actor, words: str
) -> None:
    """They are told who may, and nothing was read or recorded."""
    taken(sqlite_database, store, tmp_path)
    with pytest.raises(NotPermitted, match=words):
        look(sqlite_database, store, actor=actor)
    assert looks(sqlite_database) == []


def test_only_what_counts_is_compared(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A replaced day is gone with its features, a retracted batch gives it back, late labels are there."""
    taken(sqlite_database, store, tmp_path)
    corrected = ROWS.replace("30,nurse", "90,nurse")
    batch = take(sqlite_database, store, tmp_path, corrected, "replace", name="again.csv").files[0].batch
    assert other_of(look(sqlite_database, store)) == "b"
    ingest.retract_batch(sqlite_database, store, ingest.RetractBatch(str(batch), "wrong"), OFFICER)
    (tmp_path / "late.csv").write_text("decision_id,label\nc,1\n", encoding="utf-8")
    ingest.ingest_labels(sqlite_database, store, ingest.IngestLabels("churn", tmp_path / "late.csv"), OFFICER)
    found = look(sqlite_database, store)
    assert other_of(found) == "c"
    assert found.other is not None and found.other.label is True  # noqa: PT018


def test_what_is_past_its_time_is_not_read(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Features are kept for two days, the decisions are three days old."""
    taken(sqlite_database, store, tmp_path, use_case=allowing("age", days=2))
    with pytest.raises(NotFound, match="kept for 2 days"):
        look(sqlite_database, store)


def test_a_changed_file_of_features_is_not_read(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Its SHA-256 is another, so nothing of it is shown."""
    taken(sqlite_database, store, tmp_path)
    path = next((store.root / "features").rglob("*.parquet"))
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(StoreUnusable, match="was changed after it was recorded"):
        look(sqlite_database, store)
    assert looks(sqlite_database) == []


def test_a_category_of_a_thousand_values_is_no_feature(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Free text and ids are refused with the file; numbers that cannot be squared are set apart."""
    rows = "".join(f"x{at},{DAY},1,1,,,F,1,person {at}\n" for at in range(1001))
    with pytest.raises(DecisionLogInvalid, match=r"feature job: found more than 1,000 values"):
        taken(sqlite_database, store, tmp_path, rows)
    report = take(sqlite_database, store, tmp_path, ROWS.replace("F,30", "F,1e200"))
    assert (report.files[0].rows_stored, report.files[0].rows_quarantined) == (4, 1)


def test_features_are_backed_up_with_their_batch(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """The file that the row names is among the files of a backup."""
    taken(sqlite_database, store, tmp_path)
    with sqlite_database.read() as connection:
        (kept,) = feature_files(connection, "churn")
    assert kept.path in named_files(sqlite_database)
    assert kept.features == {"age": "number", "job": "category"}


def test_what_cannot_be_recorded_is_not_shown(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store refuses every write, as it does while the ledger is in doubt: then nobody sees a row."""
    taken(sqlite_database, store, tmp_path)

    def refused(*_: object) -> None:
        raise ReadOnly("The ledger is not as it was written.")

    monkeypatch.setattr(Database, "write", refused)
    with pytest.raises(ReadOnly):
        look(sqlite_database, store)


def test_beyond_what_may_be_read_the_newest_count(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two batches of five the older one is left out, and the answer says how many that are."""
    taken(sqlite_database, store, tmp_path)
    older = ROWS.replace(str(DAY), str(DAY - timedelta(days=9)))
    take(sqlite_database, store, tmp_path, "".join(f"z{row}\n" for row in older.splitlines()), name="second.csv")
    monkeypatch.setattr(feature_rows, "MOST_ROWS", 5)
    with pytest.raises(NotFound):
        look(sqlite_database, store)
    found = look(sqlite_database, store, "za")
    assert (found.left_out, found.pool, other_of(found)) == (5, 4, "zc")
