"""Overturned decisions are counted with their denominator; what has no outcome favours nobody."""

import pytest

from dashboard.domain.cases import Case, Step
from dashboard.domain.intervals import z
from dashboard.domain.overturns import Overturns, counted, decided, month_of
from tests.registered import at

Z = z(0.95)


def contest(number: int, outcome: str | None, *, kind: str = "contest", on: str = "2026-11-03 10:00") -> Case:
    """A contested decision that a person decided."""
    step = Step("decided_by_human", at(on), outcome=outcome)
    return Case(f"c-{number}", kind, at("2026-11-01"), "u", steps=(step,))


def test_overturned_in_part_is_overturned() -> None:
    """Two of four, and one without outcome, which is in the denominator."""
    cases = [contest(1, "overturned"), contest(2, "partly_overturned"), contest(3, "upheld"), contest(4, None)]
    found = counted(decided(cases, at("2026-11-30")))

    assert (found.n, found.overturned, found.unknown, found.share) == (4, 2, 1, 0.5)


def test_only_what_a_person_decided_by_then_counts() -> None:
    """Open contests, rights requests and later decisions are not there."""
    waiting = Case("w", "contest", at("2026-11-01"), "u")
    request = Case("r", "rights_request", at("2026-11-01"), steps=(Step("answered", at("2026-11-02")),))

    assert not list(decided([waiting, request, contest(1, "upheld")], at("2026-11-03 09:59")))
    assert [one.case for one in decided([contest(1, "upheld", kind="complaint")], at("2026-11-03 10:00"))] == ["c-1"]


def test_the_interval_reads_the_unknown_against_everybody() -> None:
    """19 of 41: Wilson gives 0.321 to 0.613; with four unknown the upper bound is that of 23."""
    low, high = Overturns(41, 19).interval(Z) or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.321, 0.613)

    with_unknown = Overturns(41, 19, 4).interval(Z) or (0, 0)
    assert with_unknown == (low, (Overturns(41, 23).interval(Z) or (0, 0))[1])
    assert Overturns().interval(Z) is None


@pytest.mark.parametrize(
    ("mine", "rest", "stands_out"),
    [(Overturns(41, 19), Overturns(100, 14), True), (Overturns(4, 2), Overturns(100, 20), False)],
)
def test_a_share_stands_out_where_it_is_proven(mine: Overturns, rest: Overturns, *, stands_out: bool) -> None:
    """46 against 14 percent of enough is proven; two of four against 20 percent is not."""
    above = mine.above(rest, Z)

    assert above is not None
    assert (above[0] > 0) is stands_out
    assert mine.above(Overturns(), Z) is None


def test_a_decision_belongs_to_its_own_month() -> None:
    """Opened in one month and decided in another: the month of the decision."""
    (one,) = decided([contest(1, "upheld", on="2026-12-01 00:00")], at("2026-12-31"))

    assert f"{month_of(one)}" == "2026-12-01"
