"""Counts follow batches: count outside the transaction, flip inside it, and only if nobody came in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from dashboard.adapters import batches as rows
from dashboard.adapters import event_store, feature_store
from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.counting import CELL_BUDGET, Reduced, empty_counts
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.file_counts import reduce_visible
from dashboard.adapters.log_kinds import DECISIONS, FAMILIES, family
from dashboard.adapters.subject_sums import MonthSums, subject_sums
from dashboard.adapters.visible import BatchFile, visible
from dashboard.domain.actors import Actor
from dashboard.errors import StoreBusy
from dashboard.services.log_commands import FileReport, IngestReport
from dashboard.services.recount_events import kept_events

Counted = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch whose files are in place and whose row is not written yet."""

    values: dict[str, Any]
    file: BatchFile
    report: FileReport
    features: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The batches of a use case as they were read, and what shall be different."""

    use_case: str
    before: Sequence[StoredBatch]
    new: tuple[NewBatch, ...] = ()
    retracted: StoredBatch | None = None
    reason: str = ""
    kind: str = "decisions"

    @property
    def remaining(self) -> list[StoredBatch]:
        """Those that counted before and still do."""
        return [batch for batch in self.before if self.retracted is None or batch.id != self.retracted.id]


def write_change(database: Database, store: DecisionStore, change: Change, actor: Actor, key: str) -> IngestReport:
    """Count what will count, then store the change and the pointer to the counts together.

    Raises:
        StoreBusy: Somebody else changed the batches of this use case meanwhile; nothing was saved.
    """
    point = _pointer(database, store, change)
    with database.write(actor, key) as tx:
        if tx.replayed:
            return IngestReport(change.use_case, seq=tx.seq, replayed=True)
        _write(tx, change)
        return IngestReport(change.use_case, seq=point(tx))


def write_changes(database: Database, store: DecisionStore, changes: Sequence[Change], actor: Actor, key: str) -> int:
    """The same for several use cases at once, all or none; returns the number of the last event.

    Raises:
        StoreBusy: Somebody else changed the batches of one of them meanwhile; nothing was saved.
    """
    points = [_pointer(database, store, change) for change in changes]
    with database.write(actor, key) as tx:
        if tx.replayed:
            return tx.seq
        for change in changes:
            _write(tx, change)
        return max(point(tx) for point in points)


def _write(tx: Transaction, change: Change) -> None:
    refuse_if_changed(tx, change)
    for batch in change.new:
        rows.add_batch(tx, batch.values, f"{batch.values['kind']}.ingested")
        if batch.features is not None:
            feature_store.add(tx, batch.features)
    if change.retracted is not None:
        rows.retract(tx, change.retracted, change.reason)


def _pointer(database: Database, store: DecisionStore, change: Change) -> Callable[[Transaction], int]:
    """Count, and say how to make these counts the current ones."""
    new = [batch.file for batch in change.new]
    if family(change.kind) == family(DECISIONS.kind):
        files = [batch.file(store.root) for batch in change.remaining] + new
        reduced, name = _reduced(store, files, change.use_case), change.use_case
        before = store.month_sums(database, name)
        check = partial(store.check, batches=files, use_case=name)
        people = subject_sums(files, reduced, use_case=name, before=before, check=check)
        values = kept_counts(store, name, reduced, people)
        return lambda tx: rows.point_to(tx, values)
    verified = [store.verified(batch) for batch in change.remaining]
    found = kept_events(store, change.use_case, change.kind, [*verified, *new])
    return lambda tx: max(event_store.point_to(tx, values) for values in found)


def refuse_if_changed(tx: Transaction, change: Change) -> None:
    """StoreBusy where the batches are not those that were counted."""
    now = [batch.id for batch in rows.stored_batches(tx.connection, change.use_case, kinds=family(change.kind))]
    if now != [batch.id for batch in change.before]:
        raise StoreBusy(
            f"Somebody else changed the {change.kind} of {change.use_case} at the same time. Nothing was saved; "
            "please try again."
        )


def kept_counts(store: DecisionStore, use_case: str, reduced: Reduced, people: MonthSums | None) -> dict[str, Any]:
    """Store count files; the values of the row that would make them current."""
    single, single_sha256 = store.keep_counts(use_case, "single", reduced.single)
    joint, joint_sha256 = store.keep_counts(use_case, "joint", reduced.joint)
    about: dict[str, Any] = {
        "attributes": list(reduced.attributes),
        "strata": list(reduced.strata),
        "intersections": reduced.intersections,
        "cells": reduced.cells,
        "budget": CELL_BUDGET,
        "folded": reduced.folded,
        "single_sha256": single_sha256,
        "joint_sha256": joint_sha256,
    }
    if people is not None:
        path, sha256 = store.keep_counts(use_case, "subjects", people.table)
        about["subjects"] = {"path": path, "sha256": sha256, "months": dict(people.keys)}
    return {
        "use_case_id": use_case, "single_path": single, "joint_path": joint, "sha256": joint_sha256,
        "attributes": about, "first_day": reduced.first_day, "last_day": reduced.last_day,
        "decisions": reduced.decisions,
    }  # fmt: skip


def counted_again(store: DecisionStore, into: DecisionStore, use_case: str, files: Sequence[BatchFile]) -> Counted:
    """Counts of decisions from these batches, kept in another folder; the values of a row that would name them.

    Raises:
        StoreUnusable: a file is missing or was changed; says which.
    """
    reduced = _reduced(store, files, use_case)
    check = partial(store.check, batches=files, use_case=use_case)
    return kept_counts(into, use_case, reduced, subject_sums(files, reduced, use_case=use_case, check=check))


def counts_known_at(database: Database, store: DecisionStore, use_case: str, seq: int) -> Reduced:
    """The counts as they would have been read at a data version: only what was recorded by then."""
    with database.read() as connection:
        known = rows.stored_batches(connection, use_case, kinds=FAMILIES[0], known_at=seq)
    return _reduced(store, [batch.file(store.root) for batch in known], use_case)


def _reduced(store: DecisionStore, files: Sequence[BatchFile], use_case: str) -> Reduced:
    """Counts from cells where there are cells, else from rows."""
    seen = visible(files, read="cells")
    if seen is None:
        return empty_counts()
    store.check(seen, files, use_case)
    return reduce_visible(seen, use_case)
