"""Persuasive offers to customers flagged as vulnerable, on small literal counts."""

from datetime import date
from typing import Any

import pytest

from tests.domain.test_rate_findings import logged, verdict, words

RATE = "persuasive_offer_to_vulnerable_customer"
NEVER: dict[str, Any] = {"count": RATE, "at_most": 0, "window": "90d"}
TESTED = NEVER | {"until_measured": {"evidence": "exclusion_test", "max_age": "183d"}}
FILED = {
    "evidence": [{"type": "exclusion_test", "effective": date(2026, 11, 1), "uploaded_by": "a", "accepted_by": "b"}]
}


@pytest.mark.parametrize(
    ("counts", "ago", "expected"),
    [
        ((0, 0, 1000), 0, "compliant"),
        ((1, 0, 1000), 0, "non_compliant"),
        ((1, 900, 1000), 0, "non_compliant"),
        ((0, 900, 1000), 0, "not_assessed (not_recorded)"),
        ((0, 1000, 1000), 0, "not_assessed (no_data)"),
        ((0, 0, 1000), 80, "not_assessed (stale)"),
        ((1, 0, 1000), 91, "not_assessed (no_data)"),
    ],
)
def test_one_is_one_too_many_and_what_nobody_flagged_is_no_proof(
    counts: tuple[int, int, int], ago: int, expected: str
) -> None:
    """One known offer is a breach however much is unknown; with too much unknown there is no compliance."""
    assert verdict(NEVER, logged(counts, rate=RATE, ago=ago)) == expected


def test_the_test_on_file_decides_until_the_log_says_anything() -> None:
    """A filed test stands in for a log without flags; the first flagged conversation takes its place."""
    blank, known = logged((0, 50, 50), rate=RATE), logged((2, 48, 50), rate=RATE)

    assert verdict(TESTED, blank, **FILED) == "compliant"
    assert verdict(TESTED, known, **FILED) == "non_compliant"
    assert words(TESTED, known, **FILED).reason == (
        "2 persuasive offers to customers flagged as vulnerable among 50 conversations with AI in 90 days; at most 0. "
        "Not recorded for 96.0 % of them, which may hide offers."
    )


def test_the_measurement_is_a_count() -> None:
    """The JSON contract gets the number of offers and of conversations."""
    found = words(NEVER, logged((2, 0, 50), rate=RATE)).measured

    assert found is not None
    assert (found["metric"], found["value"], found["n"]) == (RATE, 2.0, 50)
