"""People report cases and record steps; what is due soon is a review item that closes with its step."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.adapters.cases_store import add_cases, add_steps
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
from dashboard.errors import GovernanceError
from dashboard.services.assess import run_assessment
from dashboard.services.case_acts import RecordStep, record_step
from dashboard.services.case_tasks import clock_ran_out, settle_cases
from dashboard.services.register import RegisterUseCase, register_use_case
from tests.assessing import charter, clause
from tests.registered import at, opened
from tests.services.case_tasks_held import KNOWN, LEAD, NOW, done, held, report, store

__all__ = ["store"]  # fixtures


def tasks(store: Database) -> dict[str, ReviewItem]:
    """Title to the open items about cases."""
    with store.read() as connection:
        return {item.title: item for item in items_of(connection) if item.kind == TASK}


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
