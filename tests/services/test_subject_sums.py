"""People in the store: sums of a month are those of one pass, whatever order its rows came in, and name nobody."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.file_counts import count_log
from dashboard.adapters.store_copy import named_files
from dashboard.domain.counts import CROSS, NOT_RECORDED
from dashboard.domain.registry import Registry
from dashboard.domain.repeated_subjects import SUBJECT_SUMS, subject_sums
from dashboard.services import ingest
from dashboard.services.file_practice import file_practice
from dashboard.settings import load_settings
from tests.assessing import charter, clause
from tests.conftest import ONE_STORE
from tests.services.test_cells import OFFICER, History, log_of, registered, take, written

HEADER = "decision_id,decided_at,selected,subject,a_sex\n"
RATIO = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}
KEYS = ["month", "attribute", "group"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def sums(database: Database, store: DecisionStore, name: str) -> pd.DataFrame:
    """What is stored, by month, attribute and group."""
    return store.subject_sums(database, name).drop(columns="use_case").set_index(KEYS).sort_index()


def of_rows(log: pd.DataFrame) -> pd.DataFrame:
    """The same from rows, in pandas."""
    rows = log[log["selected"] != ""].copy()
    rows["month"] = pd.to_datetime(rows["decided_at"]).dt.to_period("M").dt.to_timestamp().astype("datetime64[s]")
    rows = rows.assign(n=1, selected=rows["selected"].astype(int), subject=rows["subject"].replace("", None))
    groups = {name: rows[f"a_{name}"].replace("", NOT_RECORDED) for name in ("sex", "age")}
    groups[CROSS.join(("sex", "age"))] = groups["sex"] + CROSS + groups["age"]
    parts = []
    for attribute, group in groups.items():
        here = rows.assign(attribute=attribute, group=group)
        unnamed = here[here["subject"].isna()].groupby(KEYS)["n"].sum().rename("unnamed")
        found = subject_sums(here, KEYS).set_index(KEYS)
        parts.append(found.join(unnamed).fillna({"unnamed": 0}).astype("int64"))
    return pd.concat(parts).sort_index()[list(SUBJECT_SUMS)]


class People(History):
    """A random history of decisions about few people."""

    def __init__(self, desk: tuple[Database, DecisionStore], folder: Path, seed: int) -> None:
        super().__init__(desk, folder, seed)
        who = np.where(self.chance.random(len(self.rows)) < 0.2, "", self.chance.integers(0, 9, len(self.rows)))
        self.rows = log_of(seed).assign(subject=[f"p{one}" if one else "" for one in who])

    def bring_halves(self) -> None:
        """Each day in two batches, so that most people are in both."""
        half = self.chance.random(len(self.rows)) < 0.5
        for day in self.chance.permutation(sorted(self.rows["decided_at"].unique())):
            of_day = self.rows["decided_at"] == day
            for part in (of_day & half, of_day & ~half):
                if part.any():
                    take(*self.desk, self.name, self.file(self.rows[part]), "add")

    def bring_what_never_was(self) -> None:
        """A batch of other decisions about the same people, taken back."""
        wrong = self.rows.iloc[:9].assign(decision_id=[f"w{at}" for at in range(9)])
        batch = take(*self.desk, self.name, self.file(wrong), "add")
        ingest.retract_batch(*self.desk, ingest.RetractBatch(batch, "wrong"), OFFICER)


@settings(max_examples=6, suppress_health_check=ONE_STORE)
@given(
    seed=st.integers(0, 10**6), steps=st.lists(st.sampled_from(["labels", "wrong", "correct"]), max_size=3, unique=True)
)
def test_any_order_of_batches_sums_people_like_one_pass(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, seed: int, steps: list[str]
) -> None:
    """Days in halves and any order, labels late, a batch taken back, a day corrected: as pandas sums what is left."""
    history = People((sqlite_database, store), tmp_path, seed)
    history.bring_halves()
    for step in steps:
        {"labels": history.bring_labels, "wrong": history.bring_what_never_was, "correct": history.correct_a_day}[
            step
        ]()

    found = sums(*history.desk, history.name)
    pd.testing.assert_frame_equal(found, of_rows(history.rows), check_index_type=False)
    pd.testing.assert_frame_equal(found, sums(*history.desk, history.in_one_pass()))
    assert ingest.rebuild_counts(*history.desk, ingest.RebuildCounts(history.name), OFFICER).equal == {
        history.name: True
    }


def test_a_person_in_two_months_is_two(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Three decisions about one woman in January and one in February: one person each month, 9 and 1 squared."""
    registered(sqlite_database, "churn")
    rows = "1,2026-01-01,1,anna,F\n2,2026-01-09,1,anna,F\n3,2026-01-30,0,anna,F\n4,2026-02-01,0,anna,F\n"
    take(sqlite_database, store, "churn", written(tmp_path, "a.csv", rows, HEADER))

    found = sums(sqlite_database, store, "churn")
    assert found["subjects"].tolist() == [1, 1]
    assert found["squares"].tolist() == [9, 1]
    assert (found["products"].tolist(), found["chosen"].tolist()) == ([6, 0], [4, 0])


def test_a_new_day_reads_the_rows_of_its_month_only(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """January's rows are gone, and February is summed; with February's gone, March is, and a day of February is not."""
    registered(sqlite_database, "churn")
    take(sqlite_database, store, "churn", written(tmp_path, "a.csv", "1,2026-01-01,1,anna,F\n", HEADER))
    [rows] = (store.root / "batches").rglob("*.parquet")
    rows.unlink()

    take(sqlite_database, store, "churn", written(tmp_path, "b.csv", "2,2026-02-01,1,anna,F\n", HEADER))
    assert sums(sqlite_database, store, "churn")["subjects"].tolist() == [1, 1]
    with pytest.raises(Exception, match="is missing"):
        take(sqlite_database, store, "churn", written(tmp_path, "c.csv", "3,2026-01-02,1,anna,F\n", HEADER))


def test_nobody_is_stored_by_name(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A batch holds 32 hexadecimal digits of a digest, the same in every batch; no file of the store holds the name."""
    registered(sqlite_database, "churn")
    take(sqlite_database, store, "churn", written(tmp_path, "a.csv", "1,2026-01-01,1,anna.smith,F\n", HEADER))
    take(sqlite_database, store, "churn", written(tmp_path, "b.csv", "2,2026-01-02,1,anna.smith,F\n", HEADER))

    batches = list((store.root / "batches").rglob("*.parquet"))
    who = {value for path in batches for value in pq.read_table(path)["subject"].to_pylist()}
    assert len(who) == 1
    assert {len(one) for one in who} == {32}
    assert all(b"anna" not in path.read_bytes() for path in store.root.rglob("*") if path.is_file())


def test_a_log_without_the_column_beside_one_with_it(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Decisions of a batch without the column name nobody, are people of their own, and are counted as such."""
    registered(sqlite_database, "churn")
    take(sqlite_database, store, "churn", written(tmp_path, "a.csv", "1,2026-01-01,1,1,F\n2,2026-01-02,0,,M\n"))
    assert store.subject_sums(sqlite_database, "churn").empty

    rows = "3,2026-01-03,1,anna,F\n4,2026-01-04,0,anna,F\n"
    take(sqlite_database, store, "churn", written(tmp_path, "b.csv", rows, HEADER))
    found = sums(sqlite_database, store, "churn").xs("sex", level="attribute").droplevel("month")
    assert found.loc["F"].to_dict() == {
        "subjects": 2, "decided": 3, "squares": 5, "products": 3, "chosen": 2, "selected": 2, "unnamed": 1
    }  # fmt: skip
    assert found.loc["M", ["subjects", "unnamed"]].tolist() == [1, 1]


def test_rare_groups_are_folded_as_the_counts_are(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Of fourteen values two are `other (2 values)`, in the counts and among people; who is in both is one person."""
    registered(sqlite_database, "churn")
    rows = "".join(f"{at},2026-01-01,1,p{at},g{at // 2:02}\n" for at in range(24))
    rows += "x,2026-01-01,1,anna,rare\ny,2026-01-02,0,anna,rarer\n"
    take(sqlite_database, store, "churn", written(tmp_path, "a.csv", rows, HEADER))

    found = sums(sqlite_database, store, "churn").droplevel("month").loc["sex"]
    counted = store.single_counts(sqlite_database, use_cases=["churn"])
    assert set(found.index) == set(counted["group"])
    assert found.loc["other (2 values)", ["subjects", "decided", "squares"]].tolist() == [1, 2, 4]


def test_a_backup_takes_everything_that_a_row_names(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Cells and sums over people are files of their own, and are among those that a backup copies."""
    registered(sqlite_database, "churn")
    take(sqlite_database, store, "churn", written(tmp_path, "a.csv", "1,2026-01-01,1,anna,F\n", HEADER))
    there = {str(path.relative_to(store.root)) for path in store.root.rglob("*.parquet")}
    assert set(named_files(sqlite_database)) == there
    assert {name.split("/")[0] for name in there} == {"batches", "cells", "counts"}


def test_a_registry_file_names_a_log_with_people(tmp_path: Path) -> None:
    """Without a store the log of a registry file gives the same sums, so that `check` widens as the store does."""
    written(tmp_path, "a.csv", "1,2026-01-01,1,anna,F\n2,2026-01-09,0,anna,F\n3,2026-01-09,0,,F\n", HEADER)
    one = Registry(
        use_cases=[{"id": "churn", "title": "Churn"}], logs={"decisions": [{"use_case": "churn", "path": "a.csv"}]}
    )
    with file_practice(one, tmp_path, load_settings(), date(2026, 1, 31)) as practice:
        found = practice.windows.facts(charter(clause(RATIO)), ["churn"], date(2026, 1, 31))
    [row] = found.people[90].to_dict("records")
    assert (row["group"], row["decided"], row["unnamed"]) == ("F", 3, 1)
    assert row["most_effect"] == pytest.approx(5 / 3)
    assert count_log(written(tmp_path, "b.csv", "1,2026-01-01,1,,F\n"))[2].empty
