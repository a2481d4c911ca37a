"""A crossing gives no hidden number away: not with its attributes beside it, and not with smaller crossings."""

from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.counts import CROSS
from dashboard.domain.withholding_crossed import hidden_crossed
from dashboard.services.screens.compared import Asked, load_compared
from dashboard.services.screens.counts import load_counts
from dashboard.services.screens.crossed import crossed_table, load_crossed
from dashboard.services.screens.group_picture import not_recorded
from dashboard.services.screens.group_table import group_lines
from dashboard.services.screens.month_heat import load_months
from dashboard.services.screens.one_group import load_one_group
from dashboard.services.screens.suppression import withheld, withheld_crossed
from dashboard.services.screens.trend import Against
from dashboard.services.sources import Sources
from tests.assessing import charter, clause
from tests.decided import decide


def rows(sizes: dict[tuple[str, ...], int], attribute: str = "sex × age") -> pd.DataFrame:
    """Of one crossing."""
    return pd.DataFrame({"attribute": attribute, "group": [CROSS.join(one) for one in sizes], "n": sizes.values()})


def hidden(found: pd.DataFrame) -> set[str]:
    """The names of the groups that are withheld."""
    return set(found.loc[withheld_crossed(found, 10), "group"])


def test_a_crossing_does_not_give_a_hidden_groups_number_away() -> None:
    """X is 7 and F its companion: F × old and F × young would add up to F, and X is the total less F and M."""
    found = rows({("F", "old"): 30, ("F", "young"): 20, ("M", "old"): 90, ("M", "young"): 80, ("X", "old"): 7})
    alone = pd.DataFrame({"group": ["F", "M", "X"], "n": [50, 170, 7]})
    assert set(alone.loc[withheld(alone, 10), "group"]) == {"F", "X"}
    assert hidden(found) == {"F × old", "F × young", "X × old"}


def test_a_small_crossed_group_takes_a_box_along() -> None:
    """F × old is 5: with F and old told, one in its row or column would not do; the box that costs least goes."""
    sizes = {("F", "old"): 5, ("F", "mid"): 40, ("F", "young"): 30, ("M", "old"): 60, ("M", "mid"): 20,
             ("M", "young"): 50}  # fmt: skip
    assert hidden(rows(sizes)) == {"F × old", "F × mid", "M × old", "M × mid"}


def test_where_nothing_is_small_everything_is_shown() -> None:
    """Ten is not fewer than ten; single attributes are not looked at."""
    assert hidden(rows({("F", "old"): 10, ("F", "young"): 40, ("M", "old"): 20, ("M", "young"): 30})) == set()
    assert hidden(pd.DataFrame({"attribute": ["sex"], "group": ["X"], "n": [3]})) == set()


def test_three_attributes_go_with_their_pairs() -> None:
    """F × old × north is 4; its pairs are large. Eight corners go, and with their pairs told none of them follows."""
    sizes = dict(zip(product(("F", "M"), ("old", "young"), ("north", "south")), (4, 50, 60, 70, 80, 90, 30, 40),
                     strict=True))  # fmt: skip
    assert hidden(rows(sizes, "sex × age × region")) == {CROSS.join(one) for one in sizes}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_no_small_number_follows_from_what_is_shown(sizes: list[int]) -> None:
    """Two by three, fewer than 2 is small: another table with all the sums and what is shown alike exists."""
    counts, least = np.array(sizes, dtype=np.int64).reshape(2, 3), 2
    gone = hidden_crossed(counts, least)
    assert gone[counts < least].all()
    if gone.all():
        return  # nothing is shown
    free = [tuple(at) for at in np.argwhere(gone)]
    for cell in (at for at in free if counts[at] < least):
        assert any(
            _alike(other, counts, gone, least) and other[cell] != counts[cell]
            for other in _moved(counts, free)
        )  # fmt: skip


def _moved(counts: np.ndarray, free: list[tuple[int, ...]]) -> list[np.ndarray]:
    """Every table that differs by at most one in each hidden place."""
    tables = []
    for steps in product((-1, 0, 1), repeat=len(free)):
        other = counts.copy()
        for at, step in zip(free, steps, strict=True):
            other[at] += step
        tables.append(other)
    return tables


def _alike(other: np.ndarray, counts: np.ndarray, gone: np.ndarray, least: int) -> bool:
    """Of values that are withheld themselves the reader knows what they have together; nothing says which are small."""
    same = (other >= 0).all() and (other[~gone] == counts[~gone]).all()
    for axis in (0, 1):
        alone, parts = counts.sum(axis=axis), other.sum(axis=axis)
        few = hidden_crossed(alone, least)
        same = same and (alone[~few] == parts[~few]).all() and alone[few].sum() == parts[few].sum()
    return bool(same)


DAY = date(2026, 11, 27)
RATIO = "selection_rate_ratio"


@pytest.fixture
def sources(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sources:
    """4,800 decisions of `loans`, 80 of them about X, under a charter that shows no group of fewer than 100."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    store = DecisionStore(tmp_path / "decisions")
    decide(sqlite_database, store, tmp_path, last=DAY)
    check = {"fairness": RATIO, "between": [0.8, 1.25], "window": "90d", "min_group": 200}
    promise = charter(clause(check), defaults={"min_display": 100})
    return Sources(sqlite_database, promise, None, store.root, DAY)


def test_the_pages_tables_of_crossings_tell_no_hidden_group(sources: Sources) -> None:
    """X is withheld and the smaller of F and M with it; no picker, table or month adds up to either."""
    counts = load_counts(sources, "loans")
    alone, here = (load_compared(sources, counts, Asked("loans", name, RATIO)) for name in ("sex", "sex × age"))
    assert alone is not None
    assert here is not None
    told = {line.group: line.suppressed for line in group_lines(alone.groups, alone.found, alone.rule)}
    assert told == {"F": False, "M": True, "X": True}
    lines = group_lines(here.groups, here.found, here.rule)
    assert {line.group: line.suppressed for line in lines} == {
        "F × 25-34": False, "F × 65+": False, "M × 25-34": True, "M × 65+": True, "X × 65+": True,
    }  # fmt: skip
    assert {line.n for line in lines if line.suppressed} == {"withheld"}  # which of them is small is not said either
    crossed = load_crossed(sources, here)
    assert crossed is not None
    assert {line.group for line in crossed.lines} <= {"F × 25-34", "F × 65+"}
    assert crossed.withheld == 3
    assert "3 groups" in set(crossed_table(crossed)["Group"])


def test_nor_do_its_months(sources: Sources) -> None:
    """Of every month the crossed groups of the withheld sexes have no numbers, in the heat map and in the trend."""
    counts = load_counts(sources, "loans")
    months = load_months(sources, counts, RATIO)
    crossed = months[(months["attribute"] == "sex × age") & months["group"].str.startswith(("M", "X"))]
    assert len(crossed)
    assert crossed["value"].isna().all()
    here = load_compared(sources, counts, Asked("loans", "sex × age", RATIO))
    assert here is not None
    trend = load_one_group(sources, here, Against("M × 65+", "F × 25-34")).trend
    assert trend is not None
    assert all(point.value is None for point in trend.points)


def test_who_is_not_recorded_in_part_counts_as_not_recorded() -> None:
    """20 of 200 have no sex or no age; where one of these groups is withheld, so is the share."""
    sizes = {("F", "old"): 90, ("M", "old"): 90, ("(not recorded)", "old"): 12, ("F", "(not recorded)"): 8}
    assert not_recorded(rows(sizes), 5) == "10.0 % of decisions"
    assert not_recorded(rows(sizes), 10) == "withheld, few decisions"
