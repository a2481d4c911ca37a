"""Each sentence of the charter format about deadlines, on small literal registers."""

from datetime import date
from typing import Any

import pytest

from dashboard.domain.cases import CaseRegister
from tests.domain.cases_held import TELL, held
from tests.registered import complete, opened

ANSWER: dict[str, Any] = {"deadline": "explanation_request", "step": "answered", "within": "30d"}
TRIAGE: dict[str, Any] = {"deadline": "incident", "step": "triaged", "within": "24h"}

DOCUMENT = {"evidence": "request_handling_report", "max_age": "92d"}
FILED = {
    "evidence": [
        {"type": "request_handling_report", "effective": date(2026, 11, 1), "uploaded_by": "a", "accepted_by": "b"}
    ]
}
ASKED = "explanation_request"


def asked(when: str, answered: str | None = None, **other: Any) -> Any:
    """An explanation request about the first use case."""
    return opened(ASKED, when, {"answered": answered} if answered else {}, **{"use_case": "u", **other})


def test_an_empty_register_proves_nothing() -> None:
    """No case and no statement: no data. Stated complete to a recent day: kept. Stated long ago: too old."""
    assert held(ANSWER, None)[0] == "not_assessed (no_data)"
    assert held(ANSWER, CaseRegister())[1].reason == (
        "Explanation requests: none in the last 365 days. Nobody has stated that the register of explanation requests "
        "is complete, so nothing missing is proof of nothing."
    )
    assert held(ANSWER, complete(kinds=(ASKED,)))[0] == "compliant"
    assert held(ANSWER, complete(kinds=(ASKED,), to=date(2026, 11, 9)))[0] == "compliant"
    status, words = held(ANSWER, complete(kinds=(ASKED,), to=date(2026, 11, 8)))
    assert status == "not_assessed (stale)"
    assert words.reason.endswith("was stated complete to 8 Nov 2026, too long before 23 Nov 2026.")


def test_a_statement_about_one_kind_says_nothing_about_another() -> None:
    """Complete contests do not make explanation requests complete."""
    assert held(ANSWER, complete(kinds=("contest",)))[0] == "not_assessed (no_data)"


def test_cases_in_time_are_kept_only_where_the_register_is_complete() -> None:
    """Whoever brings in only the good cases gets no green for it."""
    good = asked("2026-10-01", "2026-10-05")

    assert held(ANSWER, CaseRegister((good,)))[0] == "not_assessed (no_data)"
    status, words = held(ANSWER, complete(good))
    assert status == "compliant"
    assert words.reason == (
        "Explanation requests: 1 of 1 reached “answered” within 30 days. "
        "The register of explanation requests was stated complete to 23 Nov 2026."
    )
    assert words.threshold == "within 30 days"
    assert words.measured is not None
    assert (words.measured["value"], words.measured["n"], words.measured["kept"]) == (1.0, 1, 1)


@pytest.mark.parametrize(
    ("answered", "status"),
    [("2026-10-31 23:59:59", "compliant"), ("2026-11-01 00:00", "non_compliant"), (None, "non_compliant")],
)
def test_late_and_overdue_are_a_breach(answered: str | None, status: str) -> None:
    """30 days after 1 October end with 31 October; a breach needs no statement about the register."""
    assert held(ANSWER, complete(asked("2026-10-01 12:00", answered)))[0] == status
    if status == "non_compliant":
        assert held(ANSWER, CaseRegister((asked("2026-10-01 12:00", answered),)))[0] == status


def test_the_sentence_counts_what_stands_where() -> None:
    """Kept, late, overdue, running and withdrawn, each with its number, and the share with its denominator."""
    cases = [
        asked("2026-09-01", "2026-09-10"), asked("2026-08-01", "2026-08-10"), asked("2026-07-01", "2026-09-10"),
        asked("2026-10-10"), asked("2026-11-02"), asked("2026-11-12"),
        opened(ASKED, "2026-09-05", {"withdrawn": "2026-09-06"}, use_case="u"),
    ]  # fmt: skip
    status, words = held(ANSWER, complete(*cases))

    assert status == "non_compliant"
    assert words.reason == (
        "Explanation requests: 2 of 4 reached “answered” within 30 days; 1 late; 1 overdue, since 9 Nov 2026; "
        "2 running, the next due 2 Dec 2026; 1 withdrawn in time. "
        "The register of explanation requests was stated complete to 23 Nov 2026."
    )
    assert words.measured == {
        "metric": "in_time", "attribute": ASKED, "group": "answered", "reference": None, "value": 0.5, "low": 0.5,
        "high": 0.5, "n": 4, "kept": 2, "late": 1, "overdue": 1, "running": 2, "withdrawn": 1, "undecided": 0,
    }  # fmt: skip


def test_what_still_runs_is_neither_kept_nor_missed() -> None:
    """A request of this week is in no denominator."""
    status, words = held(ANSWER, complete(asked("2026-11-20")))

    assert status == "compliant"
    assert "none decided yet; 1 running, the next due 20 Dec 2026" in words.reason
    assert words.measured is None


def test_clocks_of_today_stop_at_the_hour_and_of_other_days_at_their_end() -> None:
    """An incident of yesterday 10:00 is overdue today at 10:01, not at 9:59; nobody asked counts the whole day."""
    register = complete(opened("incident", "2026-11-22 10:00"))

    assert held(TRIAGE, register, whole=True, now="2026-11-23 09:59")[0] == "compliant"
    assert held(TRIAGE, register, whole=True, now="2026-11-23 10:01")[0] == "non_compliant"
    assert held(TRIAGE, register, whole=True)[0] == "non_compliant"
    assert held(TRIAGE, register, whole=True, now="2026-11-25 09:00")[0] == "non_compliant"


def test_the_time_of_an_hourly_clock_is_said() -> None:
    """Until when, to the minute and in UTC."""
    register = complete(opened("incident", "2026-11-22 14:00", {"triaged": "2026-11-22 15:00"}, facts={}))

    said = held({**TELL, "where": {"death": True}}, register, whole=True, now="2026-11-23 09:00")[1].reason
    assert "1 running, the next due 25 Nov 2026, 14:00 UTC" in said


def test_what_lies_ahead_of_the_day_is_not_known_yet() -> None:
    """A case opened tomorrow does not exist, and a step of tomorrow was not done."""
    assert held(ANSWER, complete(asked("2026-11-24"), asked("2026-10-23", "2026-11-24")))[0] == "non_compliant"
    assert "none in the last" in held(ANSWER, complete(asked("2026-11-24")))[1].reason


@pytest.mark.parametrize(("opened_on", "status"), [("2025-10-24", "non_compliant"), ("2025-10-23", "compliant")])
def test_a_late_case_counts_for_a_year_after_its_time(opened_on: str, status: str) -> None:
    """Its 30 days were over on 23 November 2025: 365 days before the end of 23 November 2026."""
    late = asked(opened_on, "2025-12-30")

    assert held(ANSWER, complete(late))[0] == status


def test_an_open_case_never_grows_too_old_to_count() -> None:
    """Overdue for three years is still overdue."""
    assert held(ANSWER, complete(asked("2023-01-01")))[0] == "non_compliant"


def test_cases_of_other_use_cases_are_not_its_own() -> None:
    """One use case is late, the other is not; the organisation sees both."""
    late = asked("2026-09-01", use_case="v")

    assert held(ANSWER, complete(late))[0] == "compliant"
    assert held(ANSWER, complete(late), whole=True)[0] == "non_compliant"


def test_a_missed_case_that_names_no_use_case_may_be_anybodys() -> None:
    """No use case is green while a case that missed its time belongs to nobody."""
    status, words = held(ANSWER, complete(asked("2026-09-01", use_case=None)))

    assert status == "not_assessed (not_recorded)"
    assert "1 explanation request that missed the time names no use case and may be its own." in words.reason
    assert held(ANSWER, complete(asked("2026-11-01", use_case=None)))[0] == "compliant"


def test_a_document_stands_in_until_the_register_decides() -> None:
    """With nothing stated the report decides; a late case, and a complete register, take its place."""
    check = {**ANSWER, "until_measured": DOCUMENT}

    assert held(check, None, **FILED)[0] == "compliant"
    assert held(check, None)[0] == "not_assessed (no_data)"
    assert held(check, CaseRegister((asked("2026-09-01"),)), **FILED)[0] == "non_compliant"
    assert held(check, complete(kinds=(ASKED,)))[0] == "compliant"
    assert held(check, complete(kinds=(ASKED,), to=date(2026, 1, 1)), **FILED)[0] == "not_assessed (stale)"


def test_a_case_withdrawn_after_its_time_was_late() -> None:
    """Waiting until people give up is no way to keep a promise."""
    gave_up = opened(ASKED, "2026-09-01", {"withdrawn": "2026-11-01"}, use_case="u")

    assert held(ANSWER, complete(gave_up))[0] == "non_compliant"
