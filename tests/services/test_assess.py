"""Runs of the assessment are stored whole: findings, flips with causes, measurements, review items, one event each."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.findings_store import outdated
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.errors import Conflict, NotPermitted
from dashboard.services.assess import run_assessment
from dashboard.services.daily import daily
from dashboard.services.registry_files import LoadRegistry, load_registry_into
from tests.assessing import AS_OF, case, charter, clause, registry
from tests.services.assessed import PROMISE, Run, decided, rows, run

__all__ = ["run"]  # fixtures


def test_a_run_stores_findings_figures_and_items(database: Database, run: Run) -> None:
    """One run writes current findings, own statuses, figures, review items, and one event for itself and each item."""
    summary = run(registry(case()))

    assert (summary.findings, summary.portfolio.in_service, summary.portfolio.non_compliant) == (3, 1, 1)
    assert rows(database, "review_items", "use_case_id, clause, kind, state, assignee, due")[0][:5] == (
        "u",
        "X-01",
        "breach",
        "open",
        "lead",
    )
    kinds = [kind for (kind,) in _events(database)]
    assert kinds == ["assessment.stored", "review_item.opened", "review_item.opened"]
    assert verify_chain(database) == ()


def _events(database: Database) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT kind FROM events ORDER BY seq"))]


def test_a_second_run_opens_nothing_and_flips_nothing(database: Database, run: Run) -> None:
    """Running again changes no status and no item; since and due stay."""
    run(registry(case()), AS_OF - timedelta(days=3))
    again = run(registry(case()))

    assert (again.flips, again.actions) == (0, ())
    with database.read() as connection:
        stored = connection.execute(text("SELECT since, due FROM findings WHERE clause = 'X-01'")).one()
    assert [str(day)[:10] for day in stored] == ["2026-11-20", "2026-12-20"]


def test_flips_say_what_changed_and_why(database: Database, run: Run) -> None:
    """A change of the registry, of the decisions, of a waiver and of the charter are told apart."""
    waiver = {"clause": "X-01", "until": AS_OF - timedelta(days=2), "reason": "r", "approved_by": "officer"}
    sex = {"protected_attributes": {"sex": "collected"}}
    fair, unfair = {"M": (6000, 0.5), "F": (5000, 0.5)}, {"M": (6000, 0.5), "F": (5000, 0.3)}
    days = [AS_OF - timedelta(days=shift) for shift in (4, 3, 1, 0)]
    run(registry(case(waivers=[waiver], **sex)), days[0], log=decided(fair, days[0]))
    run(registry(case(waivers=[waiver], **sex)), days[1], log=decided(unfair, days[1]))
    run(registry(case(waivers=[waiver], **sex)), days[2], log=decided(unfair, days[1]))
    run(registry(case(team="Care", **sex)), days[3], log=decided(unfair, days[1]))

    told = {
        (str(day)[:10], clause, became, why)
        for day, clause, became, why in rows(database, "flips", "as_of, clause, became, cause")
    }
    assert ("2026-11-19", "", "non_compliant", "first assessed") in told
    assert ("2026-11-20", "F-01", "non_compliant", "new decisions came in") in told
    assert ("2026-11-22", "X-01", "non_compliant", "the waiver ended") in told
    assert ("2026-11-23", "X-01", "compliant", "the registry changed") in told


def test_a_changed_charter_is_named_as_the_cause(database: Database, run: Run) -> None:
    """Findings that flip together with the charter's bytes say so."""
    run(registry(case(team="Care")), promise=PROMISE.model_copy(update={"digest": "a"}))
    stricter = charter(clause({"field": "team", "is": "Bots"}), version="2").model_copy(update={"digest": "b"})
    run(registry(case(team="Care")), promise=stricter)

    told = rows(database, "flips", "clause, became, cause")
    assert ("X-01", "non_compliant", "the charter changed: version 2 in place of 1") in told
    assert ("", "non_compliant", "X-01: the charter changed: version 2 in place of 1") in told


def test_measurements_are_kept_for_trends(database: Database, run: Run) -> None:
    """Every comparison of a run is stored with its interval and verdict; the one that decided is marked."""
    sex = registry(case(protected_attributes={"sex": "collected"}))
    rates = {"M": (6000, 0.5), "F": (5000, 0.45), "X": (5000, 0.3)}
    run(sex, AS_OF - timedelta(days=1), log=decided(rates, AS_OF - timedelta(days=1)))
    run(sex, log=decided(rates))

    told = rows(database, "measurements", '"group", reference, verdict, worst')
    assert told == [("F", "M", "compliant", False), ("X", "M", "non_compliant", True)] * 2


def test_recovery_closes_and_proposes(database: Database, run: Run) -> None:
    """The medium item is closed with its proof, the high one waits for a person."""
    run(registry(case()), AS_OF - timedelta(days=1))
    run(registry(case(team="Care")))

    assert rows(database, "review_items", "clause, state, closed_by") == [
        ("X-01", "recovered", None),
        ("X-02", "closed", "system"),
    ]
    assert [action for (action,) in rows(database, "review_notes", "action")] == [
        "opened",
        "opened",
        "closing proposed",
        "closed",
    ]


def test_days_are_assessed_in_order(database: Database, run: Run) -> None:
    """A day before the newest assessment is refused, and nothing is written."""
    run(registry(case()))
    version = database.data_version()
    with pytest.raises(Conflict, match="in order"):
        run(registry(case()), AS_OF - timedelta(days=1))
    assert database.data_version() == version


def test_a_reader_may_not_assess(database: Database, tmp_path: Path) -> None:
    """Permission is the service's to check."""
    with pytest.raises(NotPermitted):
        run_assessment(
            database, PROMISE, as_of=AS_OF, actor=Actor("r", Role.READER), store=DecisionStore(tmp_path)
        )  # fmt: skip


def test_the_daily_task_assesses_once_a_day(sqlite_database: Database, tmp_path: Path, root: Path) -> None:
    """An empty store stays empty; afterwards each day is assessed once, from the store alone."""
    store, path = DecisionStore(tmp_path / "decisions"), root / "charter" / "charter.yaml"
    assert daily(sqlite_database, store, path, AS_OF) is None
    load_registry_into(sqlite_database, LoadRegistry(registry(case())), SYSTEM)

    first = daily(sqlite_database, store, path, AS_OF)
    assert first is not None
    assert first.portfolio.in_service == 1
    assert daily(sqlite_database, store, path, AS_OF) is None
    assert daily(sqlite_database, store, path, AS_OF + timedelta(days=1)) is not None


def test_a_change_is_assessed_on_the_same_day(sqlite_database: Database, tmp_path: Path, root: Path) -> None:
    """A record that changes after the assessment of the day is assessed again, once; people's notes are not."""
    store, path = DecisionStore(tmp_path / "decisions"), root / "charter" / "charter.yaml"
    load_registry_into(sqlite_database, LoadRegistry(registry(case())), SYSTEM)
    assert not outdated(sqlite_database)
    assert daily(sqlite_database, store, path, AS_OF) is not None
    assert not outdated(sqlite_database)

    load_registry_into(sqlite_database, LoadRegistry(registry(case(team="Retention"))), SYSTEM)
    assert outdated(sqlite_database)
    assert daily(sqlite_database, store, path, AS_OF) is not None
    assert not outdated(sqlite_database)
    assert daily(sqlite_database, store, path, AS_OF) is None


def test_a_day_that_has_not_come_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    """One assessment of the year 2099 would lock out every assessment before it."""
    with pytest.raises(Conflict, match="has not come"):
        run_assessment(
            sqlite_database, PROMISE, as_of=date(2099, 1, 1), actor=SYSTEM, store=DecisionStore(tmp_path)
        )  # fmt: skip
    assert sqlite_database.data_version() == 0
