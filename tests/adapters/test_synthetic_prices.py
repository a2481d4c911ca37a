"""The demonstration's amounts: the same for the same day, about the mean of their story, beside decisions that stay."""

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from dashboard.adapters.synthetic import Period, write_decisions
from dashboard.adapters.synthetic_prices import priced_mapping
from dashboard.domain.stories import Amounts, Shift, Story

DAYS = Period(date(2026, 8, 1), date(2026, 10, 29))
LESS = Shift.model_validate({"where": {"age_band": "65+"}, "from": date(2026, 9, 30), "by": -5.0})
PLAIN = Story(per_month=3000, rate=0.6, attributes={"age_band": {"18-64": 0.7, "65+": 0.3}})
PAID = PLAIN.model_copy(
    update={"amounts": Amounts(unit="EUR", mean=18.5, spread=9, favourable_only=True, shifts=[LESS])}
)


def drawn(folder: Path, story: Story) -> pd.DataFrame:
    """Three months of a story."""
    write_decisions(folder / "log.parquet", "credits", story, period=DAYS, versions=[(date(2026, 1, 1), "1")])
    frame: pd.DataFrame = pq.read_table(folder / "log.parquet").to_pandas()
    return frame


def test_decisions_stay_as_they_were(tmp_path: Path) -> None:
    """With amounts, every other column holds what it held without; a second drawing is the same."""
    without, beside = drawn(tmp_path, PLAIN), drawn(tmp_path, PAID)
    pd.testing.assert_frame_equal(beside.drop(columns="amount"), without)
    pd.testing.assert_frame_equal(drawn(tmp_path, PAID), beside)


def test_amounts_follow_the_story(tmp_path: Path) -> None:
    """18.50 on average, five less for the old in the last thirty days, and nothing where nothing was paid."""
    log = drawn(tmp_path, PAID)
    late, old = log["decided_at"] >= "2026-09-30", log["a_age_band"] == "65+"
    assert log.loc[~log["selected"], "amount"].isna().all()
    assert log.loc[log["selected"], "amount"].notna().all()
    assert log.loc[old & ~late, "amount"].mean() == pytest.approx(18.5, abs=1)
    assert log.loc[old & late, "amount"].mean() == pytest.approx(13.5, abs=1)
    assert log.loc[~old & late, "amount"].mean() == pytest.approx(18.5, abs=1)
    assert log["amount"].min() > 0


def test_a_log_with_amounts_says_their_unit(tmp_path: Path) -> None:
    """Its mapping names every column that was drawn; a log without amounts needs none."""
    mapping = priced_mapping(PAID)
    assert mapping is not None
    assert mapping.amount is not None
    assert (mapping.amount.column, mapping.amount.unit) == ("amount", "EUR")
    assert set(mapping.columns) == set(drawn(tmp_path, PAID).columns)
    assert priced_mapping(PLAIN) is None
