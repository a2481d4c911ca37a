"""The Cases page says who waits and by when, which clocks a report will start, and moves a case on."""

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.adapters.cases_store import add_cases, add_statement, case_register
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import save_organisation, titles_of_use_cases
from dashboard.adapters.reviews_store import items_of
from dashboard.domain.actors import SYSTEM, Role
from dashboard.domain.cases import Case, Step
from dashboard.domain.registry import Organisation
from dashboard.domain.users import User
from dashboard.domain.wording import day
from dashboard.services.assess import run_assessment
from dashboard.services.people import AddUsers, add_users
from dashboard.settings import load_settings
from tests.clock import now, today_utc
from tests.views.conftest import Opened
from tests.views.test_review_items import as_person


@pytest.fixture
def people(empty_store: Database) -> Database:
    """Three people and an empty register."""
    users = (
        User("chief", "Officer", Role.OFFICER), User("lead", "Lead", Role.TEAM_LEAD, "Voice"),
        User("checker", "Auditor", Role.AUDITOR),
    )  # fmt: skip
    add_users(empty_store, AddUsers(users), SYSTEM)
    return empty_store


@pytest.fixture
def held(people: Database) -> Database:
    """An incident of two days ago that nobody triaged, and a rights request answered in time."""
    facts = {"personal_data_breach": True, "serious_high_risk": False, "death": False, "widespread": False}
    incident = Case("inc-1", "incident", now() - timedelta(days=2), facts=facts)
    answered = Step("answered", now() - timedelta(days=20), "Sent")
    request = Case("req-1", "rights_request", now() - timedelta(days=25), steps=(answered,))
    with people.write(SYSTEM, "cases") as tx:
        add_cases(tx, [incident, request])
    return people


def words(app: AppTest) -> str:
    """Everything that the page writes, as it is read."""
    parts = (*app.title, *app.markdown, *app.success, *app.error, *app.caption)
    return "\n".join(part.value for part in parts).replace("\\", "")


def button(app: AppTest, title: str) -> AppTest:
    """The page after a click."""
    return next(one for one in app.button if one.label == title).click().run()


def test_an_empty_register_says_what_to_do(people: Database, opened: Opened) -> None:
    """No case, no claim: report one, or take in a file; each kind is stated by nobody."""
    app = opened("cases")

    assert not app.exception
    assert "No case is in the register" in app.title[0].value
    assert "ingest cases FILE" in words(app)
    assert set(app.dataframe[0].value["Stated by"]) == {"nobody"}


def test_what_is_overdue_stands_first(held: Database, opened: Opened) -> None:
    """The headline counts cases; the table names step, time and clause."""
    app = opened("cases")

    assert not app.exception
    assert app.title[0].value == "1 open case: 1 overdue, 1 with a clock that runs"
    waiting = app.dataframe[0].value
    assert list(waiting["Step"]) == ["triaged", "authority notified"]
    assert list(waiting["Stands"]) == ["overdue", "running"]
    assert list(waiting["Clause"]) == ["GOV-07", "GOV-07"]


def test_the_form_says_which_clocks_will_run_before_anything_is_sent(people: Database, opened: Opened) -> None:
    """Unstated facts make clocks perhaps; a yes makes one certain and a no takes it away; a report is one click."""
    app = as_person(opened("cases"), "lead")
    app.session_state["open-report"] = True
    app.run()
    assert "if “personal data breach”, which nobody has stated" in words(app)
    for fact, value in (("personal_data_breach", True), ("death", False), ("widespread", False)):
        app.selectbox(key=f"report-incident-{fact}").set_value(value)
    app.selectbox(key="report-incident-serious_high_risk").set_value(False)
    app.text_area(key="report-what").set_value("Addresses were shown to others")
    app.run()
    until = app.time_input(key="report-time").value
    said = words(app)

    assert f"{until:%H:%M} UTC" in said
    assert "which nobody has stated" not in said
    assert len([line for line in said.splitlines() if "GOV" in line]) == 2
    app = button(app, "Report")
    assert "Reported." in words(app)
    (case,) = case_register(people).cases
    assert (case.kind, case.steps[0].by, case.facts["personal_data_breach"]) == ("incident", "lead", True)


def test_a_step_is_recorded_on_the_page_of_the_case(held: Database, opened: Opened) -> None:
    """Triage, by the lead, now; the clock is late from then on; a second click writes nothing."""
    app = as_person(opened("cases", case="inc-1"), "lead")
    assert "overdue" in app.title[0].value
    app = button(app, "Record this step")

    assert not app.exception
    assert "Recorded." in words(app)
    case = next(case for case in case_register(held).cases if case.id == "inc-1")
    assert [(step.name, step.by) for step in case.steps] == [("triaged", "lead")]
    assert list(app.dataframe[0].value["Stands"]) == ["late", "running"]


def test_the_officer_states_completeness_and_a_lead_does_not(held: Database, opened: Opened) -> None:
    """By name; the table says who."""
    app = as_person(opened("cases"), "chief")
    app.selectbox(key="complete-kind").set_value("incident")
    app = button(app, "State it")

    assert "Stated: the register of incidents is complete" in words(app)
    table = app.dataframe[-1].value.set_index("Kind")
    assert table.loc["Incidents", "Stated by"] == "Officer"
    lead = as_person(opened("cases"), "lead")
    assert "State it" not in [one.label for one in lead.button]


def test_where_the_day_begins_earlier_the_form_offers_the_day_that_has_come(
    held: Database, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the morning of an officer east of Greenwich it is still yesterday for the ledger."""
    tomorrow = today_utc() + timedelta(days=1)
    monkeypatch.setattr("dashboard.ui.dates.as_of", lambda: tomorrow)
    app = button(as_person(opened("cases"), "chief"), "State it")

    assert "Stated: the register of" in words(app)
    assert app.date_input(key="complete-to").value < tomorrow


def test_an_auditor_reads_and_records_nothing(held: Database, opened: Opened) -> None:
    """Cases and clocks, and no form."""
    app = as_person(opened("cases", case="inc-1"), "checker")

    assert not app.exception
    assert not [one for one in app.button if one.label in ("Report", "Record this step", "State it")]
    assert len(app.dataframe) == 1


def test_an_address_that_no_case_has(held: Database, opened: Opened) -> None:
    """It says so, and shows the way back; the id comes as text."""
    app = opened("cases", case="[x](http://y)")

    assert app.title[0].value == "There is no case under this address"
    assert any("\\[x\\]" in part.value for part in app.markdown)


def test_why_shows_the_very_cases_and_the_way_to_them(held: Database, opened: Opened) -> None:
    """The breach of the organisation names case, times and standing, who stated completeness, and links to the page."""
    charter = load_charter(load_settings().charter)
    with held.write(SYSTEM, "state") as tx:
        add_statement(tx, "incident", now().date(), "incidents.csv")
        save_organisation(tx, Organisation(name="O"))
    run_assessment(held, charter, as_of=now().date(), actor=SYSTEM, store=DecisionStore(load_settings().decision_store))
    app = opened("use_case", id="organisation")
    app.session_state["why-open-organisation-gov-07"] = True
    app.session_state["open-behind-organisation-gov-07"] = True
    app.run()

    assert not app.exception
    said = words(app)
    assert "Incidents: 0 of 1 reached “triaged” within 24 hours; 1 overdue, since" in said
    assert "1 incident on this clock" in said
    with held.read() as connection:
        breach = next(item for item in items_of(connection, "breach") if item.clause == "GOV-07")
    assert f"RI‑{breach.id:03d}" in str([node.label for node in app.get("page_link")])
    assert f"Register of incidents stated complete to {day(now())} by the dashboard, from incidents.csv" in said
    behind = next(frame.value for frame in app.dataframe if "Stands" in frame.value.columns)
    assert (behind.iloc[0]["Case"], behind.iloc[0]["Stands"], behind.iloc[0]["Triaged"]) == (
        "inc-1",
        "overdue",
        "not yet",
    )


def test_the_item_of_a_case_leads_to_its_page(held: Database, opened: Opened) -> None:
    """The queue holds the overdue triage; its page says where to record the step."""
    charter = load_charter(load_settings().charter)
    run_assessment(held, charter, as_of=now().date(), actor=SYSTEM, store=DecisionStore(load_settings().decision_store))
    with held.read() as connection:
        number = next(
            item.id for item in items_of(connection, "case") if item.title.startswith("Incident inc-1: triaged")
        )
    app = opened("review_items", item=str(number))

    assert not app.exception
    assert "Record on the page of the case what was done." in words(app)
    assert "Open the case" in str([node.label for node in app.get("page_link")])


def test_overturned_decisions_stand_on_customers_and_on_the_use_case(store: Database, opened: Opened) -> None:
    """Three contests decided, one overturned: counted with their denominator on both pages."""
    with store.read() as connection:
        name = next(iter(titles_of_use_cases(connection)))
    step = [
        Step("decided_by_human", now() - timedelta(days=9), outcome=said) for said in ("overturned", "upheld", "upheld")
    ]
    contests = [
        Case(f"c-{at}", "contest", now() - timedelta(days=12), name, steps=(one,)) for at, one in enumerate(step)
    ]
    with store.write(SYSTEM, "contests") as tx:
        add_cases(tx, contests)

    for app in (opened("customers", section="Contested decisions"), opened("use_case", id=name)):
        assert not app.exception
        headings = "\n".join(part.value for part in (*app.header, *app.subheader)).replace("\\", "")
        assert "People overturned 1 of 3 (33 %) of what was contested and decided" in headings
