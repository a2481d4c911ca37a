"""Findings are read by everybody: of few people they tell the status and no number, as of few customers."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.explanations import Spelled
from tests.staffing import ago, covered, done, people

LITERACY = {"coverage": "ai_literacy", "of": "all_cx_staff", "at_least": 0.95, "window": "365d", "grace": "30d"}
ROLES = {"coverage": "ai_literacy", "by_role": {"developer": 0.9, "service_agent": 0.9, "analyst": 0.9}}


def numbers(words: Spelled) -> list[Any]:
    """Every number of the measurement, with those of its groups."""
    assert words.measured is not None
    whole = [words.measured[name] for name in ("value", "low", "high", "n", "having")]
    return whole + [one[name] for one in words.measured["by_group"] for name in ("counted", "having", "newcomers")]


@pytest.mark.parametrize(("trained", "status"), [(1, "non_compliant"), (3, "compliant")])
def test_of_three_people_the_status_is_told_and_no_number(trained: int, status: str) -> None:
    """Two of three lack it, or none does: the finding decides, and says neither how many nor who."""
    staff = people(3)
    found, words = covered(LITERACY, staff, done(staff[:trained], ago(5)))
    assert found == status
    assert words.reason == (
        "AI literacy: fewer than 10 people, so it is not told how many have it (asked for 95 %). "
        "The Staff page tells those who act."
    )
    assert set(numbers(words)) == {None}
    assert words.threshold == "at least 0.95"


def test_a_small_team_is_not_told_apart_within_a_large_staff() -> None:
    """The share of all 24 is told, that 2 lack it without their team of 3, and the next team hides that one."""
    voice, sales, few = people(12), people(9, team="Sales"), people(3, team="Legal")
    found, words = covered(LITERACY, [*voice, *sales, *few], done([*voice, *sales, few[0]], ago(5)))
    assert found == "non_compliant"
    assert words.reason == (
        "AI literacy: 22 of 24 people (92 %, asked for 95 %). Missing: 2 in groups "
        "that are too small to be told apart. The Staff page tells those who act."
    )
    assert words.measured is not None
    told = {one["team"]: one["counted"] for one in words.measured["by_group"]}
    assert told == {"Voice": 12, "Sales": None, "Legal": None}


def test_a_role_of_few_hides_the_next_smallest_too() -> None:
    """With 14 agents, 12 developers and 2 analysts, developers are hidden beside the analysts; the agents are told."""
    staff = [*people(14), *people(12, "developer"), *people(2, "analyst")]
    found, words = covered(ROLES, staff, done(staff[:13], ago(5)))
    assert found == "non_compliant"
    assert "fewer than 10 analysts, so it is not told how many have it (asked for 90 %)" in words.reason
    assert "developers, not told because a smaller role could be worked out (asked for 90 %)" in words.reason
    assert "13 of 14 service agents (93 %, asked for 90 %)" in words.reason
    assert "Missing" not in words.reason


@given(st.integers(0, 14), st.integers(0, 14), st.integers(0, 14), st.integers(0, 14))
def test_no_number_below_ten_people_is_ever_told(voice: int, sales: int, legal: int, trained: int) -> None:
    """Whatever the teams: a number of people in the measurement is ten or more, or it is not there."""
    staff = [*people(voice), *people(sales, team="Sales"), *people(legal, team="Legal")]
    _, words = covered(LITERACY, staff, done(staff[:trained], ago(5)))
    if words.measured is None:
        return
    counted = [words.measured["n"], *(one["counted"] for one in words.measured["by_group"])]
    assert all(one is None or one >= 10 for one in counted)
    sizes = {"Voice": voice, "Sales": sales, "Legal": legal}
    assert all(sizes[team] >= 10 for team in re.findall("in (Voice|Sales|Legal)", words.reason))
