"""Like-for-like comparison: Mantel-Haenszel by hand, against statsmodels, and in a reversal."""

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.fairness import compare


def strata(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    """Counts from (group, stratum, selected, n)."""
    frame = pd.DataFrame(rows, columns=["group", "channel", "selected", "n"]).assign(cell="a")
    return frame.assign(undecided=0, labelled=0, tp=0, fp=0, fn=0, tn=0)


REVERSAL = strata(("F", "phone", 80, 400), ("M", "phone", 15, 100), ("F", "web", 75, 100), ("M", "web", 280, 400))


def test_reversal_by_stratum() -> None:
    """F is ahead on each channel by 5 points and behind over all: the sign turns, and both values are shown."""
    row = compare(REVERSAL, by=["cell"], metric="selection_rate_gap", within="channel", reference="M").iloc[0]
    assert row["value"] == pytest.approx(0.05)
    assert row["crude"] == pytest.approx(155 / 500 - 295 / 500)
    assert row["reversed"]
    assert row["strata"] == 2


def test_one_stratum_is_the_crude_comparison() -> None:
    """With a single stratum value and limits equal the crude ones."""
    frame = strata(("F", "x", 30, 90), ("M", "x", 50, 120))
    for metric in ("selection_rate_gap", "selection_rate_ratio"):
        row = compare(frame, by=["cell"], metric=metric, within="channel").iloc[0]
        assert tuple(row[["value", "low", "high"]]) == pytest.approx(tuple(row[["crude", "crude_low", "crude_high"]]))


@pytest.mark.filterwarnings("ignore")  # statsmodels imports what warns
def test_ratio_equals_statsmodels() -> None:
    """The pooled risk ratio equals statsmodels' StratifiedTable."""
    tables = pytest.importorskip("statsmodels.stats.contingency_tables")
    pooled = tables.StratifiedTable([[[80, 320], [15, 85]], [[75, 25], [280, 120]]]).riskratio_pooled
    row = compare(REVERSAL, by=["cell"], metric="selection_rate_ratio", within="channel", reference="M").iloc[0]
    assert row["value"] == pytest.approx(pooled)


def test_strata_without_both_groups_do_not_count() -> None:
    """A stratum with one group only adds nothing; if there is no other, the value says why it does not exist."""
    extra = pd.concat([REVERSAL, strata(("F", "shop", 1, 900))])
    plain, more = (
        compare(frame, by=["cell"], metric="selection_rate_gap", within="channel", reference="M").iloc[0]
        for frame in (REVERSAL, extra)
    )
    assert more["value"] == pytest.approx(plain["value"])
    apart = strata(("F", "phone", 5, 10), ("M", "web", 5, 10))
    row = compare(apart, by=["cell"], metric="selection_rate_gap", within="channel").iloc[0]
    assert np.isnan(row["value"])
    assert row["undefined"] == "no stratum holds both groups"


def test_coverage_within_strata() -> None:
    """Three strata of different rates: the 95 % interval of the common gap holds it in 93 to 98 of 100 draws."""
    draws, worlds = np.random.default_rng(3), 1500
    n = np.tile([40, 90, 60, 200, 50, 150], worlds)
    p = np.tile([0.15, 0.1, 0.35, 0.3, 0.65, 0.6], worlds)
    frame = pd.DataFrame({"cell": np.repeat(np.arange(worlds), 6), "group": np.tile(list("FM"), worlds * 3), "n": n})
    frame = frame.assign(channel=np.tile(np.repeat(list("abc"), 2), worlds), selected=draws.binomial(n, p))
    frame = frame.assign(undecided=0, labelled=0, tp=0, fp=0, fn=0, tn=0)
    result = compare(frame, by=["cell"], metric="selection_rate_gap", within="channel")
    assert 0.93 < np.mean((result["low"] <= 0.05) & (result["high"] >= 0.05)) < 0.98


@pytest.mark.parametrize(
    ("metric", "within", "together"),
    [
        ("demographic_parity_difference", 0.05, 295 / 500 - 155 / 500),
        ("demographic_parity_ratio", (15 / 100 + 280 / 400) / (80 / 400 + 75 / 100), 155 / 295),
    ],
)
def test_over_all_groups_the_crude_value_stands_beside(metric: str, within: float, together: float) -> None:
    """The widest gap like for like, and what all decisions together say, with the interval that they have alone."""
    row = compare(REVERSAL, by=["cell"], metric=metric, within="channel").iloc[0]
    alone = compare(REVERSAL, by=["cell"], metric=metric).iloc[0]
    assert row["value"] == pytest.approx(within)
    assert row["crude"] == pytest.approx(together)
    assert tuple(row[["crude", "crude_low", "crude_high"]]) == pytest.approx(tuple(alone[["value", "low", "high"]]))
