"""Coverage decides from staff and training: who counts, who has it, and what calls for a refresher."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.roster import Course, Member
from tests.assessing import AS_OF, case, verdict
from tests.registered import complete, incident
from tests.staffing import ago, covered, done, people

LITERACY = {"coverage": "ai_literacy", "of": "all_cx_staff", "at_least": 0.95, "window": "365d", "grace": "30d"}


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


OVERSIGHT = {"coverage": "oversight_training", "of": "assigned_overseers", "at_least": 1.0, "before": "assignment"}


def overseen(name: str | None, **other: object) -> list[dict[str, object]]:
    """One use case that this person oversees."""
    return [case(overseer={"name": name} if name else None, **other)]


def test_overseers_are_found_by_their_user_id() -> None:
    """The registry names users, the training file pseudonymous people; the staff list says who is who."""
    lead = [Member("P7", "team_lead", "Voice", user="voice-lead", joined=ago(5))]
    trained = done(lead, ago(3), "oversight_training")

    assert covered(OVERSIGHT, lead, trained, cases=overseen("voice-lead"), whole=False)[0] == "compliant"
    status, words = covered(OVERSIGHT, lead, trained, cases=overseen("somebody"), whole=False)
    assert status == "non_compliant"
    assert "Missing: somebody who is not on the staff list." in words.reason


def test_who_is_to_oversee_has_time_until_the_system_is_in_service() -> None:
    """Before it goes live the training is asked for; from that day on its absence is a breach, without grace."""
    lead = [Member("lead", "team_lead", "Voice", joined=ago(2))]
    others = done([Member("other", "", "")], ago(3), "oversight_training")

    def status(**fields: object) -> str:
        return covered(OVERSIGHT, lead, others, cases=overseen("lead", **fields), whole=False)[0]

    assert status(lifecycle="approved", go_live=None) == "not_assessed (requested)"
    assert status(go_live=AS_OF) == "non_compliant"
    assert covered(OVERSIGHT, lead, others, cases=overseen(None), whole=False)[0] == "not_assessed (intake_incomplete)"


def test_the_first_measurement_takes_the_place_of_the_document() -> None:
    """A record of training stands in until training data is there, and no longer."""
    check = {**OVERSIGHT, "until_measured": {"evidence": "oversight_training_record", "max_age": "365d"}}
    paper = {
        "type": "oversight_training_record", "effective": ago(5), "uploaded_by": "lead", "accepted_by": "officer",
    }  # fmt: skip
    lead = [Member("lead", "team_lead", "Voice")]
    cases = overseen("lead", evidence=[paper])

    assert verdict(check, {"overseer": {"name": "lead"}, "evidence": [paper]}) == "compliant"
    assert covered(check, lead, [], cases=cases, whole=False)[0] == "compliant"
    lapsed = done(lead, ago(5), "oversight_training", valid_until=ago(1))
    assert covered(check, lead, lapsed, cases=cases, whole=False)[0] == "non_compliant"


def test_a_use_case_is_held_to_the_people_of_its_team() -> None:
    """Staff of another team does not make a use case compliant or not."""
    voice, sales = people(2), people(5, team="Sales")

    assert covered(LITERACY, [*voice, *sales], done(voice, ago(3)), cases=[case(team="Voice")], whole=False)[0] == (
        "compliant"
    )
    assert covered(LITERACY, [*voice, *sales], done(sales, ago(3)), cases=[case(team="Voice")], whole=False)[0] == (
        "non_compliant"
    )


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


def test_an_event_that_nobody_records_is_said() -> None:
    """A refresher that cannot be seen is no silent yes, and an event that nobody knows is refused in the charter."""
    check = {**LITERACY, "refresh_after": [{"event": "serious_incident", "within": "60d"}]}
    staff = people(2)

    status, words = covered(check, staff, done(staff, ago(5)))
    assert status == "compliant"
    assert words.reason.endswith(
        "refreshers after a serious incident, of which nobody has stated that all are recorded."
    )
    with pytest.raises(ValueError, match="charter_published"):
        covered({**LITERACY, "refresh_after": {"event": "charter_publish", "within": "60d"}}, staff, [])


@pytest.mark.parametrize(("days", "status"), [(60, "compliant"), (61, "non_compliant")])
def test_a_grave_incident_calls_for_a_refresher_of_its_team(days: int, status: str) -> None:
    """From the 61st day on, training older than the incident does not count in the team of its use case; a light
    incident, and one of another team, call nobody.
    """
    check = {**LITERACY, "at_least": 1.0, "refresh_after": {"event": "serious_incident", "within": "60d"}}
    staff, other = people(2), people(2, team="Sales")
    trained = done([*staff, *other], ago(90))
    grave, light = incident(ago(days), use_case="u", severity="critical"), incident(ago(days), use_case="u")
    own = [case(team="Voice"), case(id="v", team="Finance")]

    assert covered(check, [*staff, *other], trained, cases=own, register=complete(grave))[0] == status
    assert covered(check, [*staff, *other], trained, cases=own, register=complete(light))[0] == "compliant"
    elsewhere = incident(ago(days), use_case="v", severity="critical")
    assert covered(check, [*staff, *other], trained, cases=own, register=complete(elsewhere))[0] == "compliant"
    whole = covered(check, staff, trained, register=complete(incident(ago(days), death=True)))
    assert whole[0] == status
    assert "Not all seen" not in whole[1].reason
