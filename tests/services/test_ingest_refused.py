"""Logs that are bad, empty, changed or not for this person to hide change nothing, and say why."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import Actor, Role
from dashboard.errors import DecisionLogInvalid, NotFound, NotPermitted, PathRefused, StoreUnusable
from dashboard.services import ingest
from tests.services.ingested import JANUARY, counted, database, log, store, take, write

__all__ = ["database", "log", "store"]  # fixtures


def test_changed_files_are_never_counted(database: Database, store: DecisionStore, officer: Actor, log: Path) -> None:
    """Cases 43 and 47: a batch or a count file with other bytes than were recorded is named and refused."""
    report = take(database, store, officer, [log])
    [batch] = (store.root / "batches").rglob("*.parquet")
    batch.write_bytes(batch.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreUnusable, match=rf"Batch {report.files[0].batch}.*was changed after it was recorded"):
        ingest.rebuild_counts(database, store, ingest.RebuildCounts(), officer)

    [single] = (store.root / "counts").rglob("single-*.parquet")
    single.unlink()
    with pytest.raises(StoreUnusable, match="The single counts of churn is missing"):
        store.single_counts(database)


def test_one_bad_file_stops_all(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """Files that come together are stored together or not at all, and what was prepared names nothing."""
    bad = write(tmp_path, "bad.csv", "5,2026-02-01,1,,F,too,many\n")

    with pytest.raises(DecisionLogInvalid):
        take(database, store, officer, [log, bad])

    assert ingest.stored_batches(database) == []
    assert counted(database, store) == {}
    assert list((store.root / "work").iterdir()) == []


def test_files_that_differ_in_form_are_named(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """Case 46: a part with another column, or another type, is refused with the column's name."""
    other = write(tmp_path, "b.csv", "5,2026-02-01,1,F\n", "decision_id,decided_at,selected,a_sex\n")
    with pytest.raises(DecisionLogInvalid, match=r"no column 'label'; expected the columns of january\.csv"):
        take(database, store, officer, [log, other])

    parts = [tmp_path / "1.parquet", tmp_path / "2.parquet"]
    for path, value in zip(parts, (1, "1"), strict=True):
        pq.write_table(pa.table({"decision_id": ["a"], "decided_at": ["2026-01-01"], "selected": [value]}), path)
    with pytest.raises(DecisionLogInvalid, match="column 'selected': found string; expected int64"):
        take(database, store, officer, parts)


def test_a_header_and_nothing_else_stores_nothing(
    database: Database, store: DecisionStore, officer: Actor, tmp_path: Path
) -> None:
    """Case 39: no decisions are no batch, so nothing is shown as zero per cent."""
    report = take(database, store, officer, [write(tmp_path, "empty.csv", "")])

    assert (report.files[0].outcome, report.seq) == ("no decisions", 0)
    assert store.last_days(database) == {}


def test_who_may_not_and_what_is_not_there_change_nothing(
    database: Database, store: DecisionStore, officer: Actor, log: Path
) -> None:
    """A reader, an unknown use case and a path outside are refused in a sentence."""
    version = database.data_version()
    with pytest.raises(NotPermitted):
        take(database, store, Actor("reader", Role.READER), [log])
    with pytest.raises(NotFound, match="There is no use case 'other'"):
        ingest.ingest_decisions(database, store, ingest.IngestDecisions("other", [log]), officer)
    with pytest.raises(PathRefused):
        take(database, store, officer, [Path("/etc/passwd")])

    assert database.data_version() == version


def test_a_team_lead_hides_no_stored_day(
    database: Database, store: DecisionStore, officer: Actor, log: Path, tmp_path: Path
) -> None:
    """A lead may bring decisions and add some; replacing days, as retracting them, takes an officer or deputy."""
    lead = Actor("lead", Role.TEAM_LEAD)
    take(database, store, lead, [log])
    again = write(tmp_path, "b.csv", "2,2026-01-02,1,,F\n")
    with pytest.raises(NotPermitted, match="A team lead may not retract decision logs"):
        take(database, store, lead, [again], "replace")
    take(database, store, officer, [again], "replace")


def test_quarantine_neutralises_formulas(
    database: Database, store: DecisionStore, officer: Actor, tmp_path: Path
) -> None:
    """Case 27: what a spreadsheet would run is text in the quarantine file, which lies beside the batch."""
    report = take(database, store, officer, [write(tmp_path, "a.csv", JANUARY + "5,2026-01-04,=cmd(),,F\n")])

    quarantine = report.files[0].quarantine
    assert quarantine is not None
    with quarantine.open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["found"] == "'=cmd()"
