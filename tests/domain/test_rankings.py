"""How well scores rank people of each group, as metrics and as promises of a charter."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.charter_rules import contradictions
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.facts import DecisionFacts
from dashboard.domain.fairness import compare, group_rates
from dashboard.domain.rankings import ranked_counts
from tests.assessing import AS_OF, charter, clause, verdict, words
from tests.domain.compared import COLLECTED

AUC: dict[str, Any] = {"fairness": "auc_gap", "between": [-0.1, 0.1], "window": "90d", "min_group": 200}
SELECTED_GOOD, SELECTED_BAD, PASSED_GOOD, PASSED_BAD, UNKNOWN = 4, 3, 1, 0, 2


def scores(*rows: tuple[str, float, int, int], width: float = 0.0) -> pd.DataFrame:
    """People of a month: group, score, outcome (3 × decision + label), how many."""
    frame = pd.DataFrame(rows, columns=["group", "score", "outcome", "rows"])
    return frame.assign(month=date(2026, 11, 1), model_version="1", attribute="sex", width=width)


def ladder(group: str, well: float, people: int) -> list[tuple[str, float, int, int]]:
    """Half qualify; of both kinds the share `well` stands on the right side of 0.5, so the AUC is `well`."""
    right, wrong = round(people / 2 * well), round(people / 2 * (1 - well))
    return [(group, 0.8, SELECTED_GOOD, right), (group, 0.2, PASSED_GOOD, wrong),
            (group, 0.2, PASSED_BAD, right), (group, 0.8, SELECTED_BAD, wrong)]  # fmt: skip


HAND = scores(
    ("F", 0.9, SELECTED_GOOD, 3), ("F", 0.1, PASSED_GOOD, 1), ("F", 0.9, SELECTED_BAD, 1), ("F", 0.1, PASSED_BAD, 1),
    ("M", 0.9, SELECTED_GOOD, 4), ("M", 0.1, PASSED_BAD, 3), ("M", 0.1, PASSED_GOOD, 1), ("M", 0.5, UNKNOWN, 9),
)  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "value"), [("auc_gap", 0.625 - 0.9), ("auc_difference", 0.275), ("auc_group_min", 0.625)]
)
def test_value_by_hand(metric: str, value: float) -> None:
    """F: of 8 pairs 3 are in order and 4 tied, 0.625; M: of 15 pairs 12 are in order and 3 tied, 0.9."""
    row = compare(ranked_counts(HAND, ["group"]), by=[], metric=metric, reference="M").iloc[0]
    assert row["value"] == pytest.approx(value)
    assert row["low"] <= value <= row["high"]
    assert row["denominator"] == 2 if metric != "auc_difference" else row["denominator"] in (2, 3)


def test_the_counts_beside_are_those_of_people_with_a_score() -> None:
    """Nine people of M have no outcome: they are among its decisions and rank nobody."""
    rows = ranked_counts(HAND, ["group"]).set_index("group")
    assert rows.loc["M", ["n", "selected", "labelled", "tp", "fp", "fn", "tn"]].to_list() == [17, 4, 8, 4, 0, 1, 3]
    assert rows.loc["M", "rank_people"] == 3
    assert group_rates(rows.reset_index())["auc"].to_list() == pytest.approx([0.625, 0.9])


def test_a_group_without_both_outcomes_has_a_reason() -> None:
    """Nobody of F fails to qualify: there is no pair to put in order, and the sentence says so."""
    rows = scores(("F", 0.9, SELECTED_GOOD, 3), ("M", 0.9, SELECTED_GOOD, 4), ("M", 0.1, PASSED_BAD, 3))
    found = compare(ranked_counts(rows, ["group"]), by=[], metric="auc_gap", reference="M").iloc[0]
    assert found["undefined"] == "no scores of both outcomes in group F"


def test_what_bins_hide_widens_the_interval_in_full() -> None:
    """The ties of a bin may all be right or all wrong: half of them by which each side may have moved, added up."""
    rows = scores(*ladder("F", 0.7, 400), *ladder("M", 0.8, 400))
    exact, binned = (
        compare(ranked_counts(rows.assign(score=rows["score"].round(1), width=width), ["group"]), by=[],
                metric="auc_gap", reference="M").iloc[0]
        for width in (0.0, 0.125)
    )  # fmt: skip
    moved = 0.7 * 0.3 + 0.8 * 0.2  # half of 2 × well × (1 - well) of either group
    assert (exact["bound"], binned["bound"]) == (0.0, pytest.approx(moved))
    assert binned["value"] == pytest.approx(exact["value"])
    assert exact["low"] - binned["low"] == pytest.approx(moved)
    assert binned["high"] - exact["high"] == pytest.approx(moved)


def log(*rows: tuple[str, float, int, int], width: float = 0.0, **more: Any) -> DecisionFacts:
    """What a charter that judges by scores reads of these people."""
    frame = scores(*rows, width=width).assign(**more)
    day = pd.Timestamp(AS_OF)
    singles = pd.DataFrame({"use_case": ["u"], "day": [day], "attribute": ["sex"], "group": ["M"]})
    counts = dict.fromkeys(("n", "undecided", "selected", "labelled", "tp", "fp", "fn", "tn"), 0)
    windows = DecisionWindows(
        singles.assign(**counts), pd.DataFrame(columns=["use_case", "month", "attribute", "group", "stratum", *counts]),
        scores=lambda use_case: frame if use_case == "u" else frame[:0],
    )  # fmt: skip
    return windows.facts(charter(clause(AUC)), ["u"], AS_OF)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ladder("F", 0.78, 8000) + ladder("M", 0.8, 8000), "compliant"),
        (ladder("F", 0.6, 8000) + ladder("M", 0.8, 8000), "non_compliant"),
        (ladder("F", 0.68, 800) + ladder("M", 0.8, 8000), "watch (point_over)"),
        (ladder("F", 0.72, 800) + ladder("M", 0.8, 8000), "not_assessed (undecided)"),
        (ladder("F", 0.6, 390) + ladder("M", 0.8, 8000), "not_assessed (too_few)"),
    ],
)
def test_the_interval_of_the_gap_decides(rows: list[tuple[str, float, int, int]], expected: str) -> None:
    """Inside the band, outside, over it unproven, undecided, or with fewer of the rarer outcome than are needed."""
    assert verdict(AUC, COLLECTED, log=log(*rows)) == expected


def test_the_sentence_says_what_it_rests_on() -> None:
    """Value, interval, people with a score, those of the rarer outcome, and that nothing was put into bins."""
    said = words(AUC, COLLECTED, log=log(*ladder("F", 0.6, 8000), *ladder("M", 0.8, 9000))).reason
    assert said.startswith("Gap in how well the score ranks (auc gap), sex F against M: -0.200 (interval -0.2")
    assert "n = 8,000" in said
    assert "It rests on 4,000 people with a score of the rarer outcome. Every score was counted by its value." in said
    binned = words(AUC, COLLECTED, log=log(*ladder("F", 0.6, 8000), *ladder("M", 0.8, 9000), width=0.125)).reason
    assert "Scores were counted in bins, which may have moved it by 0.4000; the interval holds that." in binned


def test_bins_that_hide_too_much_prove_nothing() -> None:
    """The same people proven to be ranked alike are undecided where bins leave their order open."""
    rows = ladder("F", 0.78, 8000) + ladder("M", 0.8, 8000)
    assert verdict(AUC, COLLECTED, log=log(*rows, width=0.125)) == "not_assessed (undecided)"


def test_too_few_of_the_rarer_outcome_are_told_with_what_is_missing() -> None:
    """390 people of whom 195 qualify are five short of 200."""
    said = words(AUC, COLLECTED, log=log(*ladder("F", 0.6, 390), *ladder("M", 0.8, 8000))).reason
    assert "Sex F: 195 of the 200 people with a score of the rarer outcome needed, 5 more" in said


def test_a_log_without_scores_is_no_data() -> None:
    """Decisions without a score cannot be ranked; months outside the window do not count."""
    assert verdict(AUC, COLLECTED, log=log()) == "not_assessed (no_data)"
    assert words(AUC, COLLECTED, log=log()).reason.startswith("The log of the last 90 days holds no scores by sex.")
    old = log(*ladder("F", 0.78, 8000), *ladder("M", 0.8, 8000), month=AS_OF - timedelta(days=150))
    assert verdict(AUC, COLLECTED, log=old) == "not_assessed (no_data)"


@pytest.mark.slow
@pytest.mark.parametrize(("small", "shift"), [(60, 1.0), (60, 2.0), (300, 0.5), (300, 1.5)])
def test_the_interval_of_a_gap_covers_the_truth(small: int, shift: float) -> None:
    """Of 1,000 drawn pairs of groups ranked alike, 93.5 to 99 % have 0 in the interval of their gap at 95 %."""
    draws, inside = np.random.default_rng(5), 0
    for _ in range(1000):
        parts = []
        for group, people in (("F", small), ("M", 1000)):
            good = np.arange(people) % 2
            score = (draws.normal(0, 1, people) + shift * good).round(2)
            parts.append(pd.DataFrame({"group": group, "score": score, "outcome": good, "rows": 1}))
        counts = ranked_counts(pd.concat(parts).assign(width=0.0), ["group"])
        row = compare(counts, by=[], metric="auc_gap", reference="M").iloc[0]
        inside += row["low"] <= 0 <= row["high"]
    assert 935 <= inside <= 990


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ({**AUC, "intersections": True}, "crossed attributes for `auc_gap`"),
        ({**AUC, "within": "product"}, "strata for `auc_gap`"),
        ({**AUC, "between": {"auc_gap": [-0.1, 0.1], "accuracy_gap": [-0.1, 0.1]}}, "`accuracy_gap` beside `auc_gap`"),
    ],
)
def test_what_scores_are_not_counted_by_is_refused(check: dict[str, Any], found: str) -> None:
    """Scores are counted by single attribute, and look at other people than metrics of decisions do."""
    assert [one.found for one in contradictions(charter(clause(check)))] == [found]
