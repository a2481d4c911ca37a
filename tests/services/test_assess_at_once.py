"""Assessments beside each other, and beside writers, are of one moment and open each item once."""

import threading
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database, verify_chain
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM
from dashboard.domain.decision_windows import DecisionWindows
from dashboard.errors import Conflict, StoreBusy
from dashboard.services import stored_facts
from dashboard.services.assess import run_assessment
from dashboard.services.registry_files import LoadRegistry, load_registry_into
from dashboard.services.stored_facts import Practice
from tests.assessing import AS_OF, case, registry
from tests.services.assessed import PROMISE, Run, no_decisions, rows, run

__all__ = ["run"]  # fixtures


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
