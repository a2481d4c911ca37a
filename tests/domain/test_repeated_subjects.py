"""Repeated subjects: the design effect by hand, and what coverage is with it and without."""

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.fairness import compare, group_rates
from dashboard.domain.intervals import wilson, z
from dashboard.domain.repeated_subjects import (
    Spread,
    cautious_effect,
    design_effect,
    effects_of,
    spread_of,
    subject_sums,
)


def test_kish_by_hand() -> None:
    """40 people with 1 decision and 10 with 6: sum n² / sum n = 400 / 100 = 4."""
    n = np.array([1.0] * 40 + [6.0] * 10)
    assert cautious_effect(spread_of(n, n)) == 4.0


def test_one_decision_each_changes_nothing() -> None:
    """Where nobody comes twice the effect is 1, and so is an interval's width."""
    k = np.array([0.0, 1.0] * 50)
    assert design_effect(spread_of(np.ones(100), k), 50) == pytest.approx(1.0)


def test_the_same_answer_every_time_is_the_bound() -> None:
    """60 people with 5 decisions each that are always alike: 300 decisions are worth 60."""
    n, k = np.full(60, 5.0), np.array([0.0, 5.0] * 30)
    assert design_effect(spread_of(n, k), 150) == pytest.approx(5.0)


def test_independent_decisions_cost_little() -> None:
    """Decisions about the same people that have nothing to do with each other have an effect near 1, not Kish's 5."""
    n, k = np.full(2000, 5.0), np.random.default_rng(1).binomial(5, 0.4, 2000).astype(float)
    assert design_effect(spread_of(n, k), k.sum()) == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("selected", [0, 300])
def test_few_subjects_or_one_outcome_take_the_bound(selected: int) -> None:
    """Everybody or nobody selected, or fewer than 30 subjects: the spread tells nothing, so the bound is taken."""
    assert design_effect(Spread(60, 300, 1500, 0, 0), selected) == 5.0
    assert design_effect(Spread(6, 30, 150, 75, 40), 15) == 5.0


def test_sums_over_subjects() -> None:
    """A subject's decisions are summed by group; a decision without a subject is a person of its own."""
    rows = pd.DataFrame({"group": list("FFFFM"), "subject": ["x", "x", None, None, "x"], "selected": [1, 1, 0, 1, 0]})
    sums = subject_sums(rows.assign(n=1), ["group"]).set_index("group")
    assert sums.loc["F"].tolist() == [3, 4, 6, 5, 5, 3]
    assert sums.loc["M"].tolist() == [1, 1, 1, 0, 0, 0]


def test_the_interval_is_that_of_fewer_decisions() -> None:
    """With an effect of 4 the limits of 40 of 100 are Wilson's of 10 of 25, and value and n stay."""
    frame = pd.DataFrame({"group": ["a"], "n": [100], "selected": [40], "effect": [4.0], "most_effect": [4.0]})
    row = group_rates(frame.assign(undecided=0, labelled=0, tp=0, fp=0, fn=0, tn=0)).iloc[0]
    low, high = wilson(10, 25, z(0.95))
    assert (row["selection_rate"], row["n"]) == (0.4, 100)
    assert (row["selection_rate_low"], row["selection_rate_high"]) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.slow
@pytest.mark.parametrize(("people", "often", "alike"), [(60, 3.0, 0.3), (200, 5.0, 0.5), (400, 8.0, 0.1)])
def test_coverage_with_and_without(people: int, often: float, alike: float) -> None:
    """The 95 % interval of a gap holds it in 93 to 98 of 100 worlds with the effect; without it in fewer than 88.

    `alike` is the correlation of two decisions about one person.
    """
    draws, worlds, p, q = np.random.default_rng(31), 2000, 0.4, 0.3
    parts = []
    for group, rate in (("a", p), ("b", q)):
        n = 1 + draws.poisson(often - 1, (worlds, people))
        own = draws.beta(rate * (1 / alike - 1), (1 - rate) * (1 / alike - 1), (worlds, people))
        rows = pd.DataFrame({
            "cell": np.repeat(np.arange(worlds), people), "subject": np.tile(np.arange(people), worlds),
            "n": n.ravel(), "selected": draws.binomial(n, own).ravel(),
        })  # fmt: skip
        sums = subject_sums(rows, ["cell"])
        effects = effects_of(sums).assign(group=group, n=sums["decided"], selected=sums["selected"])
        parts.append(effects.assign(undecided=0, labelled=0, tp=0, fp=0, fn=0, tn=0))
    frame = pd.concat(parts)
    held = {
        name: compare(counts, by=["cell"], metric="selection_rate_gap", reference="b")
        for name, counts in (("with", frame), ("without", frame.drop(columns=["effect", "most_effect"])))
    }
    share = {name: float(((row["low"] <= p - q) & (row["high"] >= p - q)).mean()) for name, row in held.items()}
    print(f"\n{people} people, {often} decisions each, alike {alike}: {share}")  # noqa: T201  # what it is read for
    assert 0.93 <= share["with"] <= 0.98
    assert share["without"] < 0.88
