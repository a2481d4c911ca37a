"""How finely times are kept: the error is known, and no line of a charter is crossed by rounding."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.amounts import DAY, HOUR, MINUTE, ROUNDING, fastest, on_grid, rounded_up

TIMES = st.integers(1, 400 * DAY)


@given(seconds=TIMES)
def test_no_time_is_kept_as_shorter_and_none_as_much_longer(seconds: int) -> None:
    """Up to two minutes every second is kept; beyond, a time grows by less than 5 %, and twice changes nothing more."""
    kept = rounded_up(seconds)
    assert seconds <= kept <= seconds * (1 + ROUNDING)
    assert kept == seconds or seconds > 120
    assert rounded_up(kept) == kept
    assert float(fastest(kept)) <= seconds


@given(seconds=TIMES, line=st.sampled_from([180, 30 * MINUTE, HOUR, 24 * HOUR, 72 * HOUR, 30 * DAY, 183 * DAY]))
def test_rounding_crosses_no_line(seconds: int, line: int) -> None:
    """A time is over a line on the grid exactly where it is kept as over it."""
    assert on_grid(line)
    assert (seconds > line) == (rounded_up(seconds) > line)


def test_the_grid_is_bounded() -> None:
    """416 values within an hour and 1,509 within a year, however many conversations there are."""
    every = {rounded_up(seconds) for seconds in range(1, HOUR + 1)}
    year = {rounded_up(seconds) for seconds in range(1, 365 * DAY + 1, 500)} | every
    assert len(every) == 416
    assert len({value for value in year if value <= 365 * DAY}) <= 1509


@pytest.mark.parametrize(("kept", "shortest"), [(1, 1), (120, 120), (185, 181), (900, 886), (2520, 2506)])
def test_the_shortest_time_of_a_point(kept: float, shortest: float) -> None:
    """185 s is where 181 to 185 s are kept; never stays never."""
    assert float(fastest(kept)) == shortest
    assert np.isinf(fastest(float("inf")))


def test_less_than_a_second_is_one() -> None:
    """Every begun second counts, so that no wait is nothing."""
    assert rounded_up(0) == 1
