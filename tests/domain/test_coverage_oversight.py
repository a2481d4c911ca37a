"""Training of overseers and of teams after an incident, before and after they took the task."""

import pytest

from dashboard.domain.roster import Member
from tests.assessing import AS_OF, case, verdict
from tests.domain.trained import LITERACY
from tests.registered import complete, incident
from tests.staffing import ago, covered, done, people

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
