"""Groups of an attribute: shares, comparisons, tiny groups withheld, reversals told in words."""

import pandas as pd

from dashboard.domain.counts import COUNTS
from dashboard.domain.fairness import compare
from dashboard.services.screens.group_picture import group_frame, plot_of
from dashboard.services.screens.group_table import group_lines, reversal
from dashboard.services.screens.terms import Terms

RULE = Terms("selection_rate_ratio", 0.8, 1.25, 200, "largest", 0.95, 90, 10)


def counts(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    """Group, stratum, decisions and favourable ones; no labels."""
    made = [(group, stratum, n, 0, selected, 0, 0, 0, 0, 0) for group, stratum, n, selected in rows]
    return pd.DataFrame(made, columns=["group", "stratum", *COUNTS]).assign(attribute="sex")


def lines(frame: pd.DataFrame) -> dict[str, object]:
    """Group to its line."""
    found = compare(frame, by=["attribute"], metric=RULE.metric, min_group=RULE.min_group)
    return {line.group: line for line in group_lines(frame, found, RULE)}


def test_a_tiny_group_shows_no_number() -> None:
    """Fewer decisions than the charter displays: the group stays visible, its numbers do not."""
    found = lines(counts(("M", "", 1000, 500), ("F", "", 900, 450), ("X", "", 9, 4)))

    table = group_frame(tuple(found.values()), "sex").set_index("Sex")  # type: ignore[arg-type]
    assert table.loc["X", "n"] == "< 10"
    assert table.loc["X", "Share"] == "withheld"
    assert "4" not in "".join(table.loc["X"].astype(str))


def test_a_proven_breach_is_judged_and_a_small_group_is_not() -> None:
    """Status follows the interval; under the charter's smallest group nothing is judged."""
    found = lines(counts(("M", "", 10_000, 5000), ("F", "", 9000, 2700), ("X", "", 50, 10)))

    assert found["F"].status == "non_compliant"  # type: ignore[attr-defined]
    assert found["X"].status == "not_assessed"  # type: ignore[attr-defined]
    assert found["X"].why_not == "too few to judge"  # type: ignore[attr-defined]
    assert found["M"].compared == "reference"  # type: ignore[attr-defined]


def test_not_recorded_is_shown_never_judged() -> None:
    """The missing group has its share and no comparison."""
    found = lines(counts(("M", "", 1000, 500), ("F", "", 900, 450), ("(not recorded)", "", 100, 10)))

    assert found["(not recorded)"].value is None  # type: ignore[attr-defined]
    assert found["(not recorded)"].why_not == "shown, never judged"  # type: ignore[attr-defined]


def test_the_picture_names_who_is_outside() -> None:
    """The title says which groups lie outside the line."""
    found = lines(counts(("M", "", 10_000, 5000), ("F", "", 9000, 2700)))

    plot = plot_of(tuple(found.values()), RULE, "sex")  # type: ignore[arg-type]
    assert plot is not None
    assert plot.title == "Sex: F outside the line"


def test_a_reversal_is_told_in_words() -> None:
    """Better in each stratum and worse over all: the sentence says so, with both readings."""
    frame = counts(("M", "a", 9000, 7200), ("F", "a", 1000, 880), ("M", "b", 1000, 200), ("F", "b", 9000, 2700))

    said = reversal(compare(frame, by=["attribute"], metric=RULE.metric, within="stratum"), "sex")

    assert said.startswith("Sex: Within each stratum the ratio of M to F is 0.85, taken together 2.07: ")
    assert "the picture turns round" in said


def test_chance_is_no_reversal() -> None:
    """Where an interval holds equality, nothing is said."""
    frame = counts(("M", "a", 20, 14), ("F", "a", 10, 7), ("M", "b", 10, 3), ("F", "b", 20, 6))

    assert reversal(compare(frame, by=["attribute"], metric=RULE.metric, within="stratum"), "sex") == ""
