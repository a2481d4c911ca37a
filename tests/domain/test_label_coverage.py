"""Selective labels: marked where coverage differs beyond chance and margin, and not where it does not."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.counts import COUNTS
from dashboard.domain.label_coverage import coverage_sentence, differing, label_coverage
from dashboard.services.screens.label_coverage import coverage_of
from tests.assessing import counts, decisions, words

TPR = ("true_positive_rate",)


def groups(*rows: tuple[str, int, int, int, int]) -> pd.DataFrame:
    """Counts from (group, favourable, labelled of them, unfavourable, labelled of them); half of each are positive."""
    made = []
    for group, yes, yes_known, no, no_known in rows:
        values = (yes + no, 0, yes, yes_known + no_known, yes_known // 2, yes_known - yes_known // 2, no_known // 2,
                  no_known - no_known // 2)  # fmt: skip
        made.append({"group": group, **dict(zip(COUNTS, values, strict=True))})
    return pd.DataFrame(made)


def said(frame: pd.DataFrame, rates: tuple[str, ...] = TPR) -> str:
    """The sentence about these counts."""
    return coverage_sentence(differing(label_coverage(list(frame["group"]), frame), metric_rates=rates, least=10))


def test_labels_of_the_favoured_only_are_told() -> None:
    """90 of 100 favourable and none of 100 unfavourable decisions have a label: a rate of those found is one-eyed."""
    frame = groups(("F", 100, 90, 100, 0), ("M", 200, 180, 200, 10))
    assert said(frame) == (
        "The actual outcome is known for 90 % (90 of 100) of the favourable and 0 % (0 of 100) of the unfavourable "
        "decisions of F: rates that need it describe those decisions, not all."
    )
    assert said(frame, ("precision",)) == ""
    assert said(frame, ("selection_rate",)) == ""


def test_groups_that_differ_are_told() -> None:
    """60 % of one group's favourable decisions and 90 % of the other's are labelled: even precision is marked."""
    frame = groups(("F", 400, 240, 400, 240), ("M", 1000, 900, 1000, 900))
    expected = "60 % (240 of 400) of the favourable decisions of F and 90 % (900 of 1,000) of those of M"
    assert expected in said(frame, ("precision",))


@pytest.mark.parametrize(
    "frame",
    [
        groups(("F", 40, 20, 40, 26), ("M", 40, 22, 40, 24)),  # 15 points, but of 40
        groups(("F", 9000, 8100, 9000, 7900), ("M", 9000, 8100, 9000, 8100)),  # 2 points, proven, within the margin
        groups(("F", 900, 0, 900, 0), ("M", 900, 0, 900, 0)),  # no label at all: label metrics are undefined anyway
        groups(("F", 5, 5, 4, 0), ("M", 900, 450, 900, 450)),  # too small to be shown
    ],
)
def test_chance_and_little_are_not_told(frame: pd.DataFrame) -> None:
    """Neither a difference that chance explains, nor one within the margin, nor one of a tiny group."""
    assert said(frame) == ""


@pytest.mark.slow
def test_chance_marks_next_to_nothing() -> None:
    """Labels that are missing at random mark at most 5 of 100 worlds of four groups."""
    draws, marked, worlds = np.random.default_rng(21), 0, 2000
    for _ in range(worlds):
        n = draws.integers(40, 400, (4, 2))
        k = draws.binomial(n, 0.6)
        frame = groups(*[(f"g{at}", n[at, 0], k[at, 0], n[at, 1], k[at, 1]) for at in range(4)])
        marked += bool(said(frame))
    assert marked / worlds <= 0.05


def test_a_finding_on_labels_says_whose_outcome_is_known() -> None:
    """The reason of a label finding carries the sentence; one on favourable decisions does not."""
    frame = counts({"M": (6000, 0.5), "F": (5000, 0.5)})
    frame = frame.assign(labelled=[3300, 2750], tp=[1500, 1250], fp=[1500, 1250], fn=[150, 125], tn=[150, 125])
    check: dict[str, Any] = {"fairness": "true_positive_rate_gap", "between": [-0.1, 0.1], "window": "90d"}
    fields = {"protected_attributes": {"sex": "collected"}}
    assert "The actual outcome is known for 100 % (" in words(check, fields, log=decisions(frame)).reason
    other = {**check, "fairness": "selection_rate_gap"}
    assert "actual outcome" not in words(other, fields, log=decisions(frame)).reason


def test_the_table_withholds_tiny_groups() -> None:
    """A group of 4 favourable decisions shows no number there, nor the next smallest beside it."""
    found = coverage_of(groups(("F", 4, 4, 90, 10), ("M", 300, 200, 400, 40), ("X", 500, 300, 600, 60)), TPR_GAP, 10)
    shown = found.numbers.set_index(["Group", "Decision"])["Labelled"]
    assert shown["F", "favourable"] == "withheld"
    assert shown["M", "favourable"] == "withheld"
    assert shown["X", "favourable"] == "300"
    assert shown["F", "unfavourable"] == "10"


TPR_GAP = "true_positive_rate_gap"
