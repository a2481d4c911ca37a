"""Looking every week proves no more than it should, finds what is there, and dates when it began."""

import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.domain.intervals import newcombe, z
from dashboard.domain.sequences import (
    CUSUM_ALARMS,
    NAIVE_ALARMS,
    SEQUENCE_ALARMS,
    Looks,
    alarm_height,
    watch,
)

LOOKS = 52
Array = NDArray[np.float64]


def drawn(rng: np.random.Generator, rates: Array | float, size: int = 100, other: float = 0.4) -> Looks:
    """Weekly counts of a group with these rates and of a reference three times its size."""
    n, m = np.full(LOOKS, float(size)), np.full(LOOKS, 3.0 * size)
    chances = np.broadcast_to(np.asarray(rates, dtype=float), LOOKS)
    return Looks(rng.binomial(size, chances).astype(float), n, rng.binomial(3 * size, other, LOOKS).astype(float), m)


def naive_alarm(looks: Looks) -> bool:
    """Whether an ordinary 95 % interval of the sums so far lies wholly below 0, or above, at any look."""
    sums = [np.cumsum(one) for one in (looks.favourable, looks.decisions)]
    others = [np.cumsum(one) for one in (looks.favourable_reference, looks.decisions_reference)]
    low, high = newcombe(*sums, *others, z(0.95))
    return bool(((high < 0) | (low > 0)).any())


@pytest.mark.slow
def test_a_fair_history_raises_few_alarms_however_often_we_look(capsys: pytest.CaptureFixture[str]) -> None:
    """Of 4,000 fair histories with 52 looks at most 5 % raise an alarm by sequence or CUSUM; naively, a third do."""
    rng = np.random.default_rng(5)
    histories = [drawn(rng, 0.4) for _ in range(4_000)]
    found = [watch(looks) for looks in histories]
    two_sided = np.mean([bool(((one.high < 0) | (one.low > 0)).any()) for one in found])
    piled = np.mean([one.began is not None for one in found])
    naive = np.mean([naive_alarm(looks) for looks in histories])

    with capsys.disabled():
        sys.stdout.write(
            f"\nfalse alarms of 4,000: sequence {two_sided:.3f}, CUSUM {piled:.3f}, looking naively {naive:.3f}\n"
        )
    assert two_sided <= 0.05
    assert piled <= 0.06  # 0.05, and what 4,000 histories leave open
    assert 0.25 < naive < 0.42
    shown = [round(two_sided, 3), round(piled, 3), round(naive, 2)]
    assert shown == [SEQUENCE_ALARMS, CUSUM_ALARMS, NAIVE_ALARMS]  # the figures that the Fairness page tells


def test_a_disparity_that_is_there_is_found_and_dated() -> None:
    """From week 20 on the group gets a quarter less: found within 15 weeks, dated within 4 of the true start."""
    rng = np.random.default_rng(11)
    rates = np.where(np.arange(LOOKS) < 20, 0.4, 0.3)
    found = [watch(drawn(rng, rates, size=200)) for _ in range(50)]

    began = np.array([one.began for one in found if one.began is not None])
    assert len(began) >= 49
    assert np.median(np.abs(began - 20)) <= 4
    real = np.array([LOOKS if one.real is None else one.real for one in found])
    assert np.median(real) < 50
    assert min(real) >= 18


def test_the_line_of_a_ratio_is_the_charters() -> None:
    """A rate at 0.9 of the reference is below it, and not below four fifths of it."""
    rng = np.random.default_rng(3)
    looks = drawn(rng, 0.45, size=2_000, other=0.5)

    assert watch(looks).real is not None
    assert watch(looks, line=0.8).real is None


def test_counts_a_person_can_check() -> None:
    """Two looks, 40 of 100 against 60 of 100 each: the sum says 0.4 - 0.6, and the limits get narrower."""
    hundred = np.array([100.0, 100.0])
    found = watch(Looks(np.array([40.0, 40.0]), hundred, np.array([60.0, 60.0]), hundred))

    assert found.value == pytest.approx([-0.2, -0.2])
    assert found.high[1] - found.low[1] < found.high[0] - found.low[0]
    assert found.cusum[1] > found.cusum[0] > 0


def test_looks_without_decisions_change_nothing() -> None:
    """A week in which nobody of the group was decided leaves the limits as they were; none at all proves nothing."""
    four = np.array([100.0, 0.0, 100.0])
    found = watch(Looks(np.array([40.0, 0.0, 40.0]), four, np.array([60.0, 60.0, 60.0]), np.full(3, 100.0)))
    assert found.value[1] == found.value[0]
    assert found.high[1] == found.high[0]

    nothing = watch(Looks(np.zeros(3), np.zeros(3), np.zeros(3), np.zeros(3)))
    assert (nothing.real, nothing.began) == (None, None)
    assert np.isnan(nothing.value).all()


def test_the_alarm_height_grows_with_looks_and_with_care() -> None:
    """More looks, or fewer false alarms wanted, need a higher pile."""
    assert alarm_height(12, 0.05) < alarm_height(52, 0.05) < alarm_height(52, 0.01)
    assert alarm_height(0, 0.05) == np.inf
