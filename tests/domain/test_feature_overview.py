"""What features look like and how unequal groups are in them, by hand and in a fair world."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.consistency import Rule, consistency, unlike
from dashboard.domain.feature_overview import Groups, groups_of, ordered, summary
from dashboard.domain.nearest import Categories, Numbers

A = np.array([True] * 40 + [False] * 40)
TWO = Groups(("a", "b"), (A, ~A))


def words(*values: str) -> Categories:
    """Texts, forty of each."""
    names = tuple(sorted(set(values)))
    return Categories(np.repeat([names.index(value) for value in values], 40).astype(np.int32), names)


def test_groups_that_share_no_value_are_wholly_unequal() -> None:
    """Forty times x and forty times y; a number that is higher for everybody of one group."""
    found = summary("job", words("x", "y"), TWO).unequal
    assert found is not None
    assert (found.gap, found.groups) == (1.0, ("a", "b"))
    higher = summary("age", Numbers(np.arange(80.0)), TWO).unequal
    assert higher is not None
    assert higher.gap == 1.0


def test_unequal_by_hand() -> None:
    """30 of 40 against 10 of 40 have x: half of 20/40 + 20/40; a quarter of one group is missing, of the other none."""
    codes = np.array([0] * 30 + [1] * 10 + [0] * 10 + [1] * 30, dtype=np.int32)
    found = summary("job", Categories(codes, ("x", "y")), TWO).unequal
    assert found is not None
    assert found.gap == pytest.approx(0.5)
    chance = 2 * math.sqrt(2 / math.pi * 0.5 * 0.5 * (1 / 40 + 1 / 40)) / 2
    assert found.by_chance == pytest.approx(chance)
    values = np.where(np.arange(80) < 10, np.nan, 5.0)
    missing = summary("age", Numbers(values), TWO)
    assert (missing.missing, missing.unique) == (10, 1)
    assert missing.unequal is not None
    assert missing.unequal.gap == pytest.approx(0.25)


def test_alike_groups_differ_by_chance_alone() -> None:
    """Drawn from one world two hundred times, the mean gap is what chance is said to make, within a tenth."""
    draws, numbers, texts = np.random.default_rng(7), [], []
    member = np.arange(4_000) < 1_000
    two = Groups(("a", "b"), (member, ~member))
    for _ in range(200):
        one = summary("n", Numbers(draws.normal(size=4_000)), two).unequal
        other = summary("c", Categories(draws.integers(0, 5, 4_000).astype(np.int32), tuple("abcde")), two).unequal
        assert one is not None
        assert other is not None
        numbers.append(one.gap / one.by_chance)
        texts.append(other.gap / other.by_chance)
    assert np.mean(numbers) == pytest.approx(1, abs=0.1)
    assert np.mean(texts) == pytest.approx(1, abs=0.1)


def test_the_most_unequal_stands_first() -> None:
    """Beyond what chance makes, then by name; a feature that cannot be compared is last."""
    fair = summary("b-fair", words("x", "x"), TWO)
    other = summary("a-fair", words("x", "x"), TWO)
    unequal = summary("z", words("x", "y"), TWO)
    alone = summary("0-alone", words("x", "y"), Groups((), ()))
    assert [one.name for one in ordered([fair, alone, unequal, other])] == ["z", "a-fair", "b-fair", "0-alone"]


def test_values_that_few_have_are_not_named() -> None:
    """One person's rare value is in `other`; small groups are named and not compared."""
    codes = np.array([0] * 78 + [1, 2], dtype=np.int32)
    bars = summary("job", Categories(codes, ("clerk", "judge", "pilot")), TWO).bars
    assert [(bar.label, bar.rows) for bar in bars] == [("clerk", 78), ("other (2 values)", 2)]
    groups, small = groups_of(Categories(codes, ("F", "M", "X")))
    assert (groups.names, small) == (("F",), ("M", "X"))
    assert summary("age", Numbers(np.arange(20.0)), Groups((), ())).bars == ()


def test_bars_hold_every_known_number_once() -> None:
    """Their sum is what is known, also where many numbers are the same."""
    values = np.concatenate([np.zeros(700), np.arange(300.0), [np.nan] * 5])
    found = summary("age", Numbers(values), Groups((), ()))
    assert sum(bar.rows for bar in found.bars) == 1000
    assert found.zeros == pytest.approx(0.701)
    assert found.missing == 5


def test_consistency_by_hand() -> None:
    """Numbers 0, 1, 10, 11 decided yes, yes, no, yes: of one neighbour each, two of four are alike."""
    column, selected = [Numbers(np.array([0.0, 1, 10, 11]))], np.array([True, True, False, True])
    parts = np.array([unlike(column, [1.0], selected, at, Rule(1)) for at in range(4)])
    assert parts.tolist() == [0, 0, 1, 1]
    assert consistency(parts, 0.95).value == 0.5
    assert math.isnan(consistency(np.zeros(0), 0.95).value)


@given(st.lists(st.booleans(), min_size=6, max_size=12))
def test_whoever_decides_alike_is_consistent(selected: list[bool]) -> None:
    """All the same is 1; each decision counted among its own neighbours is never less than without."""
    column = [Numbers(np.arange(float(len(selected))))]
    same = np.ones(len(selected), dtype=bool)
    assert unlike(column, [1.0], same, 0, Rule(3)) == 0
    flags = np.array(selected)
    with_own = np.mean([unlike(column, [1.0], flags, at, Rule(3, own=True)) for at in range(len(flags))])
    alone = np.mean([unlike(column, [1.0], flags, at, Rule(2)) for at in range(len(flags))])
    assert with_own == pytest.approx(alone * 2 / 3)
