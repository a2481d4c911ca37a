"""Two models of the store: amounts by model version, crossed attributes, and groups that must not be told."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.services.screens.promotion import Contender
from dashboard.services.screens.two_model_tables import change_table
from dashboard.services.screens.two_models import TwoModels, load_two_models
from dashboard.services.sources import Sources
from tests.assessing import charter, clause
from tests.decided import decide
from tests.services.test_amount_sums import csv, take
from tests.services.test_cells import registered

DAY = date(2026, 3, 27)
PRICE = {"fairness": "mean_gap", "attributes": ["sex"], "between": [-5, 5], "window": "90d", "min_group": 100}
RATIO = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}


def quotes() -> pd.DataFrame:
    """Version 1 asks F for 12 euros more than M, version 2 for as much; 1,000 quotes each."""
    draws, numbers = np.random.default_rng(4), np.arange(2000)
    sex, version = draws.choice(["F", "M", "M"], 2000), np.where(numbers < 1000, "1", "2")
    price = pd.Series((400 + 12 * ((sex == "F") & (version == "1")) + draws.normal(0, 30, 2000)).round(2))
    days = np.where(numbers < 1000, "2026-02-10", "2026-03-10")
    return pd.DataFrame({"decision_id": numbers, "decided_at": days, "model_version": version, "selected": 1,
                         "a_sex": sex, "price": price})  # fmt: skip


def of(found: TwoModels, name: str, group: str) -> pd.Series:
    """One line."""
    rows = found.rows
    return rows[(rows["name"] == name) & (rows["group"] == group)].iloc[0]


def test_amounts_are_compared_by_version(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mean of F falls, by Welch's interval as SciPy has it; the gap closes, and the clause about it flips."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    store, rows = DecisionStore(tmp_path / "decisions"), quotes()
    registered(sqlite_database, "priced")
    take(sqlite_database, store, "priced", csv(tmp_path, rows))
    sources = Sources(sqlite_database, charter(clause(PRICE)), None, store.root, DAY)
    found = load_two_models(sources, Contender("priced", "1"), Contender("priced", "2"), days=20)
    before, after = (rows.loc[(rows["model_version"] == one) & (rows["a_sex"] == "F"), "price"] for one in "12")
    expected = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    mean = of(found, "mean_amount", "F")
    assert mean["change"] == pytest.approx(after.mean() - before.mean())
    assert (mean["low"], mean["high"]) == pytest.approx((expected.low, expected.high), rel=1e-2)
    gap, ratio = of(found, "mean_gap", "F"), of(found, "mean_ratio", "F")
    assert gap["low"] <= gap["change"] <= gap["high"] < 0
    assert ratio["high"] < 0
    assert [(one.champion, one.challenger) for one in found.clauses] == [("non_compliant", "compliant")]
    table = change_table(found).set_index("Measure")
    assert table.loc["Mean amount, EUR", "Champion"].iloc[0] == f"{before.mean():,.3f}"
    assert "Gap of mean amounts (mean gap), EUR" in table.index
    assert "Ratio of mean amounts (mean ratio)" in table.index


@pytest.fixture
def loans(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """Version 1 decided 2,400 times in forty days, version 2 as often; 40 of each are about X."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    store = DecisionStore(tmp_path / "decisions")
    decide(sqlite_database, store, tmp_path, last=DAY)
    return Sources(sqlite_database, charter(clause(RATIO), defaults={"min_display": 50}), None, store.root, DAY)


def test_crossed_groups_are_compared_and_small_ones_are_not_told(loans: Sources) -> None:
    """X is withheld, M with it, so that X is not the rest; and so are their crossings, which would add up to them."""
    found = load_two_models(loans, Contender("loans", "1"), Contender("loans", "2"), days=40)
    groups = {(row["attribute"], row["group"]) for row in found.rows.to_dict("records") if row["group"]}
    assert groups == {("sex", "F"), ("age", "25-34"), ("age", "65+"), ("sex × age", "F × 25-34"),
                      ("sex × age", "F × 65+")}  # fmt: skip
    assert {"sex X", "sex M", "sex × age M × 65+", "sex × age X × 65+"} <= set(found.left_out)
    change = of(found, "selection_rate", "F × 65+")
    assert change["low"] <= change["change"] <= change["high"]
    alone = load_two_models(loans, Contender("loans", "1"), Contender("loans", "2"), days=40, attribute="sex × age")
    assert set(alone.rows["attribute"]) == {"sex × age"}
