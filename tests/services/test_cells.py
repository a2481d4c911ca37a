"""Cells stand in for rows: whatever comes in, goes, is corrected or labelled late, counts are those of one pass."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.errors import StoreUnusable
from dashboard.services import ingest
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.conftest import ONE_STORE

OFFICER = Actor("officer", Role.OFFICER)
HEADER = "decision_id,decided_at,selected,label,a_sex\n"
DAYS = 6
NUMBERS = count()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def registered(database: Database, name: str) -> None:
    """A use case under this name."""
    register_use_case(database, RegisterUseCase(UseCase(id=name, title=name, lifecycle="live")), SYSTEM)


def written(folder: Path, name: str, rows: str, header: str = HEADER) -> Path:
    """A file."""
    path = folder / name
    path.write_text(header + rows, encoding="utf-8")
    return path


def take(database: Database, store: DecisionStore, name: str, file: Path, mode: ingest.Mode = "new") -> str:
    """Ingest a file; its batch."""
    report = ingest.ingest_decisions(database, store, ingest.IngestDecisions(name, [file], mode=mode), OFFICER)
    return str(report.files[0].batch)


def label(database: Database, store: DecisionStore, name: str, file: Path) -> str:
    """Ingest late labels; their batch."""
    return str(ingest.ingest_labels(database, store, ingest.IngestLabels(name, file), OFFICER).files[0].batch)


def counts(database: Database, store: DecisionStore, name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both levels without the name of the use case."""
    found = store.single_counts(database, use_cases=[name]), store.joint_counts(database, use_cases=[name])
    one, two = (frame.drop(columns="use_case") for frame in found)
    return one, two


def stored(database: Database, name: str) -> list[StoredBatch]:
    """Every batch of a use case that counts."""
    return [batch for batch in ingest.stored_batches(database, name) if batch.retracted_seq is None]


def log_of(seed: int, rows: int = 60) -> pd.DataFrame:
    """Decisions over a few days of two months, with two attributes, blanks and labels for some."""
    rng = np.random.default_rng(seed)
    days = pd.Timestamp("2026-01-29") + pd.to_timedelta(rng.integers(0, DAYS, rows), unit="D")

    def some(options: Sequence[str], blank: float) -> list[str]:
        return np.where(rng.random(rows) < blank, "", rng.choice(options, rows)).tolist()

    return pd.DataFrame(
        {
            "decision_id": [f"d{number}" for number in range(rows)], "decided_at": days.strftime("%Y-%m-%d"),
            "model_version": rng.choice(["1", "2"], rows), "selected": some(["1", "0"], 0.1),
            "label": some(["1", "0"], 0.5), "a_sex": some(["F", "M"], 0.1), "a_age": some(["y", "o"], 0.1),
            "s_channel": some(["web", "shop"], 0.1),
        }
    )  # fmt: skip


class History:
    """One random history of a use case, and the rows that are left of it."""

    def __init__(self, desk: tuple[Database, DecisionStore], folder: Path, seed: int) -> None:
        self.desk, self.folder, self.name = desk, folder, f"parts-{next(NUMBERS)}"
        self.chance, self.rows = np.random.default_rng(seed), log_of(seed)
        self.labels: list[tuple[str, pd.DataFrame]] = []
        registered(desk[0], self.name)

    def file(self, rows: pd.DataFrame) -> Path:
        """The rows as a file."""
        path = self.folder / f"{next(NUMBERS)}.csv"
        rows.to_csv(path, index=False)
        return path

    def bring_days(self) -> None:
        """A batch for each day, in any order."""
        for day in self.chance.permutation(sorted(self.rows["decided_at"].unique())):
            take(*self.desk, self.name, self.file(self.rows[self.rows["decided_at"] == day]))

    def bring_labels(self) -> None:
        """Two files of late labels that overlap; the later one is right."""
        late = self.rows.sample(frac=0.6, random_state=int(self.chance.integers(0, 1000)))
        late = late.assign(label=self.chance.choice(["1", "0"], len(late)))[["decision_id", "label"]]
        for part in (late.iloc[:24], late.iloc[12:].assign(label="1")):
            self.labels.append((label(*self.desk, self.name, self.file(part)), part))

    def take_back_labels(self) -> None:
        """One of the two files was wrong."""
        batch, _ = self.labels.pop(int(self.chance.integers(0, 2)))
        ingest.retract_batch(*self.desk, ingest.RetractBatch(batch, "wrong"), OFFICER)

    def correct_a_day(self) -> None:
        """Some decisions of a day never were; what was labelled late stays labelled."""
        day = str(self.chance.choice(self.rows["decided_at"].unique()))
        of_day = self.rows["decided_at"] == day
        keep = ~of_day | (self.chance.random(len(self.rows)) < 0.7)
        if (of_day & keep).any():
            self.rows = self.rows[keep]
            take(*self.desk, self.name, self.file(self.rows[self.rows["decided_at"] == day]), "replace")

    def in_one_pass(self) -> str:
        """The rows that are left, with their newest labels, as one file of another use case."""
        rows = self.rows.set_index("decision_id")
        for _, late in self.labels:
            found = late.set_index("decision_id")["label"]
            found = found[found.index.isin(rows.index)]
            rows.loc[found.index, "label"] = found
        whole = f"whole-{next(NUMBERS)}"
        registered(self.desk[0], whole)
        take(*self.desk, whole, self.file(rows.reset_index()))
        return whole


@settings(max_examples=8, suppress_health_check=ONE_STORE)
@given(
    seed=st.integers(0, 10**6), steps=st.lists(st.sampled_from(["labels", "back", "correct"]), max_size=3, unique=True)
)
def test_any_order_of_batches_counts_like_one_pass(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, seed: int, steps: list[str]
) -> None:
    """Days in any order, labels late and taken back, days corrected: the same counts as one file of what is left."""
    history = History((sqlite_database, store), tmp_path, seed)
    history.bring_days()
    for step in steps:
        if step == "labels":
            history.bring_labels()
        elif step == "correct":
            history.correct_a_day()
        elif history.labels:
            history.take_back_labels()

    whole = history.in_one_pass()
    for one, other in zip(counts(*history.desk, history.name), counts(*history.desk, whole), strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert ingest.rebuild_counts(*history.desk, ingest.RebuildCounts(history.name), OFFICER).equal == {
        history.name: True
    }


def test_a_new_day_reads_no_rows_of_other_days(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """The rows of January are gone, and February still counts beside it from cells; counting again tells."""
    registered(sqlite_database, "churn")
    first = take(sqlite_database, store, "churn", written(tmp_path, "a.csv", "1,2026-01-01,1,1,F\n2,2026-01-02,0,,M\n"))
    rows = store.root / stored(sqlite_database, "churn")[0].path
    kept = rows.read_bytes()
    rows.unlink()

    take(sqlite_database, store, "churn", written(tmp_path, "b.csv", "3,2026-02-01,1,0,F\n"))

    single, _ = counts(sqlite_database, store, "churn")
    assert single.groupby("group")[["n", "selected", "labelled"]].sum().loc["F"].tolist() == [2, 2, 2]
    with pytest.raises(StoreUnusable, match=f"Batch {first}.*is missing"):
        ingest.rebuild_counts(sqlite_database, store, ingest.RebuildCounts("churn"), OFFICER)
    rows.write_bytes(kept)
    assert ingest.rebuild_counts(sqlite_database, store, ingest.RebuildCounts("churn"), OFFICER).equal == {
        "churn": True
    }


def test_changed_cells_are_named_and_counted_never(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Cells with other bytes than were recorded stop the next log, and nothing is written."""
    registered(sqlite_database, "churn")
    first = take(sqlite_database, store, "churn", written(tmp_path, "a.csv", "1,2026-01-01,1,1,F\n"))
    [cells] = (store.root / "cells").rglob("*.parquet")
    cells.write_bytes(cells.read_bytes()[:-1] + b"x")
    version = sqlite_database.data_version()

    with pytest.raises(StoreUnusable, match=f"The cells of batch {first}.*was changed after it was recorded"):
        take(sqlite_database, store, "churn", written(tmp_path, "b.csv", "3,2026-02-01,1,0,F\n"))
    assert sqlite_database.data_version() == version


def test_late_labels_touch_the_batches_that_they_name(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Labels of January leave February's cells alone; taken back, January's first cells count again."""
    registered(sqlite_database, "churn")
    january = take(sqlite_database, store, "churn", written(tmp_path, "a.csv", "1,2026-01-01,1,,F\n"))
    take(sqlite_database, store, "churn", written(tmp_path, "b.csv", "3,2026-02-01,1,,F\n"))

    late = label(sqlite_database, store, "churn", written(tmp_path, "late.csv", "1,1\n", "decision_id,label\n"))

    [labels] = [batch for batch in stored(sqlite_database, "churn") if batch.kind == "labels"]
    assert labels.columns["touches"] == [january]
    assert counts(sqlite_database, store, "churn")[0]["tp"].tolist() == [1, 0]
    ingest.retract_batch(sqlite_database, store, ingest.RetractBatch(late, "wrong"), OFFICER)
    assert counts(sqlite_database, store, "churn")[0]["labelled"].tolist() == [0, 0]
