"""People report cases and record steps; what is due soon is a review item that closes with its step."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.cases_store import add_cases, add_steps, case_register
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.reviews_store import items_of
from dashboard.adapters.staff_store import save_completions
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.case_promises import TASK, clocks_of
from dashboard.domain.cases import Case, Step
from dashboard.domain.registry import UseCase
from dashboard.domain.reviews import ReviewItem
from dashboard.domain.roster import Completion
from dashboard.errors import GovernanceError, NotFound, NotPermitted
from dashboard.services.assess import run_assessment
from dashboard.services.case_acts import CaseSaved, RecordStep, ReportCase, record_step, report_case
from dashboard.services.case_tasks import clock_ran_out, settle_cases
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.assessing import charter, clause
from tests.registered import at, opened

NOW = at("2026-11-23 12:00")
KNOWN = {"personal_data_breach": True, "serious_high_risk": False, "death": False, "widespread": False}
LEAD = Actor("lead", Role.TEAM_LEAD)


@pytest.fixture
def store(sqlite_database: Database) -> Database:
    """A store with one use case that somebody owns."""
    case = UseCase(id="u", title="Bot", lifecycle="live", owner="lead")
    register_use_case(sqlite_database, RegisterUseCase(case), SYSTEM)
    return sqlite_database


def report(store: Database, actor: Actor = LEAD, **other: Any) -> CaseSaved:
    """An incident of this morning about the use case."""
    values = {"kind": "incident", "what": "Addresses were shown", "opened": at("2026-11-23 08:00"), "now": NOW,
              "use_case": "u", "facts": KNOWN}  # fmt: skip
    return report_case(store, ReportCase(**{**values, **other}), actor)


def done(store: Database, case: str, step: str, when: str, *, actor: Actor = LEAD, **other: Any) -> CaseSaved:
    """A step that was recorded at its own time."""
    return record_step(store, RecordStep(case, step, at(when), other.pop("now", NOW), **other), actor)


def tasks(store: Database) -> dict[str, ReviewItem]:
    """Title to the open items about cases."""
    with store.read() as connection:
        return {item.title: item for item in items_of(connection) if item.kind == TASK}


def held(store: Database) -> Case:
    """The only case."""
    return case_register(store).cases[0]


def test_a_reported_incident_runs_its_clocks_at_once(database: Database) -> None:
    """The shipped charter: triaged within a day, the authority within three; both are items with their hour."""
    case = UseCase(id="u", title="Bot", lifecycle="live", owner="lead")
    register_use_case(database, RegisterUseCase(case), SYSTEM)
    saved = report(database)

    assert saved.case == "incident-2026-001"
    found = tasks(database)
    assert list(found) == [
        "Incident 2026-001: triaged by 24 Nov 2026, 08:00 UTC",
        "Incident 2026-001: authority notified by 26 Nov 2026, 08:00 UTC",
    ]
    first = next(iter(found.values()))
    assert (first.clause, first.use_case, first.assignee, first.severity, str(first.due)) == (
        "GOV-07", "u", "lead", "critical", "2026-11-24"
    )  # fmt: skip
    assert held(database).steps[0].reason == "Addresses were shown"
    assert held(database).steps[0].by == "lead"


def test_the_item_closes_with_the_step(store: Database) -> None:
    """Triaged: one item fewer; a second click writes nothing; the same step again is refused."""
    report(store)
    command = RecordStep("incident-2026-001", "triaged", at("2026-11-23 10:00"), NOW)
    record_step(store, command, LEAD)

    assert record_step(store, command, LEAD).replayed
    assert list(tasks(store)) == ["Incident 2026-001: authority notified by 26 Nov 2026, 08:00 UTC"]
    with pytest.raises(GovernanceError, match="found triaged again; expected once"):
        done(store, "incident-2026-001", "triaged", "2026-11-23 11:00")


def test_facts_that_become_known_start_and_stop_clocks(store: Database) -> None:
    """Nothing stated: triage alone; then serious and a death: the report in ten days; then no death: in fifteen."""
    report(store, facts={})
    assert len(tasks(store)) == 1
    grave = {**KNOWN, "personal_data_breach": False, "serious_high_risk": True, "death": True}
    done(store, "incident-2026-001", "facts_stated", "2026-11-23 09:00", reason="Hospital called", facts=grave)
    whole = clocks_of(charter(REPORT, DEATH), [held(store)], NOW)

    assert [(clock.step, clock.until) for clock in whole] == [
        ("serious incident report", "3 Dec 2026"), ("serious incident report", "8 Dec 2026")
    ]  # fmt: skip
    done(store, "incident-2026-001", "facts_stated", "2026-11-23 10:00", reason="Nobody died", facts={"death": False})
    assert [clock.until for clock in clocks_of(charter(REPORT, DEATH), [held(store)], NOW)] == ["8 Dec 2026"]


REPORT = clause(
    {"deadline": "incident", "step": "serious_incident_report", "within": "15d", "where": {"serious_high_risk": True}},
    scope="organisation",
)
DEATH = clause(
    {"deadline": "incident", "step": "serious_incident_report", "within": "10d", "where": {"death": True}},
    scope="organisation", id="X-02",
)  # fmt: skip


def test_what_is_far_off_is_no_item_yet_and_what_is_overdue_stays_one(store: Database) -> None:
    """30 days to answer: an item from the seventh day before; after the time it stays until the answer."""
    promise = charter(clause({"deadline": "concern", "step": "acknowledged", "within": "30d"}, scope="organisation"))
    report(store, kind="concern", facts={}, opened=at("2026-11-01 09:00"))
    counted = []
    for day in (23, 24, 40, 70):
        now = at("2026-11-01") + timedelta(days=day)
        with store.write(SYSTEM, f"look-{day}") as tx:
            settle_cases(tx, promise, now.date(), now)
        counted.append(len([title for title in tasks(store) if "1 Dec 2026" in title]))

    assert counted == [0, 1, 1, 1]


def test_a_missing_fact_is_asked_for_once_its_time_is_over(store: Database) -> None:
    """Whether personal data were concerned decides, so the item asks for that and not for a report."""
    report(store, facts={}, opened=at("2026-11-18 08:00"))

    assert "Incident 2026-001: say whether personal data breach" in tasks(store)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DEPUTY, Role.TEAM_LEAD])
def test_nobody_who_runs_a_use_case_is_kept_from_reporting(store: Database, role: Role) -> None:
    """Also where training was taken in and this person has none: reporting is never gated."""
    with store.write(SYSTEM, "training") as tx:
        save_completions(tx, [Completion("somebody-else", "ai_literacy", NOW.date())])
        tx.append("training.recorded", "training", "x", {})

    assert report(store, Actor("untrained", role)).case == "incident-2026-001"
    done(store, "incident-2026-001", "triaged", "2026-11-23 09:00", actor=Actor("untrained", role))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.READER])
def test_who_only_reads_reports_nothing(store: Database, role: Role) -> None:
    """The sentence says who may."""
    with pytest.raises(NotPermitted, match="may not report cases"):
        report(store, Actor("reader", role))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "accident"}, "one of complaint, contest"),
        ({"what": "  "}, "a description of what happened in words"),
        ({"opened": at("2026-11-23 12:01")}, "a time that has come"),
        ({"facts": {"right": "access"}}, "a fact of incidents: personal_data_breach"),
        ({"facts": {"death": "yes"}}, "a fact of incidents"),
        ({"subject": "Some Body"}, "an id of letters, digits"),
        ({"use_case": "nothing"}, "There is no use case `nothing`"),
    ],
)
def test_a_report_that_cannot_be_is_refused(store: Database, values: dict[str, Any], sentence: str) -> None:
    """What, found and expected; nothing is written."""
    before = store.data_version()
    with pytest.raises(GovernanceError, match=sentence):
        report(store, **values)
    assert store.data_version() == before


@pytest.mark.parametrize(
    ("step", "when", "other", "sentence"),
    [
        ("answered", "2026-11-23 09:00", {}, "one of triaged, provider_informed"),
        ("triaged", "2026-11-23 07:59", {}, "a time from 2026-11-23 08:00 UTC to now"),
        ("triaged", "2026-11-23 12:01", {}, "to now"),
        ("closed_with_reason", "2026-11-23 09:00", {}, "a reason in words"),
        ("triaged", "2026-11-23 09:00", {"outcome": "upheld"}, "only a decision has one"),
        ("facts_stated", "2026-11-23 09:00", {"reason": "x"}, "at least one that became known"),
        ("facts_stated", "2026-11-23 09:00", {"reason": "x", "facts": {"severity": "dire"}}, "a fact of incidents"),
        ("triaged", "2026-11-23 09:00", {"reason": "x" * 2001}, "at most 2,000"),
    ],
)
def test_a_step_that_cannot_be_is_refused(
    store: Database, step: str, when: str, other: dict[str, Any], sentence: str
) -> None:
    """What, found and expected; nothing is written."""
    report(store)
    before = store.data_version()
    with pytest.raises(GovernanceError, match=sentence):
        done(store, "incident-2026-001", step, when, **other)
    assert store.data_version() == before


def test_a_decision_has_an_outcome(store: Database) -> None:
    """Whoever decides says what became of the decision before."""
    report(store, kind="contest", facts={})
    with pytest.raises(GovernanceError, match="one of upheld, partly_overturned, overturned"):
        done(store, "contest-2026-001", "decided_by_human", "2026-11-23 11:00")
    done(store, "contest-2026-001", "decided_by_human", "2026-11-23 11:00", outcome="overturned")

    assert held(store).outcome == "overturned"


def test_a_case_that_is_not_there(store: Database) -> None:
    """Nothing to add to."""
    with pytest.raises(NotFound, match="There is no case `incident-1`"):
        done(store, "incident-1", "triaged", "2026-11-23 09:00")


def test_numbers_go_on_and_pass_over_foreign_ids(store: Database) -> None:
    """Three reports, three numbers; an id of another tool is not counted."""
    with store.write(SYSTEM, "foreign") as tx:
        add_cases(tx, [opened("incident", "2026-01-01", id="incident-2026-A7")])

    assert [report(store).case for _ in range(3)] == [f"incident-2026-00{number}" for number in (1, 2, 3)]


def test_a_clock_that_runs_out_calls_for_an_assessment(store: Database, root: Path, tmp_path: Path) -> None:
    """Assessed now: nothing to do until the hour at which the authority should have been told; then once."""
    path, now = root / "charter" / "charter.yaml", datetime.now(UTC)
    assert not clock_ran_out(store, path, now.date())
    report(store, opened=now - timedelta(hours=71), now=now, facts=KNOWN)
    run_assessment(
        store, load_charter(path), as_of=now.date(), actor=SYSTEM, store=DecisionStore(tmp_path / "decisions")
    )

    assert not clock_ran_out(store, path, now.date(), now + timedelta(minutes=30))
    assert clock_ran_out(store, path, now.date(), now + timedelta(minutes=61))


def test_the_assessment_opens_and_closes_items_too(store: Database, root: Path, tmp_path: Path) -> None:
    """A file brings a case that is overdue: the next assessment opens its item, the one after the answer closes it."""
    now = datetime.now(UTC).replace(microsecond=0)
    case = Case("r-1", "rights_request", now - timedelta(days=40))
    with store.write(SYSTEM, "file") as tx:
        add_cases(tx, [case])
    charter_, decisions = load_charter(root / "charter" / "charter.yaml"), DecisionStore(tmp_path / "decisions")
    run_assessment(store, charter_, as_of=now.date(), actor=SYSTEM, store=decisions)
    assert [title.split(" by ")[0] for title in tasks(store)] == ["Rights request r-1: answered"]

    with store.write(SYSTEM, "answer") as tx:
        add_steps(tx, {"r-1": [Step("answered", now)]}, kind="case.moved")
    run_assessment(store, charter_, as_of=now.date(), actor=SYSTEM, store=decisions)
    assert tasks(store) == {}
