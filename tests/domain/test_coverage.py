"""Coverage decides from staff and training: who counts, who has it, and what calls for a refresher."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.roster import Course, Member
from tests.assessing import AS_OF, case, verdict
from tests.domain.trained import LITERACY
from tests.staffing import ago, covered, done, people


def test_a_census_is_decided_by_its_share_alone() -> None:
    """19 of 20 is 95 percent and kept; 18 of 20 is a breach, and the sentence holds both numbers."""
    staff = people(20)

    assert covered(LITERACY, staff, done(staff[:19], ago(10)))[0] == "compliant"
    status, words = covered(LITERACY, staff, done(staff[:18], ago(10)))
    assert status == "non_compliant"
    assert words.reason == ("AI literacy: 18 of 20 people (90 %, asked for 95 %). Missing: 2 service agents in Voice.")
    assert words.threshold == "at least 0.95"
    assert words.measured is not None
    assert (words.measured["value"], words.measured["n"], words.measured["having"]) == (0.9, 20, 18)


def test_without_data_nothing_is_decided() -> None:
    """No staff, no completion, or a course that nobody ever completed: no data, which never reads as kept."""
    staff = people(3)

    assert verdict(LITERACY) == "not_assessed (no_data)"
    assert covered(LITERACY, staff, [])[0] == "not_assessed (no_data)"
    assert covered(LITERACY, staff, done(staff, ago(5), "another_course"))[0] == "not_assessed (no_data)"
    assert covered(LITERACY, [], done(staff, ago(5)))[0] == "not_assessed (no_data)"


@pytest.mark.parametrize(("days", "status"), [(365, "compliant"), (366, "non_compliant")])
def test_training_lapses_after_the_window(days: int, status: str) -> None:
    """On the 365th day it counts, on the next it does not."""
    staff = people(2)

    assert covered(LITERACY, staff, done(staff, ago(days)))[0] == status


@pytest.mark.parametrize(("valid", "status"), [(50, "compliant"), (49, "non_compliant")])
def test_a_course_may_be_valid_for_less_time(valid: int, status: str) -> None:
    """The days of the course count beside the charter's window, whichever ends sooner."""
    staff = people(2)

    assert covered(LITERACY, staff, done(staff, ago(50)), courses=[Course("ai_literacy", "L", valid)])[0] == status


def test_a_certificate_that_ended_counts_no_more() -> None:
    """Its last valid day still counts."""
    staff = people(1)

    assert covered(LITERACY, staff, done(staff, ago(9), valid_until=AS_OF))[0] == "compliant"
    assert covered(LITERACY, staff, done(staff, ago(9), valid_until=ago(1)))[0] == "non_compliant"


def test_newcomers_within_their_time_count_neither_way() -> None:
    """On the 30th day after joining they still have time; on the next day they are missing."""
    staff = people(19)
    trained = done(staff, ago(10))

    status, words = covered(LITERACY, [*staff, *people(2, "developer", joined=ago(30))], trained)
    assert status == "compliant"
    assert "19 of 19 people" in words.reason
    assert words.reason.endswith("2 newcomers still within their time.")
    assert covered(LITERACY, [*staff, *people(2, "developer", joined=ago(31))], trained)[0] == "non_compliant"


def test_leavers_and_those_to_come_are_not_counted() -> None:
    """Who left yesterday, or joins tomorrow, is in no denominator; who leaves today is."""
    staff, gone, coming = people(4), people(3, "developer", left=ago(1)), people(3, "analyst", joined=ago(-1))

    assert covered(LITERACY, [*staff, *gone, *coming], done(staff, ago(3)))[0] == "compliant"
    assert covered(LITERACY, [*staff, *people(1, "developer", left=AS_OF)], done(staff, ago(3)))[0] == "non_compliant"


def test_what_lies_ahead_of_the_day_is_not_known_yet() -> None:
    """An assessment of an earlier day does not see later completions."""
    staff = people(2)

    assert covered(LITERACY, staff, done(staff, ago(0)), as_of=ago(1))[0] == "not_assessed (no_data)"


def test_contractors_and_who_does_not_use_ai_count_as_the_clause_says() -> None:
    """Of those who use AI, contractors included, cleaners are none; without contractors there is nobody missing."""
    staff = [*people(3), *people(1, "cleaner", uses_ai=False), *people(1, "contractor", contractor=True)]
    trained = done(staff[:3], ago(3))

    assert covered({**LITERACY, "of": "ai_users_incl_contractors"}, staff, trained)[0] == "non_compliant"
    assert covered({**LITERACY, "of": "ai_users"}, staff, trained)[0] == "compliant"
    assert covered({**LITERACY, "of": "service_agent"}, staff, trained)[0] == "compliant"


def test_each_role_has_its_own_line_and_the_worst_decides() -> None:
    """A role that nobody has is left out; one role below its line is a breach, and it is the one that is named."""
    check = {"coverage": "role_module", "by_role": {"developer": 0.95, "service_agent": 0.9, "nobody_here": 1.0}}
    agents, developers = people(10), people(12, "developer")
    trained = done([*agents[:9], *developers], ago(3), "role_module")

    assert covered(check, [*agents, *developers], trained)[0] == "compliant"
    status, words = covered(check, [*agents, *developers], trained[:-1])
    assert status == "non_compliant"
    assert words.threshold == "at least 0.95 of developers"
    assert words.measured is not None
    assert (words.measured["group"], words.measured["value"]) == ("developer", 0.916667)


@pytest.mark.parametrize(("live", "status"), [(60, "compliant"), (61, "non_compliant")])
def test_a_new_system_calls_for_a_refresher_of_its_team(live: int, status: str) -> None:
    """From the 61st day after it went live, older training of its own team does not count; other teams' does."""
    check = {**LITERACY, "at_least": 1.0, "refresh_after": {"event": "new_system", "within": "60d"}}
    fresh = [case(team="Voice", go_live=ago(live), registered_at=ago(400))]
    voice, sales = people(2), people(2, team="Sales")

    assert covered(check, voice, done(voice, ago(100)), cases=fresh)[0] == status
    assert covered(check, voice, done(voice, ago(live)), cases=fresh)[0] == "compliant"
    assert covered(check, sales, done(sales, ago(100)), cases=fresh)[0] == "compliant"


def test_an_acknowledgement_is_of_a_version() -> None:
    """A charter long in effect must be acknowledged itself; an older version does not count, however late."""
    check = {
        "coverage": "charter_acknowledged", "of": "all_cx_staff", "at_least": 1.0,
        "refresh_after": {"event": "charter_published", "within": "30d"},
    }  # fmt: skip
    staff = people(2)

    def acknowledged(edition: str) -> str:
        return covered(check, staff, done(staff, ago(5), "charter_acknowledged", edition=edition))[0]

    assert (acknowledged("1"), acknowledged("0")) == ("compliant", "non_compliant")
    early = done(staff, ago(900), "charter_acknowledged", edition="1")
    assert covered(check, staff, early)[0] == "compliant"


@given(
    having=st.integers(0, 40), lacking=st.integers(0, 40), fresh=st.integers(0, 5),
    least=st.sampled_from([0.0, 0.5, 0.9, 0.95, 1.0]),
)  # fmt: skip
def test_any_census_is_decided_as_by_hand(having: int, lacking: int, fresh: int, least: float) -> None:
    """Numerator over denominator against the line, newcomers left out; nobody to count decides nothing."""
    own, others, new = people(having), people(lacking, "developer"), people(fresh, "analyst", joined=ago(1))
    stranger = Member("gone", "r", "t", left=ago(5))
    check = {**LITERACY, "at_least": least}
    status = covered(check, [*own, *others, *new, stranger], done([*own, stranger], ago(9)))[0]

    if having + lacking == 0:
        assert status == ("not_assessed (requested)" if fresh else "not_assessed (no_data)")
    else:
        enough = having * 100 >= round(least * 100) * (having + lacking)
        assert status == ("compliant" if enough else "non_compliant")


def test_time_passes_for_everybody_at_once() -> None:
    """A team whose training lapses next week is compliant today and in breach in eight days."""
    staff = people(4)
    trained = done(staff, ago(358))

    assert covered(LITERACY, staff, trained)[0] == "compliant"
    assert covered(LITERACY, staff, trained, as_of=AS_OF + timedelta(days=7))[0] == "compliant"
    assert covered(LITERACY, staff, trained, as_of=AS_OF + timedelta(days=8))[0] == "non_compliant"
