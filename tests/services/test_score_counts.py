"""Score histograms of the store: the same whatever order batches come in, and as exact as is said."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.visible_scores import score_counts
from dashboard.domain.facts import DecisionFacts
from dashboard.domain.score_histograms import MOST_VALUES, Histogram, auc, histogram
from dashboard.errors import StoreUnusable
from dashboard.services import ingest, new_cells
from dashboard.services.screens.scores import load_scores
from dashboard.services.sources import Sources
from dashboard.services.stored_facts import read_practice
from dashboard.settings import load_settings
from tests.assessing import assessed, case, charter, clause, registry
from tests.services.test_cells import OFFICER, label, log_of, registered, take, written

HEADER = "decision_id,decided_at,selected,label,score,a_sex\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def of_group(counts: pd.DataFrame, attribute: str, group: str) -> Histogram:
    """The histogram of one group."""
    return histogram(counts[(counts["attribute"] == attribute) & (counts["group"] == group)])


def test_scores_are_counted_by_group_and_outcome(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Four decisions by hand: a month, a group, a score, an outcome each; undecided ones have no known label."""
    registered(sqlite_database, "churn")
    rows = "1,2026-01-01,1,1,0.9,F\n2,2026-01-02,0,0,0.2,F\n3,2026-01-02,,1,0.2,F\n"
    rows += "4,2026-02-02,0,,0.2,\n5,2026-02-02,0,0,,F\n"
    take(sqlite_database, store, "churn", written(tmp_path, "a.csv", rows, HEADER))
    counts = score_counts(sqlite_database, store, "churn")
    women = of_group(counts, "sex", "F")
    assert women.values.tolist() == [0.2, 0.9]
    assert (women.positive.tolist(), women.negative.tolist(), women.unlabelled.tolist()) == ([0, 1], [1, 0], [1, 0])
    assert of_group(counts, "sex", "(not recorded)").people.tolist() == [1]
    assert counts[counts["attribute"] == ""]["rows"].sum() == 4


@pytest.mark.parametrize("seed", range(3))
def test_any_order_of_batches_and_late_labels_counts_like_one_pass(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, seed: int
) -> None:
    """Days one by one, labels late, a day replaced, a batch taken back: the same counts as one file of what is left."""
    draws, log = np.random.default_rng(seed), log_of(seed)
    log = log.assign(score=draws.random(len(log)).round(2))
    late = log.sample(frac=0.5, random_state=seed)[["decision_id"]].assign(label="1")
    name, whole = f"parts-{seed}", f"whole-{seed}"
    registered(sqlite_database, name)
    registered(sqlite_database, whole)
    days = sorted(log["decided_at"].unique())
    for day in draws.permutation(days):
        take(sqlite_database, store, name, csv(tmp_path, log[log["decided_at"] == day]))
    label(sqlite_database, store, name, csv(tmp_path, late))
    extra = log.iloc[:5].assign(decision_id=[f"x{at}" for at in range(5)], decided_at="2026-03-01")
    batch = take(sqlite_database, store, name, csv(tmp_path, extra))
    ingest.retract_batch(sqlite_database, store, ingest.RetractBatch(batch, "wrong"), OFFICER)
    corrected = log[log["decided_at"] == days[0]].assign(score=0.5)
    take(sqlite_database, store, name, csv(tmp_path, corrected), "replace")
    left = pd.concat([log[log["decided_at"] != days[0]], corrected])
    left.loc[left["decision_id"].isin(late["decision_id"]), "label"] = "1"
    take(sqlite_database, store, whole, csv(tmp_path, left))
    one, other = (ordered(score_counts(sqlite_database, store, of)) for of in (name, whole))
    pd.testing.assert_frame_equal(one, other)
    assert one[one["attribute"] == "sex"]["rows"].sum() == len(log)


def csv(folder: Path, rows: pd.DataFrame) -> Path:
    """The rows as a new file."""
    path = folder / f"{len(list(folder.glob('*.csv')))}.csv"
    rows.to_csv(path, index=False)
    return path


def ordered(counts: pd.DataFrame) -> pd.DataFrame:
    """Sorted by everything, so that two can be compared."""
    return counts.sort_values(list(counts.columns)).reset_index(drop=True)


def test_many_distinct_scores_become_bins_with_a_bound_that_holds(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Three thousand distinct scores in two batches: at most a thousand bins, and the exact AUC within the bound."""
    registered(sqlite_database, "churn")
    draws = np.random.default_rng(1)
    truth = (draws.random(3000) < 0.4).astype(int)
    score = np.clip(draws.random(3000) * 0.8 + 0.2 * truth, 0, 1)
    log = pd.DataFrame({
        "decision_id": range(3000), "decided_at": "2026-01-05", "selected": 1, "label": truth, "score": score,
        "a_sex": "F",
    })  # fmt: skip
    take(sqlite_database, store, "churn", csv(tmp_path, log.iloc[:2500]))
    take(sqlite_database, store, "churn", csv(tmp_path, log.iloc[2500:]), "add")
    found = of_group(score_counts(sqlite_database, store, "churn"), "sex", "F")
    assert found.width == 2**-9
    assert len(found.values) <= MOST_VALUES
    assert found.people.sum() == 3000
    exact, binned = auc(Histogram.of(score, truth), 0.95), auc(found, 0.95)
    assert 0 < binned.bound < 0.002
    assert abs(exact.value - binned.value) <= binned.bound


def test_changed_scores_are_named_and_never_read(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Scores with other bytes than were recorded are refused."""
    registered(sqlite_database, "churn")
    take(sqlite_database, store, "churn", written(tmp_path, "a.csv", "1,2026-01-01,1,1,0.5,F\n", HEADER))
    [scores] = (store.root / "scores").rglob("*.parquet")
    scores.write_bytes(scores.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreUnusable, match=r"The scores of a batch of churn was changed after it was recorded"):
        score_counts(sqlite_database, store, "churn")


def test_a_log_without_scores_has_none(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Where no score was logged there is nothing, and no file is made."""
    registered(sqlite_database, "churn")
    take(sqlite_database, store, "churn", written(tmp_path, "a.csv", "1,2026-01-01,1,1,F\n"))
    assert score_counts(sqlite_database, store, "churn").empty
    assert not (store.root / "scores").exists()


def test_a_page_gets_each_group_with_its_curves(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Sixty women are shown; four men are withheld, and twenty others with them: the total would give the men away.

    Months before the window are not read.
    """
    registered(sqlite_database, "churn")
    log = pd.DataFrame({
        "decision_id": range(124), "decided_at": ["2026-01-05"] * 84 + ["2025-01-05"] * 40, "selected": 1,
        "label": [0, 1] * 62, "score": [0.25, 0.75] * 62, "a_sex": ["F"] * 60 + ["M"] * 4 + ["X"] * 20 + ["F"] * 40,
    })  # fmt: skip
    take(sqlite_database, store, "churn", csv(tmp_path, log))
    settings = load_settings()
    sources = Sources(sqlite_database, load_charter(settings.charter), None, store.root, date(2026, 1, 31))
    found = load_scores(sources, "churn", "sex", since=date(2026, 1, 1))
    assert found.withheld == ("M", "X")
    [women] = found.groups
    assert (women.group, women.n, women.auc.value, women.width) == ("F", 60, 1.0, 0.0)
    assert women.false_positives.value == pytest.approx(0.25)
    assert women.error == pytest.approx(0.25)
    assert women.roc["true_positive_rate"].to_list() == [0, 1, 1]
    assert women.calibration["share"].to_list() == [0, 1]


def test_bins_of_few_people_are_withheld_as_groups_are(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path
) -> None:
    """Of bins of 40, 20 and 3 people only the 40 are told: the group's total would give the 3 away beside the 20."""
    registered(sqlite_database, "churn")
    scores = [0.25] * 40 + [0.75] * 20 + [0.95] * 3
    log = pd.DataFrame({"decision_id": range(63), "decided_at": "2026-01-05", "selected": 1, "score": scores})
    log["label"], log["a_sex"] = [number % 2 for number in range(63)], "F"
    take(sqlite_database, store, "churn", csv(tmp_path, log))
    sources = Sources(sqlite_database, load_charter(load_settings().charter), None, store.root, date(2026, 1, 31))

    [women] = load_scores(sources, "churn", "sex").groups

    assert women.calibration["n"].to_list() == [40]
    assert women.n == 63


@pytest.mark.parametrize(("shift", "expected"), [(0.0, "compliant"), (0.45, "non_compliant")])
def test_a_charter_judges_by_the_scores_of_the_store(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, shift: float, expected: str
) -> None:
    """What an assessment reads of stored scores decides: ranked alike is kept, ranked worse for one group is broken."""
    draws, people = np.random.default_rng(11), 4000
    frame = pd.DataFrame({"decision_id": np.arange(people), "a_sex": draws.choice(["F", "M"], people)})
    frame["label"], frame["selected"], frame["decided_at"] = draws.integers(0, 2, people), 1, "2026-03-02"
    weight = np.where(frame["a_sex"] == "F", 0.6 - shift, 0.6)
    frame["score"] = (draws.random(people) * 0.4 + weight * frame["label"]).round(2)
    registered(sqlite_database, "churn")
    take(sqlite_database, store, "churn", csv(tmp_path, frame))
    as_of = date(2026, 3, 10)
    check = {"fairness": "auc_gap", "between": [-0.1, 0.1], "window": "30d", "min_group": 200}
    promise = charter(clause({**check, "attributes": ["sex"]}))
    counted = read_practice(sqlite_database, store).windows.facts(promise, ["churn"], as_of)
    log = DecisionFacts(scores={30: counted.scores[30]}, first_day=counted.first_day, last_day=counted.last_day)
    found, _ = assessed(promise, registry(case(id="churn", protected_attributes={"sex": "collected"})),
                        as_of=as_of, log=log)  # fmt: skip
    assert found.use_cases.says(0, 0)[0].value == expected


def test_batches_from_before_scores_were_counted_are_counted_from_their_rows(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older batch with scores in its rows, late labels included, counts like one taken in today; none stays none."""
    log = log_of(5)
    log = log.assign(score=np.random.default_rng(5).random(len(log)).round(2))
    late = log.sample(frac=0.5, random_state=1)[["decision_id"]].assign(label="1")
    for name in ("old", "new", "never"):
        registered(sqlite_database, name)
    with monkeypatch.context() as before:
        before.setattr(new_cells, "write_scores", lambda *_, **__: False)
        take(sqlite_database, store, "old", csv(tmp_path, log))
        label(sqlite_database, store, "old", csv(tmp_path, late))
    take(sqlite_database, store, "new", csv(tmp_path, log))
    label(sqlite_database, store, "new", csv(tmp_path, late))
    take(sqlite_database, store, "never", csv(tmp_path, log.drop(columns="score")))
    old, new = (ordered(score_counts(sqlite_database, store, name)) for name in ("old", "new"))
    assert len(new) > 20
    pd.testing.assert_frame_equal(old, new)
    assert score_counts(sqlite_database, store, "never").empty
