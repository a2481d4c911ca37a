"""Files of attached models: gone with their model, kept where another still needs them, never left by what failed."""

import os
import time
from typing import Any

import pandas as pd
import pytest

from dashboard.adapters.attached_models import attached_models
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.history import events_of, record_as_of
from dashboard.domain.effort import Effort, Reached, watched
from dashboard.errors import Cancelled, InputRejected
from dashboard.services.attach_model import AttachModel, DetachModel, attach_model, detach_model
from dashboard.services.erase_features import expire_features
from tests.exported import attached_endless, node_model
from tests.featured import LEAD
from tests.services.test_attached_models import decided, store

__all__ = ["decided", "store"]  # the fixtures


def files(store: DecisionStore) -> list[str]:
    """Model files on disk."""
    return sorted(str(one.relative_to(store.root)) for one in (store.root / "models").rglob("*.onnx"))


def named(database: Database) -> list[str]:
    """Model files that rows name."""
    with database.read() as connection:
        return sorted(one.path for one in attached_models(connection, "churn"))


def test_a_detached_model_leaves_no_file_and_its_digest(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """Attached anew the earlier file goes, detached the last one; both digests stay in the ledger."""
    first = attach_model(sqlite_database, store, AttachModel("churn", "1", decided[1]), LEAD)
    second = attach_model(sqlite_database, store, AttachModel("churn", "1", decided[1], threshold=0.4), LEAD)
    assert first.path != second.path
    assert files(store) == named(sqlite_database) == [second.path]
    detach_model(sqlite_database, store, DetachModel("churn", "1"), LEAD)
    assert files(store) == named(sqlite_database) == []
    events = events_of(sqlite_database, "attached_model", "churn/1")
    assert sorted(one.kind for one in events) == ["model.attached", "model.attached", "model.detached"]
    for one in events:
        record = record_as_of(sqlite_database, "attached_model", "churn/1", at=one.seq)
        assert record is not None
        assert record["sha256"] == first.sha256


def test_a_file_that_another_version_names_stays(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """Stores of before shared a file between versions: detached from one, the other still has it."""
    assert decided
    attached_endless(sqlite_database, store)
    attached_endless(sqlite_database, store, version="2")
    [path] = files(store)
    detach_model(sqlite_database, store, DetachModel("churn", "1"), LEAD)
    assert files(store) == [path]
    detach_model(sqlite_database, store, DetachModel("churn", "2"), LEAD)
    assert files(store) == []


def test_what_was_not_attached_leaves_no_file(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """Refused, or stopped while it was held against decisions: no file, no model, no look."""
    with pytest.raises(InputRejected):
        attach_model(sqlite_database, store, AttachModel("churn", "1", node_model("other")), LEAD)
    effort = Effort()

    def stop_at_answers(reached: Reached) -> None:
        if "answers" in reached.what:
            effort.stop()

    effort.tell = stop_at_answers
    with watched(effort), pytest.raises(Cancelled):
        attach_model(sqlite_database, store, AttachModel("churn", "1", decided[1]), LEAD)
    assert files(store) == named(sqlite_database) == []
    assert events_of(sqlite_database, "single_decisions", "churn") == ()


def test_stray_files_go_after_a_day(
    sqlite_database: Database, store: DecisionStore, decided: tuple[Any, bytes, pd.DataFrame]
) -> None:
    """The daily task removes a file that no row names once it is older than a day; others stay."""
    kept = attach_model(sqlite_database, store, AttachModel("churn", "1", decided[1]), LEAD)
    for name, age in (("old", 25), ("new", 1)):
        file = store.root / "models" / "churn" / f"{name}.onnx"
        file.write_bytes(b"x")
        os.utime(file, (time.time() - age * 3600,) * 2)
    os.utime(store.root / kept.path, (0, 0))
    expire_features(sqlite_database, store, pd.Timestamp.now(tz="UTC").date())
    assert files(store) == sorted([kept.path, "models/churn/new.onnx"])
