"""How sure we are, in words that hold for the numbers."""

import pandas as pd

from dashboard.domain.counts import COUNTS
from dashboard.domain.fairness import compare
from dashboard.services.screens.sureness import Sure, sure_of
from dashboard.services.screens.terms import Terms
from dashboard.services.screens.trend import Against

RULE = Terms("selection_rate_ratio", 0.8, 1.25, 200, "largest", 0.95, 90, 10)
GAP = Terms("selection_rate_gap", -0.1, 0.1, 200, "largest", 0.95, 90, 10)


def sure(*rows: tuple[str, int, int], terms: Terms = RULE) -> Sure | None:
    """About F against M, in 90 days; group, decisions, favourable ones."""
    counts = pd.DataFrame([(group, n, 0, k, 0, 0, 0, 0, 0) for group, n, k in rows], columns=["group", *COUNTS])
    found = compare(counts.assign(attribute="sex"), by=["attribute"], metric=terms.metric, min_group=terms.min_group)
    return sure_of((counts, pd.DataFrame()), found, terms, Against("F", "M"), days=90)


def test_a_proven_breach_says_so_and_needs_no_more() -> None:
    """6 in 10 against all: the interval, the line, and no forecast."""
    found = sure(("M", 10_000, 5000), ("F", 9000, 2700))

    assert found is not None
    assert found.says.startswith("With 95 % confidence the share of favourable decisions for F is between 0.5")
    assert "times that of M (measured 0.60): all of it lies outside the charter's line of 0.80 to 1.25" in found.says
    assert found.settles == ""


def test_an_open_question_says_how_many_decisions_would_settle_it() -> None:
    """0.86 with 300 decisions reaches over 0.80; the forecast names decisions, group and weeks."""
    found = sure(("M", 900, 450), ("F", 300, 129))

    assert found is not None
    assert "so nothing is proven either way" in found.says
    assert found.settles.startswith("If the rates stay as they are, about ")
    assert " more decisions about F would settle it, in about " in found.settles
    assert found.settles.endswith(" weeks at today's pace.")


def test_exactly_on_the_line_nothing_would_settle_it() -> None:
    """Four fifths to the digit: no number of decisions is enough."""
    found = sure(("M", 2000, 1000), ("F", 1000, 400))

    assert found is not None
    assert found.settles == "The value lies so near the line that no number of decisions would settle it."


def test_too_few_are_not_judged() -> None:
    """Under the charter's smallest group nothing is said to be proven; what is missing is."""
    found = sure(("M", 1000, 500), ("F", 50, 5))

    assert found is not None
    assert "fewer than 200 decisions are never judged" in found.says
    assert "about 150 more decisions about F" in found.settles


def test_a_gap_is_told_in_points() -> None:
    """0.3 against 0.5 is 20 points less."""
    found = sure(("M", 10_000, 5000), ("F", 9000, 2700), terms=GAP)

    assert found is not None
    assert "points away from that of M (measured −20.0)" in found.says


def test_what_is_assumed_is_said() -> None:
    """One decision a person, the confidence, and what is not corrected."""
    found = sure(("M", 900, 450), ("F", 300, 129), ("X", 400, 180))

    assert found is not None
    assert found.assumes.startswith("Every decision is counted as its own person. ")
    assert (
        "95 % holds for this interval alone, and each fair one of the 2 groups here has a chance of 5 %"
        in found.assumes
    )


def test_nothing_is_said_over_all_groups() -> None:
    """A measure of the two extremes is about no single group."""
    terms = Terms("demographic_parity_difference", 0, 0.1, 200, "largest", 0.95, 90, 10)

    assert sure(("M", 900, 450), ("F", 300, 129), terms=terms) is None
