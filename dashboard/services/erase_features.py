"""Features go: when their days are over, when the record no longer allows them, and when somebody's must be erased.

Batch and counts stay. A new file is in its place before the row points to it, and the old one is removed afterwards;
what a crash left behind is removed by the next daily task.
"""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dashboard.adapters import feature_store, repository
from dashboard.adapters.attached_models import attached_paths
from dashboard.adapters.batches import StoredBatch, stored_batches
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.feature_files import decided_before, erased, named_rows
from dashboard.adapters.feature_store import FeatureFile
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.kept_features import KeptFeatures
from dashboard.domain.nearest import Flags
from dashboard.domain.texts import tidy
from dashboard.errors import InputRejected, Problem, StoreBusy
from dashboard.services.permissions import Verb
from dashboard.services.register import new_key
from dashboard.services.single_decisions import permitted

_LEFT_BEHIND = 24 * 3600  # seconds: a file that no row names may be one that is being taken in right now
Gone = Callable[[StoredBatch], Flags]


@dataclass(frozen=True, slots=True)
class EraseFeatures:
    """Decisions of a use case whose features shall go, by their ids, and why; the reason is kept for good."""

    use_case: str
    decisions: Sequence[str]
    reason: str
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class _New:
    """What is left of a file: nothing where `values` has no path."""

    before: FeatureFile
    values: dict[str, Any]
    rows: int


def erase_features(database: Database, store: DecisionStore, command: EraseFeatures, actor: Actor) -> int:
    """Erase the features of these decisions in every batch, also replaced ones; returns how many rows it were.

    Raises:
        NotPermitted, NotFound: the sentence says why.
        InputRejected: no id, or no reason.
        StoreBusy, StoreUnusable: nothing was erased.
    """
    permitted(database, command.use_case, actor, Verb.ERASE)
    reason = str(tidy({"reason": command.reason.strip()}, what="The reason")["reason"] or "")
    missing = [Problem("decisions", "no id", "at least one")] if not command.decisions else []
    missing += [] if reason else [Problem("reason", "nothing", "why their features are erased")]
    if missing:
        raise InputRejected("Nothing was erased.", missing)

    def gone(batch: StoredBatch) -> Flags:
        return named_rows(store.root / batch.path, command.decisions)

    new = [one for kept, batch in _kept(database, command.use_case) if (one := _without(store, kept, batch, gone))]
    _write(database, store, new, reason, (actor, command.key))
    return sum(one.before.rows - one.rows for one in new)


def expire_features(database: Database, store: DecisionStore, today: date) -> int:
    """Erase what is past its days, what the record does not allow, and what was retracted; returns how many rows.

    Raises:
        StoreBusy, StoreUnusable: nothing more was erased; the next daily task goes on.
    """
    rows = 0
    for use_case in feature_store.use_cases_with_features(database):
        found = repository.use_case_record(database, use_case)
        allowed = found[0].kept_features if found else None
        new = [
            one for kept, batch in _kept(database, use_case) if (one := _expired(store, kept, batch, allowed, today))
        ]
        _write(database, store, new, "its days are over, or the record does not allow it", (SYSTEM, new_key()))
        rows += sum(one.before.rows - one.rows for one in new)
    _sweep(database, store)
    return rows


def _kept(database: Database, use_case: str) -> list[tuple[FeatureFile, StoredBatch]]:
    with database.read() as connection:
        batches = {batch.id: batch for batch in stored_batches(connection, use_case, retracted=True)}
        return [(one, batches[one.batch_id]) for one in feature_store.feature_files(connection, use_case)]


def _expired(
    store: DecisionStore, kept: FeatureFile, batch: StoredBatch, allowed: KeptFeatures | None, today: date
) -> _New | None:
    names = [] if allowed is None else [name for name in kept.features if name in allowed.names]
    if allowed is None or not names or batch.retracted_seq is not None:
        return _New(kept, {"path": None, "path_sha256": None, "rows": 0}, 0)
    since = today - timedelta(days=allowed.days)
    if len(names) == len(kept.features) and batch.first_day is not None and batch.first_day >= since:
        return None

    def gone(batch: StoredBatch) -> Flags:
        return decided_before(store.root / batch.path, since)

    return _without(store, kept, batch, gone, names)


def _without(
    store: DecisionStore, kept: FeatureFile, batch: StoredBatch, gone: Gone, names: Collection[str] | None = None
) -> _New | None:
    """The file without some rows, in its place; None where that is what it is."""
    features = {name: kind for name, kind in kept.features.items() if names is None or name in names}
    rows, path = gone(batch), store.checked(kept.path, kept.path_sha256, f"The features of batch {batch.id}")
    if not rows.any() and len(features) == len(kept.features):
        return None
    with store.work() as work:
        file = work / "features.parquet"
        left = erased(path, file, features, lambda first, last: rows[first:last])
        if left == kept.rows and len(features) == len(kept.features):
            return None
        values: dict[str, Any] = {"path": None, "path_sha256": None}
        if left:
            values = feature_store.kept_file(store, file, batch.id, kept.use_case_id)
    return _New(kept, {**values, "features": features, "rows": left}, left)


def _write(database: Database, store: DecisionStore, new: Sequence[_New], reason: str, who: tuple[Actor, str]) -> None:
    """Point to what is left, all of it in one transaction, then remove what was there."""
    if not new:
        return
    with database.write(*who) as tx:
        if tx.replayed:
            return
        now = {one.batch_id: one for one in feature_store.feature_files(tx.connection, new[0].before.use_case_id)}
        if any(now.get(one.before.batch_id) != one.before for one in new):
            raise StoreBusy("Somebody else erased features at the same time. Nothing was saved; please try again.")
        for one in new:
            feature_store.change(tx, one.before.batch_id, one.values, reason)
    for one in new:
        if one.values["path"] != one.before.path:
            (store.root / one.before.path).unlink(missing_ok=True)


def _sweep(database: Database, store: DecisionStore) -> None:
    """Remove files of features and models that no row names and that are older than any reading of a log."""
    with database.read() as connection:
        named = attached_paths(connection)
    named |= {one.path for use_case in feature_store.use_cases_with_features(database)
              for one, _ in _kept(database, use_case)}  # fmt: skip
    for file in [*(store.root / "features").rglob("*.parquet"), *(store.root / "models").rglob("*.onnx")]:
        stray = str(file.relative_to(store.root)) not in named
        if stray and file.stat().st_mtime < time.time() - _LEFT_BEHIND:
            file.unlink(missing_ok=True)
