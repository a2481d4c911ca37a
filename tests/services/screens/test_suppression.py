"""Nobody can read or work out the numbers of a group that is too small to be shown."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.services.screens.suppression import withheld


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
