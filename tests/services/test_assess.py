"""Runs of the assessment are stored whole: findings, flips with causes, measurements, review items, one event each."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.findings_store import outdated
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.charter import Charter
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.domain.registry import Registry
from dashboard.errors import Conflict, NotPermitted, StoreBusy
from dashboard.services import stored_facts
from dashboard.services.assess import AssessmentSummary, run_assessment
from dashboard.services.daily import daily
from dashboard.services.registry_files import LoadRegistry, load_registry_into
from dashboard.services.stored_facts import Practice
from tests.assessing import AS_OF, case, charter, clause, counts, registry

NO: dict[str, Any] = {"field": "team", "present": True}
FAIR: dict[str, Any] = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}
PROMISE = charter(clause(NO), clause(NO, id="X-02", severity="medium"), clause(FAIR, id="F-01"))
Run = Callable[..., AssessmentSummary]


@pytest.fixture
def run(database: Database, tmp_path: Path) -> Run:
    """Assess a registry, with or without decisions, on a day."""

    def assess(
        practice: Registry, day: date = AS_OF, *, promise: Charter = PROMISE, log: Any = None
    ) -> AssessmentSummary:
        known = Practice(practice, log or no_decisions(), database.data_version())
        store = DecisionStore(tmp_path / "decisions")
        return run_assessment(database, promise, as_of=day, actor=SYSTEM, store=store, practice=known)

    return assess


def no_decisions() -> DecisionWindows:
    """Counts of nothing."""
    return decided({}).__class__(daily_counts({}), monthly_counts())


def decided(rates: dict[str, tuple[int, float]], day: date = AS_OF) -> DecisionWindows:
    """All decisions on one day."""
    return DecisionWindows(daily_counts(rates, day), monthly_counts())


def daily_counts(rates: dict[str, tuple[int, float]], day: date = AS_OF) -> pd.DataFrame:
    """Single counts of the first use case."""
    frame = counts(rates or {"F": (0, 0.0)}).drop(columns=["row", "stratum"])
    frame = frame.assign(use_case="u", model_version="1", day=pd.Timestamp(day))
    return frame if rates else frame.iloc[:0]


def monthly_counts() -> pd.DataFrame:
    """Joint counts of nothing."""
    frame = daily_counts({"F": (1, 1.0)}).rename(columns={"day": "month"})
    return frame.assign(stratum="").iloc[:0]


def rows(database: Database, table: str, columns: str) -> list[tuple[Any, ...]]:
    """The rows of a table in order."""
    with database.read() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY id"))]  # noqa: S608


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


def test_what_is_read_is_of_one_moment(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write between the registry and the counts is seen, and both are read again."""
    load_registry_into(database, LoadRegistry(registry(case())), SYSTEM)
    read, calls = stored_facts.stored_windows, []

    def interrupted(*stores: Any) -> DecisionWindows:
        calls.append(1)
        if len(calls) == 1:
            load_registry_into(database, LoadRegistry(registry(case(team="Care"))), SYSTEM)
        return read(*stores)

    monkeypatch.setattr(stored_facts, "stored_windows", interrupted)
    practice = stored_facts.read_practice(database, DecisionStore(tmp_path / "decisions"))

    assert practice.registry.use_cases[0].team == "Care"
    assert practice.data_version == database.data_version()


def test_an_older_reading_never_replaces_a_newer_one(database: Database, run: Run, tmp_path: Path) -> None:
    """A run that read before a change and ends after another run that read behind it is not stored."""
    older = Practice(registry(case()), no_decisions(), database.data_version())
    load_registry_into(database, LoadRegistry(registry(case(team="Care"))), SYSTEM)
    run(registry(case(team="Care")))
    version = database.data_version()
    with pytest.raises(Conflict, match="newer state"):
        run_assessment(
            database, PROMISE, as_of=AS_OF, actor=SYSTEM, store=DecisionStore(tmp_path), practice=older
        )  # fmt: skip
    assert database.data_version() == version


def test_two_runs_at_the_same_moment_open_each_item_once(database: Database, tmp_path: Path) -> None:
    """The daily task beside a person's assessment: no double review items, no broken chain."""
    load_registry_into(database, LoadRegistry(registry(case())), SYSTEM)
    store, failed = DecisionStore(tmp_path / "decisions"), []

    def assess() -> None:
        try:
            run_assessment(database, PROMISE, as_of=AS_OF, actor=SYSTEM, store=store)
        except (Conflict, StoreBusy):  # somebody was faster, or on a slow disk for long in front
            pass
        except Exception as error:  # noqa: BLE001  # a thread must hand it out
            failed.append(error)

    threads = [threading.Thread(target=assess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert rows(database, "review_items", "clause") == [("X-01",), ("X-02",)]
    assert verify_chain(database) == ()
