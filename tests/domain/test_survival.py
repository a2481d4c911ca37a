"""The median of times of which some are not over: known figures, and no reward for leaving things open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.survival import MedianTime, median_time

WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_the_textbook_curve_has_its_known_median() -> None:
    """Freireich's 21 patients on 6-MP: median 23, from 13 on, without an upper end."""
    found = median_time(WEEKS, [bool(one) for one in RELAPSED])

    assert found == MedianTime(23, 13, None, 9, 12)


@pytest.mark.parametrize(
    ("days", "over", "expected"),
    [
        ([], [], None),
        ([5], [True], 5),
        ([5], [False], None),
        ([10, 20, 30], [True, True, True], 20),
        ([10, 20, 30], [True, False, False], None),
    ],
)
def test_small_cases_by_hand(days: list[int], over: list[bool], expected: int | None) -> None:
    """Nothing, one, three that are over, and three of which two are open."""
    assert median_time(days, over).days == expected


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=30), st.integers(0, 50))
def test_an_open_one_never_makes_the_median_shorter(times: list[tuple[int, bool]], more: int) -> None:
    """One more breach that is still open lengthens the median or leaves it."""
    days, over = [day for day, _ in times], [done for _, done in times]
    before, after = median_time(days, over).days, median_time([*days, more], [*over, False]).days

    assert after is None or (before is not None and after >= before)
