"""A charter may promise that amounts differ little between groups: Welch's interval decides, on numbers of amounts."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from dashboard.domain.amount_sums import Valued, sums_of
from dashboard.domain.amounts_decided import as_counts
from dashboard.domain.charter_rules import contradictions
from dashboard.domain.decision_facts import DecisionFacts
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.fairness import compare, group_rates
from tests.assessing import AS_OF, charter, clause, verdict, words
from tests.domain.compared import COLLECTED

PRICE = {"fairness": "mean_gap", "attributes": ["sex"], "between": [-5, 5], "window": "90d", "min_group": 200}


def amounts(mean: float, people: int, spread: float = 10.0) -> np.ndarray[Any, np.dtype[np.float64]]:
    """That many amounts with exactly this mean, half of them above and half below it."""
    return mean + spread * np.where(np.arange(people) % 2, 1.0, -1.0)


def sums(**groups: np.ndarray[Any, np.dtype[np.float64]]) -> pd.DataFrame:
    """Counts of one cell."""
    rows = pd.concat([pd.DataFrame({"group": name, "amount": values}) for name, values in groups.items()])
    return as_counts(sums_of(rows, ["group"]))


def log(days: int = 0, **groups: np.ndarray[Any, np.dtype[np.float64]]) -> DecisionFacts:
    """What a charter that judges by amounts reads of these people, all decided so many days ago."""
    parts = [pd.DataFrame({"attribute": "sex", "group": name, "amount": one}) for name, one in groups.items()]
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=["attribute", "group", "amount"])
    held = sums_of(rows, ["attribute", "group"]).assign(day=AS_OF - timedelta(days=days))
    day, counts = pd.Timestamp(AS_OF), ("n", "undecided", "selected", "labelled", "tp", "fp", "fn", "tn")
    singles = pd.DataFrame({"use_case": ["u"], "day": [day], "attribute": ["sex"], "group": ["M"]})
    windows = DecisionWindows(
        singles.assign(**dict.fromkeys(counts, 0)),
        pd.DataFrame(columns=["use_case", "month", "attribute", "group", "stratum", *counts]),
        amounts=lambda use_case: Valued(held if use_case == "u" else held[:0], "EUR"),
    )
    return windows.facts(charter(clause(PRICE)), ["u"], AS_OF)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_the_interval_is_welchs(confidence: float) -> None:
    """Value and limits are those of SciPy's test of two means with different variances, but for whole degrees."""
    draws = np.random.default_rng(3)
    one, two = draws.normal(100, 5, 300), draws.normal(103, 30, 400)
    row = compare(sums(F=one, M=two), by=[], metric="mean_gap", confidence=confidence).iloc[0]
    theirs = stats.ttest_ind(one, two, equal_var=False).confidence_interval(confidence)
    assert row["value"] == pytest.approx(one.mean() - two.mean())
    assert [row["low"], row["high"]] == pytest.approx([theirs.low, theirs.high], rel=1e-3)
    assert (row["group"], row["reference"], row["denominator"], row["denominator_reference"]) == ("F", "M", 300, 400)


def test_the_mean_of_a_group_has_students_interval() -> None:
    """1, 2, 3, 4: the mean 2.5, and 3.182 standard errors of 0.645 to either side."""
    row = group_rates(sums(F=np.array([1.0, 2.0, 3.0, 4.0])), rates=["mean_amount"]).iloc[0]
    found = [row["mean_amount"], row["mean_amount_low"], row["mean_amount_high"]]
    assert found == pytest.approx([2.5, 2.5 - 2.054, 2.5 + 2.054], abs=0.02)


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        ([1.0], [1.0, 2.0], "one amount alone in group F"),
        ([4.0, 4.0], [5.0, 5.0, 5.0], "no amount differs in either group"),
    ],
)
def test_a_gap_that_cannot_be_told_has_a_reason(one: list[float], two: list[float], why: str) -> None:
    """One amount says nothing of how amounts differ, nor do amounts that are all the same."""
    row = compare(sums(F=np.array(one), M=np.array(two)), by=[], metric="mean_gap").iloc[0]
    assert row["undefined"] == why
    assert np.isnan(row["value"])


@pytest.mark.parametrize(
    ("women", "expected"),
    [
        (amounts(101, 1000), "compliant"),
        (amounts(110, 1000), "non_compliant"),
        (amounts(106, 300), "watch (point_over)"),
        (amounts(104.5, 300), "not_assessed (undecided)"),
        (amounts(130, 150), "not_assessed (too_few)"),
    ],
)
def test_the_interval_of_the_gap_decides(women: np.ndarray[Any, np.dtype[np.float64]], expected: str) -> None:
    """Inside the band in the unit of the amount, outside, over it unproven, undecided, or with too few amounts."""
    assert verdict(PRICE, COLLECTED, log=log(F=women, M=amounts(100, 4000))) == expected


def test_the_sentence_says_value_interval_number_and_unit() -> None:
    """A gap of 10 euros, from 1,000 amounts."""
    said = words(PRICE, COLLECTED, log=log(F=amounts(110, 1000), M=amounts(100, 4000))).reason
    assert said.startswith("Gap of mean amounts (mean gap), sex F against M: 10.000 (interval 9.3")
    assert "n = 1,000" in said
    assert "the line is between -5 and 5: the whole interval is outside" in said
    assert "Amounts in EUR; decisions without one are left out." in said


def test_what_is_missing_is_told_in_amounts() -> None:
    """150 amounts are fifty short of 200; what is undecided says how many more settle it."""
    said = words(PRICE, COLLECTED, log=log(F=amounts(130, 150), M=amounts(100, 4000))).reason
    assert "Sex F: 150 of the 200 amounts needed, 50 more" in said
    open_ = words(PRICE, COLLECTED, log=log(F=amounts(104.5, 300), M=amounts(100, 4000))).reason
    assert "more amounts of F, the others growing alike, would settle it" in open_


def test_a_log_without_amounts_is_no_data() -> None:
    """Decisions without an amount have no mean; days outside the window do not count."""
    assert verdict(PRICE, COLLECTED, log=log()) == "not_assessed (no_data)"
    assert words(PRICE, COLLECTED, log=log()).reason.startswith("The log of the last 90 days holds no amounts by sex.")
    old = log(days=100, F=amounts(101, 1000), M=amounts(100, 4000))
    assert verdict(PRICE, COLLECTED, log=old) == "not_assessed (no_data)"


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ({**PRICE, "intersections": True}, "crossed attributes for `mean_gap`"),
        ({**PRICE, "within": "product"}, "strata for `mean_gap`"),
        ({**PRICE, "between": {"mean_gap": [-5, 5], "auc_gap": [-0.1, 0.1]}}, "`auc_gap` beside `mean_gap`"),
    ],
)
def test_what_amounts_are_not_summed_by_is_refused(check: dict[str, Any], found: str) -> None:
    """Amounts are summed by single attribute, and look at other people than scores and decisions do."""
    assert [one.found for one in contradictions(charter(clause(check)))] == [found]
