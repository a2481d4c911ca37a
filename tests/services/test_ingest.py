"""A log becomes a batch once; days never count twice by accident; everything can be taken back and counted again."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.adapters.batches import stored_batches as batches_in
from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import Actor
from dashboard.errors import BatchOverlaps, NotFound, StoreUnusable
from dashboard.services import ingest
from dashboard.services.recount import counts_known_at
from tests.services.ingested import JANUARY, counted, database, log, store, take, write

__all__ = ["database", "log", "store"]  # fixtures

Row = tuple[str, int]


def test_a_log_becomes_counts_by_every_reading(
    database: Database, store: DecisionStore, officer: Actor, log: Path
) -> None:
    """What pages and the assessment read is what the file says."""
    report = take(database, store, officer, [log])

    assert (report.files[0].outcome, report.files[0].rows_stored) == ("imported", 4)
    assert counted(database, store) == {"01-01": 1, "01-02": 2, "01-03": 1}
    window = store.window_counts(database, date(2026, 1, 2), date(2026, 1, 3)).set_index("group")
    assert window.loc["M", ["n", "undecided", "selected", "labelled", "fp"]].tolist() == [1, 1, 1, 1, 1]
    assert store.monthly_counts(database, "churn")["n"].tolist() == [2, 1]
    assert store.last_days(database) == {"churn": date(2026, 1, 3)}
    assert store.joint_counts(database).empty
    assert verify_chain(database) == ()


def test_the_same_file_twice_is_imported_once(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """Case 37: the same bytes with the same mapping change nothing, whatever the file is called."""
    first = take(database, store, officer, [log])
    version = database.data_version()

    again = take(database, store, officer, [write(tmp_path, "copy.csv", JANUARY)])

    assert (again.files[0].outcome, again.files[0].batch) == ("already imported", first.files[0].batch)
    assert database.data_version() == version


def test_a_command_carried_out_twice_counts_once(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """A double click has one effect, because the command has a key."""
    other = write(tmp_path, "other.csv", "9,2026-02-01,1,,F\n")
    take(database, store, officer, [log])
    command = ingest.IngestDecisions("churn", [other], key="click")

    reports = [ingest.ingest_decisions(database, store, command, officer) for _ in range(2)]

    assert counted(database, store)["02-01"] == 1
    assert reports[1].files[0].outcome == "already imported"


def test_days_that_are_stored_are_refused(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """An overlap is named with its batch, and nothing is stored."""
    take(database, store, officer, [log])
    version = database.data_version()

    with pytest.raises(BatchOverlaps, match=r"2026-01-03 to 2026-01-04, days that are stored already: january\.csv"):
        take(database, store, officer, [write(tmp_path, "b.csv", "5,2026-01-03,1,,F\n6,2026-01-04,1,,F\n")])

    assert database.data_version() == version
    assert counted(database, store) == {"01-01": 1, "01-02": 2, "01-03": 1}


def test_replaced_days_count_by_the_newer_file_alone(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """`replace` hides the older rows of its days, and only those; the same ids are welcome there."""
    take(database, store, officer, [log])

    take(database, store, officer, [write(tmp_path, "b.csv", "2,2026-01-02,1,,F\n")], "replace")

    assert counted(database, store) == {"01-01": 1, "01-02": 1, "01-03": 1}
    retracted = [batch.id for batch in ingest.stored_batches(database) if batch.source == "b.csv"]
    ingest.retract_batch(database, store, ingest.RetractBatch(retracted[0], "wrong"), officer)
    assert counted(database, store) == {"01-01": 1, "01-02": 2, "01-03": 1}


def test_added_rows_count_beside_the_stored_ones(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """`add` keeps both; an id that is stored already is set apart and counted once."""
    take(database, store, officer, [log])

    report = take(database, store, officer, [write(tmp_path, "b.csv", "3,2026-01-02,1,,F\n7,2026-01-02,1,,F\n")], "add")

    assert (report.files[0].rows_stored, report.files[0].rows_quarantined) == (1, 1)
    assert counted(database, store)["01-02"] == 3


def test_late_labels_join_by_id(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """A label that comes later counts for its decision; one without a decision, or blank, is set apart."""
    take(database, store, officer, [log])
    labels = write(tmp_path, "labels.csv", "2,1\n3,1\n99,1\n", "decision_id,label\n")

    report = ingest.ingest_labels(database, store, ingest.IngestLabels("churn", labels), officer)

    assert (report.files[0].rows_stored, report.files[0].rows_quarantined) == (2, 1)
    sums = store.single_counts(database).groupby("group")[["labelled", "tp", "fp", "fn"]].sum()
    assert sums.loc["F"].tolist() == [2, 1, 0, 1]
    assert sums.loc["M"].tolist() == [1, 1, 0, 0]


def test_a_retracted_batch_counts_no_more_and_stays(
    database: Database, store: DecisionStore, officer: Actor, log: Path
) -> None:
    """A tombstone takes the counts away; row, file and history stay, and the log may come again."""
    first = take(database, store, officer, [log])
    batch = str(first.files[0].batch)

    ingest.retract_batch(database, store, ingest.RetractBatch(batch, "wrong log"), officer)

    assert counted(database, store) == {}
    assert store.last_days(database) == {}
    [row] = ingest.stored_batches(database)
    assert row.retracted_seq is not None
    assert (store.root / row.path).is_file()
    with pytest.raises(NotFound):
        ingest.retract_batch(database, store, ingest.RetractBatch(batch), officer)
    assert take(database, store, officer, [log]).files[0].outcome == "imported"
    assert counts_known_at(database, store, "churn", first.seq).decisions == 4
    assert counts_known_at(database, store, "churn", row.retracted_seq).decisions == 0


def test_counting_again_gives_the_same(database: Database, store: DecisionStore, officer: Actor, log: Path) -> None:
    """`rebuild` proves that counts follow from batches, and mends them where they do not."""
    take(database, store, officer, [log])
    version = database.data_version()

    assert ingest.rebuild_counts(database, store, ingest.RebuildCounts(), officer).equal == {"churn": True}
    assert database.data_version() == version


def test_a_group_without_labels_has_no_positives(
    database: Database, store: DecisionStore, officer: Actor, tmp_path: Path
) -> None:
    """Case 40: one group and no label leave the rates without a denominator, and that shows in the counts."""
    take(database, store, officer, [write(tmp_path, "one.csv", "1,2026-01-01,1,,F\n2,2026-01-01,1,,F\n")])

    counts = store.single_counts(database)

    assert counts[["n", "selected", "labelled", "tp", "fn"]].to_numpy().tolist() == [[2, 2, 0, 0, 0]]


def test_two_imports_at_once_do_not_lose_one(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """Where somebody came in between, nothing is saved and the sentence says so."""
    other = write(tmp_path, "b.csv", "9,2026-02-01,1,,F\n")
    first = ingest.Intake(database, store, "churn", None)
    first.take(other, "new")
    take(database, store, officer, [log])

    with pytest.raises(StoreUnusable, match="at the same time"):
        first.finish(officer, "key")

    with database.read() as connection:
        assert [batch.source for batch in batches_in(connection, "churn")] == ["january.csv"]
