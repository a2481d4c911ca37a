"""Each sentence about quantiles, on small literal histograms that a person can count."""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.charter_rules import contradictions
from dashboard.domain.lengths import length, of_hundred
from tests.assessing import charter, clause
from tests.domain.timed import AGE, FAIR, NEVER, counted, verdict, words

FAST: dict[str, Any] = {"quantile": "opt_out_to_effective", "p": 0.95, "at_most": "1h", "window": "30d"}
ALL_FAST: dict[str, Any] = FAST | {"p": 1, "at_most": "24h"}

PERSON: dict[str, Any] = {
    "quantile": "handoff_wait", "p": 0.95, "at_most": "180s", "window": "30d", "min_n": 200, "during": "opening_hours",
}  # fmt: skip

KEPT: dict[str, Any] = {"quantile": "event_log_kept", "p": 0, "at_least": "183d"}
UNKNOWN = math.nan


@pytest.mark.parametrize(
    ("histogram", "expected"),
    [
        ({2520: 980, 7200: 20}, "compliant"),
        ({2520: 900, 7200: 100}, "non_compliant"),
        ({2520: 948, 7200: 52}, "watch (point_over)"),
        ({2520: 955, 7200: 45}, "not_assessed (undecided)"),
        ({60: 71}, "not_assessed (undecided)"),
        ({60: 72}, "compliant"),
        ({3600: 1000}, "compliant"),
        ({3660: 1000}, "non_compliant"),
        ({}, "not_assessed (no_data)"),
    ],
)
def test_the_whole_interval_decides(histogram: dict[float, int], expected: str) -> None:
    """The order statistics on both sides of the quantile must lie on one side of the line; exactly on it is kept."""
    assert verdict(FAST, counted(histogram)) == expected


def test_it_is_said_in_human_units() -> None:
    """95 of 100 took at most so many minutes, between two others, of how many, in how long; and the same as JSON."""
    said = words(FAST, counted({2280: 1100, 2520: 70, 2820: 34}))
    assert said.reason == (
        "95 of 100 opt-outs took at most 42 min [42 min, 42 min], n = 1,204 in 30 days; the line is at most 1 hour: "
        "the whole interval is on the right side."
    )
    assert said.threshold == "at most 1 hour"
    assert said.measured == {
        "metric": "opt_out_to_effective_p95", "attribute": None, "group": None, "reference": None,
        "value": 2520.0, "low": 2520.0, "high": 2520.0, "n": 1204,
    }  # fmt: skip


def test_an_effect_that_nobody_recorded_is_never_fast() -> None:
    """Read as slow in the estimate, as fast below and as slow above: it proves nothing and hides nothing."""
    assert verdict(FAST, counted({60: 980, UNKNOWN: 20})) == "compliant"
    assert verdict(FAST, counted({60: 960, UNKNOWN: 40})) == "not_assessed (undecided)"
    assert verdict(FAST, counted({60: 900, UNKNOWN: 100})) == "watch (point_over)"
    assert verdict(FAST, counted({60: 700, UNKNOWN: 300})) == "not_assessed (not_recorded)"
    assert verdict(FAST, counted({60: 500, 7200: 200, UNKNOWN: 300})) == "non_compliant"
    assert "Not recorded for 20 of them, never counted as fast." in words(FAST, counted({60: 980, UNKNOWN: 20})).reason


def test_the_largest_is_a_census() -> None:
    """One over the line is a breach, all known ones under it keep it, and one unknown leaves it unproven."""
    assert verdict(ALL_FAST, counted({60: 3, 86400: 1})) == "compliant"
    assert verdict(ALL_FAST, counted({60: 5000, 87000: 1})) == "non_compliant"
    assert verdict(ALL_FAST, counted({60: 5000, UNKNOWN: 1})) == "watch (point_over)"
    said = words(ALL_FAST, counted({60: 5000, UNKNOWN: 1})).reason
    assert "at most 60 s, where it is known, among 5,001 opt-outs" in said
    assert "at most 24 h among 4 opt-outs in 30 days (a census)" in words(ALL_FAST, counted({60: 3, 86400: 1})).reason


def test_who_was_never_joined_waited_longer_than_any_line() -> None:
    """Six of a hundred whom nobody joined are a breach by themselves; the sentence tells how many."""
    rows = counted({60: 940, NEVER: 60}, "handoff_wait@opening_hours")
    assert verdict(PERSON, counted({60: 985, NEVER: 15}, "handoff_wait@opening_hours")) == "compliant"
    assert verdict(PERSON, counted({60: 900, NEVER: 100}, "handoff_wait@opening_hours")) == "non_compliant"
    assert "60 of them reached nobody." in words(PERSON, rows).reason
    assert "without end" in words(PERSON, rows).reason
    assert verdict(PERSON, counted({60: 1000}, "handoff_wait")) == "not_assessed (no_data)"


def test_what_would_settle_it_is_told() -> None:
    """How many more of the same kind bring the interval to one side of the line."""
    said = words(FAST, counted({60: 71})).reason
    assert said.endswith("About 18 more would settle it, were they like these.")
    assert "would not soon settle it" in words(FAST, counted({60: 950, 7200: 50})).reason


def test_too_few_old_and_foreign_days() -> None:
    """Thirty days count, to the day of the assessment; data older than a fortnight is stale."""
    rows = counted({60: 100}, "handoff_wait@opening_hours")
    assert verdict(PERSON, rows) == "not_assessed (too_few)"
    assert verdict(FAST, counted({60: 1000}, ago=15)) == "not_assessed (stale)"
    assert verdict(FAST, [*counted({60: 500}), *counted({7200: 5000}, ago=30), *counted({7200: 9}, ago=-1)]) == (
        "compliant"
    )


def test_the_smallest_is_a_census_too() -> None:
    """One event log kept for less than six months is a breach; one of unknown age leaves it unproven."""
    assert verdict(KEPT, counted({183: 1, 900: 8}, "event_log_kept")) == "compliant"
    assert verdict(KEPT, counted({182.5: 1, 900: 8}, "event_log_kept")) == "non_compliant"
    assert verdict(KEPT, counted({900: 8, UNKNOWN: 1}, "event_log_kept")) == "watch (point_over)"


def test_a_document_stands_in_until_something_is_counted() -> None:
    """An accepted report decides while nothing was counted; the first count takes its place."""
    check = AGE | {"until_measured": {"evidence": "retention_report", "max_age": "183d"}}
    paper = {"type": "retention_report", "effective": date(2026, 11, 1), "uploaded_by": "a", "accepted_by": "b"}
    assert verdict(check, [], evidence=[paper], retention_days=30) == "compliant"
    assert verdict(check, counted({31: 1}, "conversation_data_age"), evidence=[paper], retention_days=30) == (
        "non_compliant"
    )


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (FAST | {"quantile": "opt_out_to_efective"}, "Did you mean `opt_out_to_effective`?"),
        (FAST | {"quantile": "mood"}, "one of waiting_time, handoff_wait"),
        (FAIR | {"compare": "opt_out"}, "Did you mean `opted_out`?"),
        (FAIR | {"quantile": "handoff_wait"}, "one of waiting_time"),
        (FAST | {"during": "opening_hours"}, "one of handoff_wait"),
        (PERSON | {"during": "night"}, "`opening_hours`, or nothing"),
        (FAST | {"at_most": 3601}, "Write 61 min."),
        (FAST | {"at_least": "1min"}, "one line; two are two checks"),
        ({"count": "ai_interaction_after_optout", "at_most": 0}, "Did you mean `ai_interaction_after_opt_out`?"),
        ({"rate": "disclosure_shwon", "at_least": 0.9, "window": "30d", "min_n": 100}, "`disclosure_shown`?"),
    ],
)
def test_a_name_that_nobody_counts_is_refused(check: dict[str, Any], expected: str) -> None:
    """A misspelt name is no clause without data: it is named with what is known, and with what may have been meant."""
    [problem] = contradictions(charter(clause(check)))
    assert expected in f"{problem.expected} {problem.suggestion}"


@given(
    values=st.lists(st.integers(1, 7000), min_size=1, max_size=60),
    unknown=st.integers(0, 9),
    line=st.sampled_from(["30s", "2min", "1h"]),
)
def test_learning_what_was_unknown_never_turns_a_verdict(values: list[int], unknown: int, line: str) -> None:
    """What is proven with some unknown stays so whatever they turn out to be."""
    check = FAST | {"at_most": line, "p": 0.5}
    known: dict[float, int] = {}
    for value in values:
        known[float(value)] = known.get(float(value), 0) + 1
    before = verdict(check, counted(known | {UNKNOWN: unknown} if unknown else known))
    for truth in (1.0, 6999.0):
        after = verdict(check, counted(known | {truth: known.get(truth, 0) + unknown}))
        if before in ("compliant", "non_compliant"):
            assert after == before


@pytest.mark.parametrize(
    ("seconds", "said"), [(95, "95 s"), (185, "3 min 5 s"), (2520, "42 min"), (4200, "70 min"), (86400, "24 h"),
                          (9000, "2 h 30 min"), (273600, "3 days 4 h"), (math.inf, "without end")]
)  # fmt: skip
def test_lengths_are_said_as_people_do(seconds: float, said: str) -> None:
    """Two units at most, and none that is too small to matter."""
    assert length(seconds, "s") == said


def test_shares_of_a_hundred() -> None:
    """The quantile is told as so many of a hundred, or of a thousand where that is needed."""
    assert [of_hundred(p) for p in (0.95, 0.9, 0.995)] == ["95 of 100", "90 of 100", "995 of 1,000"]
