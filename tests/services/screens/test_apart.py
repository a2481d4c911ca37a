"""Measures of scores on the Fairness page, from scores that were really taken in."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.score_histograms import Histogram, auc
from dashboard.services.screens.compared import LIKE, Asked, load_compared
from dashboard.services.screens.counts import load_counts
from dashboard.services.screens.crossed import load_crossed
from dashboard.services.screens.explorer import load_explorer
from dashboard.services.screens.fairness_choices import load_bases
from dashboard.services.screens.like_for_like import load_like_for_like
from dashboard.services.screens.month_heat import load_month_heat
from dashboard.services.screens.one_group import load_one_group
from dashboard.services.screens.subgroups import load_subgroups
from dashboard.services.screens.trend import Against
from dashboard.services.sources import Sources
from tests.services.test_cells import registered, take

DAY = date(2026, 3, 27)


@pytest.fixture
def rows() -> pd.DataFrame:
    """Two months of decisions; the score ranks F worse than M."""
    draws, people = np.random.default_rng(4), 2000
    frame = pd.DataFrame({"decision_id": np.arange(people), "a_sex": draws.choice(["F", "M", "M"], people)})
    frame["decided_at"] = draws.choice(["2026-02-10", "2026-03-10"], people)
    frame["a_age"], frame["s_channel"] = draws.choice(["old", "young"], people), draws.choice(["web", "phone"], people)
    frame["label"], frame["selected"] = draws.integers(0, 2, people), draws.integers(0, 2, people)
    told = np.where(frame["a_sex"] == "F", 0.1, 0.5) * frame["label"]
    return frame.assign(score=(0.5 * draws.random(people) + told).round(2))


@pytest.fixture
def sources(
    sqlite_database: Database, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: pd.DataFrame
) -> Sources:
    """One use case with scores, one without."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    store = DecisionStore(tmp_path / "decisions")
    for name, log in (("scored", rows), ("plain", rows.drop(columns="score"))):
        registered(sqlite_database, name)
        log.to_csv(tmp_path / f"{name}.csv", index=False)
        take(sqlite_database, store, name, tmp_path / f"{name}.csv")
    return Sources(sqlite_database, load_charter(root / "charter" / "charter.yaml"), None, store.root, DAY)


@pytest.mark.parametrize("metric", ["auc_gap", "auc_difference", "auc_group_min"])
def test_measures_of_scores_can_be_picked_where_there_are_scores(sources: Sources, metric: str) -> None:
    """With scores each can be picked and has a value; without, the page falls back to a measure of decisions."""
    found = {}
    for name in ("scored", "plain"):
        here = load_compared(sources, load_counts(sources, name), Asked(name, "sex", metric))
        assert here is not None
        found[name] = here
    assert found["scored"].metric == metric
    assert found["scored"].found["value"].notna().all()
    assert metric not in found["plain"].choices.metrics
    assert found["plain"].metric != metric
    assert load_bases(sources) == {"decisions", "scores"}


def test_groups_and_months_are_those_of_the_rows(sources: Sources, rows: pd.DataFrame) -> None:
    """The share shown of a group is its AUC; the newest month of the trend is the gap in that month's rows."""
    here = load_compared(sources, load_counts(sources, "scored"), Asked("scored", "sex", "auc_gap"))
    assert here is not None
    shown = {line.group: line for line in load_explorer(sources, here, "Scored").lines}
    exact = {name: auc(Histogram.of(part["score"], part["label"]), 0.95).value for name, part in rows.groupby("a_sex")}
    assert shown["M"].rate == f"{100 * exact['M']:.1f} %"
    assert shown["F"].value == pytest.approx(exact["F"] - exact["M"])
    assert shown["F"].compared == f"{exact['F'] - exact['M']:.3f}".replace("-", "−")
    one = load_one_group(sources, here, Against("F", "M"))
    newest = {name: auc(Histogram.of(part["score"], part["label"]), 0.95).value
              for name, part in rows[rows["decided_at"] == "2026-03-10"].groupby("a_sex")}  # fmt: skip
    assert one.trend is not None
    assert one.trend.points[-1].value == pytest.approx(newest["F"] - newest["M"])
    assert one.watching is None
    assert one.sure is not None


def test_what_scores_are_not_counted_by_falls_back(sources: Sources) -> None:
    """Crossed attributes and strata are answered by a single attribute and all together; deeper parts stay empty."""
    counts = load_counts(sources, "scored")
    crossing = counts.joint.loc[counts.joint["attribute"].str.contains("×"), "attribute"].iloc[0]
    here = load_compared(sources, counts, Asked("scored", crossing, "auc_gap", within=LIKE))
    assert here is not None
    assert here.attribute in ("age", "sex")
    assert here.within == ""
    assert load_crossed(sources, here) is None
    assert load_month_heat(sources, counts, "auc_gap") is None
    assert load_subgroups(sources, "scored", "auc_gap") is None
    assert load_like_for_like(sources, here) is None
