"""The numbers of a clause that can be moved: by what they belong to, and what differs from the charter in force."""

from typing import Any

from dashboard.domain.charter import Charter
from dashboard.domain.charter_limits import OTHERS, grouped, in_short, limits_of, moved
from tests.assessing import charter, clause

LINES: dict[str, Any] = {
    "fairness": "selection_rate_ratio", "metric_from": "fairness_metric", "window": "90d", "min_group": 100,
    "between": {"selection_rate_ratio": [0.8, 1.25], "selection_rate_gap": [-0.1, 0.1]},
}  # fmt: skip


def held(**other: Any) -> Charter:
    """A charter with one clause of two lines, behind another clause."""
    return charter(clause({"field": "team", "present": True}), clause({**LINES, **other}, id="X-02"))


def test_lines_stand_by_measure_and_what_belongs_to_none_comes_last() -> None:
    """Two lines of two numbers, and window, size and time together."""
    groups = grouped(limits_of(held(), "X-02"))
    assert [(name, len(part)) for name, part in groups.items()] == [
        ("selection rate ratio", 2), ("selection rate gap", 2), (OTHERS, 3),
    ]  # fmt: skip
    assert in_short(groups["selection rate gap"], {}) == "-0.1 to 0.1"
    assert in_short(groups[OTHERS], {}) == "window (days) 90; smallest group judged 100; put right within (days) 30"


def test_what_was_moved_is_told_beside_what_is_in_force_wherever_the_clause_stands() -> None:
    """A line and the window moved, in a draft that has one clause less before it."""
    lines = {**LINES["between"], "selection_rate_ratio": [0.9, 1.25]}
    draft = charter(clause({**LINES, "window": "30d", "between": lines}, id="X-02"))
    now = limits_of(draft, "X-02")
    before = moved(now, limits_of(held(), "X-02"))
    assert before == {("check", "between", "selection_rate_ratio", 0): 0.8, ("check", "window"): 90}
    groups = grouped(now)
    assert in_short(groups["selection rate ratio"], before) == "0.9 to 1.25, in force 0.8 to 1.25"
    assert in_short(groups["selection rate gap"], before) == "-0.1 to 0.1"
    assert in_short(groups[OTHERS], before).startswith("window (days) 30, in force 90; smallest group judged 100;")


def test_two_proofs_are_told_apart() -> None:
    """A clause of a document and a sign-off: each has its own numbers, the time to put it right belongs to neither."""
    check = {"all_of": [{"evidence": "dpia", "max_age": "365d"}, {"sign_off": "review", "max_age": "180d"}]}
    groups = grouped(limits_of(charter(clause(check)), "X-01"))
    assert [len(part) for part in groups.values()] == [1, 1, 1]
    assert list(groups)[-1] == OTHERS


def test_a_new_clause_has_nothing_in_force_beside_it() -> None:
    """Nothing is said to be moved where the charter in force has no such clause."""
    assert moved(limits_of(held(), "X-02"), limits_of(held(), "Y-01")) == {}
