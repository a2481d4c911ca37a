"""Quantiles of two groups against each other, and snapshots against the record."""

from tests.domain.timed import AGE, FAIR, NEVER, Rows, counted, verdict, words


def both(mine: dict[float, int], everyone: dict[float, int]) -> Rows:
    """Waits of those who opted out and of everyone."""
    return [*counted(mine, "waiting_time", of="opted_out"), *counted(everyone, "waiting_time")]


def test_a_ratio_compares_two_groups() -> None:
    """Those who opted out against everyone: the whole interval of the ratio decides, and both waits are told."""
    spread = {float(second): 20 for second in range(11, 111)}
    slower = {3 * second: 4 for second in spread}
    assert verdict(FAIR, both(dict.fromkeys(spread, 4), spread)) == "compliant"
    assert verdict(FAIR, both(slower, spread)) == "non_compliant"
    said = words(FAIR, both(slower, spread))
    assert said.reason.startswith(
        "90 of 100 conversations of those who opted out waited at most 5 min, of everyone 100 s: 3.00 times as long ["
    )
    assert said.measured is not None
    assert (said.measured["metric"], said.measured["group"], said.measured["n"]) == (
        "waiting_time_p90_ratio", "opted_out", 400,
    )  # fmt: skip
    assert verdict(FAIR, both({10: 199}, spread)) == "not_assessed (too_few)"
    assert "199 of the 200 conversations of those who opted out needed in 30 days, 1 more" in words(
        FAIR, both({10: 199}, spread)).reason  # fmt: skip
    assert verdict(FAIR, counted(spread, "waiting_time")) == "not_assessed (no_data)"


def test_a_group_that_is_never_served_is_worse_without_end() -> None:
    """Where one in five of those who opted out is never served, no ratio is needed to see it."""
    spread = {float(second): 20 for second in range(11, 111)}
    assert verdict(FAIR, both({60: 320, NEVER: 80}, spread)) == "non_compliant"
    assert "80 of them were never served." in words(FAIR, both({60: 320, NEVER: 80}, spread)).reason


def test_a_snapshot_is_read_on_its_newest_day_against_the_record() -> None:
    """The oldest conversation of the newest day against the retention that the record names; without one, unknown."""
    rows = [*counted({400: 1}, "conversation_data_age", ago=9), *counted({1: 5, 364: 2}, "conversation_data_age")]
    assert verdict(AGE, rows, retention_days=365) == "compliant"
    assert verdict(AGE, rows, retention_days=363) == "non_compliant"
    assert verdict(AGE, rows) == "not_assessed (intake_incomplete)"
    said = words(AGE, rows, retention_days=363).reason
    assert "at most 364 days among 7 conversations kept on 23 Nov 2026 (a census)" in said
    assert "at most the retention days of the record (363 days)" in said
