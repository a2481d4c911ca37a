"""`fairness FILE --amount`: gaps and ratios of means, crossed attributes, and people who come again."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy import stats

from dashboard.cli import cli
from dashboard.domain.amount_sums import sums_of
from dashboard.domain.mean_gaps import group_means
from dashboard.domain.repeated_amounts import widened_sums


@pytest.fixture
def prices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """300 quotes: M pay about 100, F about 110."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    draws, numbers = np.random.default_rng(6), np.arange(300)
    sex, age = np.where(numbers % 3, "M", "F"), np.where(numbers % 2, "old", "young")
    price = (100 + 10 * (sex == "F") + draws.normal(0, 20, 300)).round(2)
    return pd.DataFrame({"who": numbers, "sold": numbers % 2, "sex": sex, "age": age, "price": price})


def said(folder: Path, rows: pd.DataFrame, *options: str) -> Any:
    """What the command says of the amounts, as JSON."""
    path = folder / "prices.csv"
    rows.to_csv(path, index=False)
    asked = ("--decision", "sold", "--favourable", "1", "--attribute", "sex", "--amount", "price", *options)
    done = CliRunner().invoke(cli, ["fairness", str(path), *asked, "--format", "json"], catch_exceptions=False)
    assert done.exit_code in {0, 1}, done.output
    return json.loads(done.output)["amounts"]


def of(found: Any, metric: str, group: str) -> dict[str, Any]:
    """One comparison."""
    return next(row for row in found["measurements"] if (row["metric"], row["group"]) == (metric, group))


def fieller(one: pd.Series, other: pd.Series) -> tuple[float, float]:
    """Where the ratio r solves (a - r b)² = t² (se a² + r² se b²), with t of each mean's own degrees of freedom."""
    a, b, va, vb = one.mean(), other.mean(), one.sem() ** 2, other.sem() ** 2
    ta, tb = (stats.t.ppf(0.975, len(side) - 1) for side in (one, other))
    roots = np.roots([b * b - tb**2 * vb, -2 * a * b, a * a - ta**2 * va])
    return float(roots.min()), float(roots.max())


def test_the_ratio_stands_beside_the_gap(tmp_path: Path, prices: pd.DataFrame) -> None:
    """100 F against 200 M: Fieller's interval as its quadratic has it; with too few there is none."""
    found = said(tmp_path, prices)
    female, male = (prices.loc[prices["sex"] == sex, "price"] for sex in "FM")
    ratio = of(found, "mean_ratio", "F")
    assert ratio["value"] == pytest.approx(female.mean() / male.mean())
    assert (ratio["low"], ratio["high"]) == pytest.approx(fieller(female, male), rel=1e-6)
    assert (ratio["n"], ratio["n_reference"], ratio["reference"]) == (100, 200, "M")
    assert of(found, "mean_gap", "F")["value"] == pytest.approx(female.mean() - male.mean())
    few = of(said(tmp_path, prices, "--min-group", "150"), "mean_ratio", "F")
    assert few["value"] is None
    assert few["undefined"].startswith("too few: 100 amounts on one side")


def test_crossed_attributes_have_both(tmp_path: Path, prices: pd.DataFrame) -> None:
    """50 young F against the 100 old M, the largest crossed group by name."""
    found = said(tmp_path, prices, "--attribute", "age", "--intersect")
    for metric in ("mean_gap", "mean_ratio"):
        row = of(found, metric, "F × young")
        assert (row["n"], row["reference"]) == (50, "M × old")


def test_people_who_come_three_times_prove_what_they_prove_once(tmp_path: Path, prices: pd.DataFrame) -> None:
    """Every row three times: with --subject the intervals are those of the rows once, without far narrower."""
    thrice = pd.concat([prices] * 3)
    once, plain, named = said(tmp_path, prices), said(tmp_path, thrice), said(tmp_path, thrice, "--subject", "who")
    for metric in ("mean_gap", "mean_ratio"):
        one, wrong, right = (of(found, metric, "F") for found in (once, plain, named))
        width = one["high"] - one["low"]
        assert right["high"] - right["low"] == pytest.approx(width, rel=0.02)
        assert wrong["high"] - wrong["low"] < 0.7 * width


def test_coverage_where_people_recur() -> None:
    """80 people with one to five amounts each that are mostly alike: 93 to 97 of 100 intervals hold the mean."""
    draws, held, plain = np.random.default_rng(12), [], []
    for _ in range(400):
        who = np.repeat(np.arange(80), draws.integers(1, 6, 80))
        amount = draws.normal(0, 3, 80)[who] + draws.normal(0, 1, len(who))
        rows = pd.DataFrame({"group": "a", "who": who, "amount": amount})
        sums = sums_of(rows, ["group"])
        for wide, hits in ((True, held), (False, plain)):
            found = group_means(widened_sums(sums, rows, ["group"]) if wide else sums).iloc[0]
            hits.append(found["low"] <= 0 <= found["high"])
    assert 0.92 <= np.mean(held) <= 0.975
    assert np.mean(plain) < 0.85
