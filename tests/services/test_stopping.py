"""Long work that somebody stops: it ends at its next step, saves nothing and leaves no process and no file behind."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of
from dashboard.domain.effort import Effort, Reached, go_on, step, watched
from dashboard.errors import Cancelled
from dashboard.services.consistent_decisions import LookAtConsistency, look_at_consistency
from dashboard.services.single_decisions import Asked, record_look
from dashboard.services.stored_facts import read_practice
from dashboard.services.try_feature import TryCurve, try_curve
from tests.exported import attached_endless, decided_by_model, workers
from tests.featured import DAY, LEAD, taken

PATIENCE = 60  # seconds


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DecisionStore:
    """An empty decision store; the test's folder may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return DecisionStore(tmp_path / "decisions")


def going_on_in_spite_of_errors() -> None:
    """What somebody might write by mistake."""
    with suppress(Exception):
        go_on()


def stopped_while_writing(database: Database, effort: Effort) -> None:
    """A transaction during which somebody cancels."""
    with database.write(LEAD) as tx:
        tx.append("single_decisions.looked_at", "single_decisions", "churn", {"asked": "x"})
        effort.stop()


def test_a_step_tells_and_ends_what_was_stopped() -> None:
    """Outside of watched work a step does nothing; inside it is told; after a stop it raises, also through `except`."""
    step(1, 2, "decisions")
    heard: list[Reached] = []
    effort = Effort(heard.append)
    with watched(effort):
        step(3_000, 10_000, "decisions")
        effort.stop()
        with pytest.raises(Cancelled):
            going_on_in_spite_of_errors()
    assert (heard[0].words, heard[0].share) == ("3,000 of 10,000 decisions", 0.3)
    go_on()


def test_stopped_work_reads_and_writes_nothing(database: Database) -> None:
    """Before a transaction, in it, and at a read: no entry is there afterwards; one that is whole is noted as saved."""
    before, effort = database.data_version(), Effort()
    with watched(effort):
        with pytest.raises(Cancelled):
            stopped_while_writing(database, effort)
        with pytest.raises(Cancelled), database.read():
            pytest.fail("it was read")
    assert (database.data_version(), effort.saved) == (before, False)
    other = Effort()
    with watched(other):
        record_look(database, Asked("churn", "x", {}), LEAD, shown_rows=0, compared=0)
    assert other.saved


def in_a_thread(act: Callable[[], object], effort: Effort) -> tuple[threading.Thread, list[BaseException]]:
    """Watched work in a thread of its own, and what it ended with."""
    ends: list[BaseException] = []

    def work() -> None:
        try:
            with watched(effort):
                act()
        except BaseException as end:  # noqa: BLE001  # the test looks at it
            ends.append(end)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread, ends


def test_a_stopped_model_is_gone(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """A model that would never end tells how many rows it was asked; stopped, its process and folder are gone."""
    pytest.importorskip("onnxruntime")
    decided_by_model(sqlite_database, store, tmp_path)
    attached_endless(sqlite_database, store)
    begun, effort = threading.Event(), Effort()
    effort.tell = lambda reached: begun.set() if "answers" in reached.what else None
    thread, ends = in_a_thread(lambda: try_curve(sqlite_database, store, TryCurve("churn", "age"), LEAD), effort)
    assert begun.wait(PATIENCE)
    assert effort.reached.words == "0 of 4,000 answers of the model"
    assert len(workers(tmp_path)) == 1
    effort.stop()
    thread.join(PATIENCE)
    assert [type(end) for end in ends] == [Cancelled]
    assert workers(tmp_path) == []
    assert not list(store.root.rglob("inputs.npz"))
    assert events_of(sqlite_database, "single_decisions", "churn") == ()


def test_consistency_stops_between_decisions(sqlite_database: Database, store: DecisionStore, tmp_path: Path) -> None:
    """Stopped after its tenth decision it asks no eleventh, and no look is recorded."""
    rows = "".join(f"d{number},{DAY},1,{number % 2},1,0.9,F,{20 + number},clerk\n" for number in range(40))
    taken(sqlite_database, store, tmp_path, rows)
    told: list[str] = []
    effort = Effort()

    def hear(reached: Reached) -> None:
        told.append(reached.words)
        if reached.done == 10:
            effort.stop()

    effort.tell = hear
    with watched(effort), pytest.raises(Cancelled):
        look_at_consistency(sqlite_database, store, LookAtConsistency("churn"), LEAD)
    assert told[-1] == "10 of 40 decisions compared with their neighbours"
    assert events_of(sqlite_database, "single_decisions", "churn") == ()


@pytest.mark.parametrize("at", ["0 of 5 kinds of counts read", "3 of 5 kinds of counts read",
                                "1 of 3 kinds of counts put in order"])  # fmt: skip
def test_what_a_draft_is_held_against_stops_where_it_is(
    sqlite_database: Database, store: DecisionStore, tmp_path: Path, at: str
) -> None:
    """While counts are read and while they are put in order: nothing comes of it, and the next reading is whole."""
    taken(sqlite_database, store, tmp_path, f"d1,{DAY},1,1,1,0.9,F,20,clerk\n")
    before, told, effort = sqlite_database.data_version(), list[str](), Effort()

    def hear(reached: Reached) -> None:
        told.append(reached.words)
        if reached.words == at:
            effort.stop()

    effort.tell = hear
    with watched(effort), pytest.raises(Cancelled):
        read_practice(sqlite_database, store)
    assert told[-1] == at
    assert sqlite_database.data_version() == before
    assert read_practice(sqlite_database, store).data_version == before
