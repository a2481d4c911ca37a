"""Counts summed on arrays are what pandas' own grouping says, however many keys there are."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain import summing
from dashboard.domain.counts import COUNTS
from dashboard.domain.summing import summed

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["sex", "age"]),
        st.dates(date(2026, 1, 1), date(2026, 1, 4)),
        st.sampled_from(["F", "M", "X", None]),
        st.integers(0, 9),
    ),
    max_size=30,
)


def counted(rows: list[tuple[str, date, str | None, int]]) -> pd.DataFrame:
    """Eight different counts for every row."""
    frame = pd.DataFrame(rows, columns=["attribute", "day", "group", "n"])
    frame = frame.assign(day=pd.to_datetime(frame["day"]), group=frame["group"].astype("str"), n=frame["n"].astype(int))
    return frame.assign(**{name: frame["n"] * at for at, name in enumerate(COUNTS, start=1)})


@pytest.mark.parametrize("dense", [1 << 16, 0], ids=["table", "search"])
@settings(max_examples=60)
@given(ROWS)
def test_sums_are_those_of_a_grouping(dense: int, rows: list[tuple[str, date, str | None, int]]) -> None:
    """Sorted by the keys, each sum of each count, and rows without a key left out; by either way of finding them."""
    counts, keys = counted(rows), ["attribute", "day", "group"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(summing, "_DENSE", dense)
        found = summed(counts, *keys)

    expected = counts.groupby(keys, as_index=False, sort=True, observed=True)[list(COUNTS)].sum()
    pd.testing.assert_frame_equal(found, expected, check_dtype=bool(rows))


def test_sums_by_hand() -> None:
    """Two rows of one group are one."""
    counts = counted([("sex", date(2026, 1, 1), "M", 2), ("sex", date(2026, 1, 2), "F", 3),
                      ("sex", date(2026, 1, 3), "M", 5)])  # fmt: skip

    found = summed(counts, "group")
    assert found["group"].tolist() == ["F", "M"]
    assert found["n"].tolist() == [3, 7]
    assert found["undecided"].tolist() == [6, 14]


def test_of_design_effects_the_largest_is_kept() -> None:
    """Two rows of a group with effects 1.5 and 2, one of another with none: 2 and 1, and counts as ever."""
    frame = counted(
        [("sex", date(2026, 1, 1), "F", 3), ("sex", date(2026, 1, 2), "F", 4), ("sex", date(2026, 1, 1), "M", 5)]
    )
    found = summed(frame.assign(effect=[1.5, 2.0, 1.0], most_effect=[2.5, 2.0, 1.0]), "group")
    assert found["effect"].tolist() == [2.0, 1.0]
    assert found["most_effect"].tolist() == [2.5, 1.0]
    assert found["n"].tolist() == summed(frame, "group")["n"].tolist()
