"""Each sentence of the charter format about rates, on small literal counts of interactions."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.explanations import Spelled, spell
from dashboard.domain.facts import Facts, Terms, build_facts
from dashboard.domain.findings import Assessment, assess
from dashboard.domain.rate_facts import InteractionSeries
from dashboard.domain.rates import EVENT_COUNTS, EVENT_KEYS
from tests.assessing import AS_OF, case, charter, clause, registry

SHOWN: dict[str, Any] = {"rate": "disclosure_shown", "at_least": 0.9, "window": "30d", "min_n": 100}
GAP: dict[str, Any] = {"rate": "resolved", "gap_across": ["language"], "at_most": 0.05, "window": "90d", "min_n": 200}
RISING: dict[str, Any] = {
    "rate": "ai_complaint", "at_most": 100, "per": 1000, "window": "30d", "min_n": 500,
    "trend": "not_rising", "periods": 3,
}  # fmt: skip
DOCUMENT = {"evidence": "sample_report", "max_age": "92d"}
FILED = {
    "evidence": [{"type": "sample_report", "effective": date(2026, 11, 1), "uploaded_by": "a", "accepted_by": "b"}]
}
Row = tuple[int, str, str, str, tuple[int, int, int]]


def logged(*counts: tuple[int, int, int], rate: str = "disclosure_shown", ago: int = 0) -> list[Row]:
    """yes, unknown and n on one day, so many days ago."""
    return [(ago, "", "", rate, numbers) for numbers in counts]


def by_language(**groups: tuple[int, int, int]) -> list[Row]:
    """yes, unknown and n by language, and of all together."""
    total = tuple(sum(numbers[place] for numbers in groups.values()) for place in range(3))
    every = [(0, "", "", "resolved", (total[0], total[1], total[2]))]
    names = {"unrecorded": "(not recorded)"}
    return every + [(0, "language", names.get(name, name), "resolved", numbers) for name, numbers in groups.items()]


def held(check: Mapping[str, Any], rows: list[Row], **fields: Any) -> tuple[Assessment, Facts, Terms]:
    """One clause about one use case with this log."""
    frame = pd.DataFrame(
        [
            ("u", AS_OF - timedelta(days=ago), "chat", attribute, group, rate, *numbers)
            for ago, attribute, group, rate, numbers in rows
        ],
        columns=[*EVENT_KEYS, *EVENT_COUNTS],
    )
    frame["day"] = frame["day"].astype("datetime64[ns]")
    promise = charter(clause(check))
    facts = build_facts(registry(case(**fields)), AS_OF, interactions=InteractionSeries(frame).facts(["u"], AS_OF))
    return assess(promise, facts, AS_OF), facts, Terms.of(promise, AS_OF)


def verdict(check: Mapping[str, Any], rows: list[Row], **fields: Any) -> str:
    """`status` or `status (reason)`."""
    status, reason = held(check, rows, **fields)[0].use_cases.says(0, 0)
    return f"{status.value} ({reason.value})" if reason else status.value


def words(check: Mapping[str, Any], rows: list[Row], **fields: Any) -> Spelled:
    """The finding spelled out."""
    found, facts, terms = held(check, rows, **fields)
    return spell(found.use_cases, facts.use_cases, terms, 0, 0)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((980, 0, 1000), "compliant"),
        ((500, 0, 1000), "non_compliant"),
        ((88, 0, 100), "watch (point_over)"),
        ((91, 0, 100), "not_assessed (undecided)"),
        ((99, 0, 99), "not_assessed (too_few)"),
        ((0, 0, 0), "not_assessed (no_data)"),
        ((700, 300, 1000), "not_assessed (not_recorded)"),
    ],
)
def test_the_whole_interval_decides(counts: tuple[int, int, int], expected: str) -> None:
    """Wholly on the right side meets the charter, wholly on the wrong one breaches it; else the estimate says."""
    assert verdict(SHOWN, logged(counts)) == expected


def test_unknown_is_never_counted_as_shown_nor_as_a_proven_breach() -> None:
    """With 15 % unknown, 85 % shown is over the line but not proven; 95 % of the known would have met it."""
    assert verdict(SHOWN, logged((850, 150, 1000))) == "watch (point_over)"
    assert verdict(SHOWN, logged((850, 0, 895))) == "compliant"
    said = words(SHOWN, logged((850, 150, 1000)))
    assert said.measured is not None
    assert said.measured["value"] == 0.85
    assert "Not recorded for 150 of them, never counted as shown." in said.reason


def test_without_a_log_and_with_an_old_one_nothing_is_said() -> None:
    """No log is `no_data`, and so is a log that holds none of the kind; an old one is `stale`."""
    assert verdict(SHOWN, []) == "not_assessed (no_data)"
    assert verdict(SHOWN, logged((5, 0, 1000), rate="ai_complaint")) == "not_assessed (no_data)"
    assert verdict(SHOWN, logged((1000, 0, 1000), ago=15)) == "not_assessed (stale)"
    assert "No log has been read yet" in words(SHOWN, []).reason


def test_windows_end_at_the_day_of_the_assessment() -> None:
    """Thirty days count, today included; the thirty-first and tomorrow do not."""
    rows = [*logged((100, 0, 100), ago=29), *logged((0, 0, 900), ago=30), *logged((0, 0, 900), ago=-1)]
    assert verdict(SHOWN, [*rows, *logged((200, 0, 200))]) == "compliant"


def test_a_census_is_judged_without_an_interval() -> None:
    """With `confidence: none` the share itself decides; what is unknown still leaves it open."""
    census = {"rate": "disclosure_shown", "at_least": 1, "window": "30d", "confidence": "none"}
    assert verdict(census, logged((40, 0, 40))) == "compliant"
    assert verdict(census, logged((39, 0, 40))) == "non_compliant"
    assert verdict(census, logged((39, 1, 40))) == "watch (point_over)"


def test_a_rate_may_be_stated_per_so_many() -> None:
    """Three complaints in 10,000 conversations against at most ten: met; and said in the charter's own unit."""
    check = {"rate": "ai_complaint", "at_most": 10, "per": 10000, "window": "30d", "min_n": 5000}
    assert verdict(check, logged((3, 0, 10000), rate="ai_complaint")) == "compliant"
    assert verdict(check, logged((40, 0, 10000), rate="ai_complaint")) == "non_compliant"
    said = words(check, logged((40, 0, 10000), rate="ai_complaint"))
    assert "Complaints: 40.0 per 10,000 of 10,000 conversations with AI in 30 days (interval 29.4 to 54.4" in (
        said.reason.replace(" per 10,000 to", " to")
    )
    assert said.threshold == "at most 10 per 10,000"


def test_the_measured_value_stands_in_the_finding() -> None:
    """Value, interval and n as the JSON contract has them, from Wilson's formula for 500 of 1,000."""
    said = words(SHOWN, logged((500, 0, 1000)))
    assert said.measured == {
        "metric": "disclosure_shown", "attribute": None, "group": None, "reference": None,
        "value": 0.5, "low": 0.46907, "high": 0.53093, "n": 1000,
    }  # fmt: skip
    assert said.threshold == "at least 90 %"
    assert "50.00 % of 1,000 conversations led by AI in 30 days (interval 46.91 % to 53.09 %)" in said.reason


def test_a_document_decides_until_the_log_speaks() -> None:
    """`until_measured`: the document stands in without a log, and the first measurement replaces it."""
    check = {**SHOWN, "until_measured": DOCUMENT}
    assert verdict(check, [], **FILED) == "compliant"
    assert verdict(check, []) == "not_assessed (no_data)"
    assert verdict(check, logged((500, 0, 1000)), **FILED) == "non_compliant"
    assert verdict(check, logged((980, 0, 1000))) == "compliant"
    assert verdict(check, logged((20, 0, 20)), **FILED) == "not_assessed (too_few)"
    assert words(check, logged((500, 0, 1000)), **FILED).measured is not None


def test_hours_are_counted_apart() -> None:
    """`during` reads the rate within opening hours, not that of the whole day."""
    check = {"rate": "handoff_connected", "at_least": 0.9, "window": "30d", "min_n": 100}
    rows = logged((500, 0, 1000), rate="handoff_connected")
    rows += logged((495, 0, 500), rate="handoff_connected@opening_hours")
    assert verdict(check, rows) == "non_compliant"
    assert verdict({**check, "during": "opening_hours"}, rows) == "compliant"


def periods(*complaints: int) -> list[Row]:
    """Complaints among 1,000 conversations in windows of thirty days, the newest last."""
    last = len(complaints) - 1
    return [
        row
        for place, number in enumerate(complaints)
        for row in logged((number, 0, 1000), rate="ai_complaint", ago=30 * (last - place))
    ]


@pytest.mark.parametrize(
    ("complaints", "expected"),
    [
        ((10, 11, 10), "compliant"),
        ((30, 15, 5), "compliant"),
        ((5, 15, 40), "non_compliant"),
        ((20, 30), "not_assessed (too_few)"),
    ],
)
def test_a_proven_rise_is_a_breach(complaints: tuple[int, ...], expected: str) -> None:
    """`not_rising` refuses a proven rise, not a wobble; and without all the windows it is not judged."""
    assert verdict(RISING, periods(*complaints)) == expected


def test_the_sentence_says_that_the_trend_decided() -> None:
    """A breach by trend names the windows and the statistic."""
    assert "rising over 3 windows of 30 days (z = 5.6)" in words(RISING, periods(5, 15, 40)).reason


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ({"de": (8000, 0, 10000), "en": (7950, 0, 10000)}, "compliant"),
        ({"de": (8000, 0, 10000), "tr": (6000, 0, 10000)}, "non_compliant"),
        ({"de": (800, 0, 1000), "tr": (740, 0, 1000)}, "watch (point_over)"),
        ({"de": (160, 0, 200), "tr": (155, 0, 200)}, "not_assessed (undecided)"),
        ({"de": (8000, 0, 10000), "tr": (90, 0, 199)}, "not_assessed (too_few)"),
        ({"de": (800, 0, 1000), "unrecorded": (300, 0, 400)}, "not_assessed (not_recorded)"),
    ],
)
def test_the_widest_gap_decides(groups: dict[str, tuple[int, int, int]], expected: str) -> None:
    """Two groups as far apart as the line allows, wholly proven, or not; the unrecorded are shown, never judged."""
    assert verdict(GAP, by_language(**groups)) == expected


def test_a_group_that_the_log_does_not_hold_is_said() -> None:
    """An attribute without data and without a recorded reason decides nothing; with a reason it drops out."""
    check = {**GAP, "gap_across": ["language", "age_band"]}
    fair = by_language(de=(8000, 0, 10000), en=(7950, 0, 10000))
    explained = {"protected_attributes": {"age_band": {"not_collected": "not known", "decided_by": "officer"}}}
    assert verdict(check, fair) == "not_assessed (not_collected)"
    assert verdict(check, fair, **explained) == "compliant"
    assert "Not tested: age band." in words(check, fair, **explained).reason
    said = words(GAP, by_language(de=(8000, 0, 10000), tr=(6000, 0, 10000)))
    assert said.measured is not None
    assert (said.measured["group"], said.measured["reference"], said.measured["value"]) == ("tr", "de", 0.2)


@settings(max_examples=40)
@given(yes=st.integers(0, 400), more=st.integers(0, 400), unknown=st.integers(0, 100))
def test_knowing_more_never_turns_a_verdict_around(yes: int, more: int, unknown: int) -> None:
    """Whatever the unknown turn out to be, a breach stays no proof of compliance and the reverse."""
    n = yes + more + unknown
    said = verdict(SHOWN, logged((yes, unknown, n)))
    best, worst = verdict(SHOWN, logged((yes + unknown, 0, n))), verdict(SHOWN, logged((yes, 0, n)))
    if said == "compliant":
        assert {best, worst} == {"compliant"}
    if said == "non_compliant":
        assert {best, worst} == {"non_compliant"}
