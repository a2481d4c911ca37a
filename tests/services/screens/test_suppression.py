"""Nobody can read or work out the numbers of a group that is too small to be shown."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.services.screens.suppression import total_withheld, withheld, withheld_months


def test_a_single_small_group_takes_the_next_smallest_along() -> None:
    """With one group hidden the total would give it away, so the next smallest is hidden as well."""
    rows = pd.DataFrame({"attribute": ["a"] * 4 + ["b"] * 2, "n": [900, 40, 3, 70, 500, 600]})

    assert withheld(rows, 10).tolist() == [False, True, True, False, False, False]


def test_two_small_groups_hide_each_other() -> None:
    """Where two groups are hidden already nothing can be worked out, and no third one is lost."""
    assert withheld(pd.DataFrame({"n": [900, 4, 3, 70]}), 10).tolist() == [False, True, True, False]


@settings(max_examples=50)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_never_exactly_one_is_hidden(sizes: list[int]) -> None:
    """Whatever the sizes: every small group is hidden, and never a single one beside others."""
    hidden = withheld(pd.DataFrame({"n": sizes}), 10)

    assert all(gone for gone, n in zip(hidden, sizes, strict=True) if n < 10)
    assert hidden.sum() != 1 or len(sizes) == 1


def test_a_small_month_takes_another_of_the_group_along() -> None:
    """A group with one small month: month and group totals would give it away, so a ring of four is hidden."""
    sizes = {"F": (40, 3, 50), "M": (90, 80, 70)}
    made = [(month, group, n) for group, months in sizes.items() for month, n in enumerate(months)]
    rows = pd.DataFrame(made, columns=["month", "group", "n"])
    hidden = rows[withheld_months(rows, 10)]
    assert len(hidden) == 4
    assert ("F", 1) in set(zip(hidden["group"], hidden["month"], strict=True))
    assert hidden.groupby("group").size().tolist() == [2, 2]
    assert hidden.groupby("month").size().tolist() == [2, 2]


def test_a_month_that_is_absent_is_known_to_be_empty() -> None:
    """An absent month cannot stand in for a small one."""
    rows = pd.DataFrame([(0, "F", 40), (1, "F", 3), (0, "M", 90)], columns=["month", "group", "n"])
    assert withheld_months(rows, 10).all()


def test_a_total_of_one_small_group_is_withheld() -> None:
    """One small group alone is its own total; beside others it is not."""
    assert total_withheld(pd.DataFrame({"n": [3]}), 10)
    assert not total_withheld(pd.DataFrame({"n": [3, 40]}), 10)
