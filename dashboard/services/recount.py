"""Counts follow batches: count outside the transaction, flip inside it, and only if nobody came in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.adapters import batches as rows
from dashboard.adapters import event_store
from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.contacts import consent_events, contacts_after_opt_out
from dashboard.adapters.counting import CELL_BUDGET, Reduced, empty_counts
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_counting import EventsCounted, count_interactions
from dashboard.adapters.file_counts import reduce_all, reduce_batches
from dashboard.adapters.log_kinds import DECISIONS, FAMILIES, INTERACTIONS, family
from dashboard.adapters.visible import BatchFile, visible
from dashboard.domain.actors import Actor
from dashboard.errors import StoreBusy
from dashboard.services.log_commands import FileReport, IngestReport
from dashboard.services.register import new_key


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch whose files are in place and whose row is not written yet."""

    values: dict[str, Any]
    file: BatchFile
    report: FileReport


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
    files = [store.verified(batch) for batch in change.remaining] + [batch.file for batch in change.new]
    point = _pointer(store, change, files)
    with database.write(actor, key) as tx:
        if tx.replayed:
            return IngestReport(change.use_case, seq=tx.seq, replayed=True)
        _refuse_if_changed(tx, change)
        for batch in change.new:
            rows.add_batch(tx, batch.values, f"{batch.values['kind']}.ingested")
        if change.retracted is not None:
            rows.retract(tx, change.retracted, change.reason)
        return IngestReport(change.use_case, seq=point(tx))


def _pointer(store: DecisionStore, change: Change, files: Sequence[BatchFile]) -> Callable[[Transaction], int]:
    """Count, and say how to make these counts the current ones."""
    if family(change.kind) == family(DECISIONS.kind):
        values = kept_counts(store, change.use_case, reduce_batches(files, change.use_case))
        return lambda tx: rows.point_to(tx, values)
    events = kept_event_counts(store, change.use_case, count_interactions(files, change.use_case))
    contacts = kept_contacts(store, change.use_case, files)
    return lambda tx: max(event_store.point_to(tx, values) for values in (events, contacts))


def kept_contacts(store: DecisionStore, use_case: str, files: Sequence[BatchFile]) -> dict[str, Any]:
    """Store the contacts after an opt-out; the values of the row that would make them current."""
    table, events = contacts_after_opt_out(list(files), use_case), consent_events(list(files))
    path, digest = store.keep_counts(use_case, event_store.CONTACT_KIND, table)
    return {
        "use_case_id": use_case, "kind": event_store.CONTACT_KIND, "path": path, "sha256": digest,
        "about": {"contacts": table.num_rows}, "first_day": None, "last_day": None, "events": events,
    }  # fmt: skip


def kept_event_counts(store: DecisionStore, use_case: str, counted: EventsCounted) -> dict[str, Any]:
    """Store the counts of interactions; the values of the row that would make them current."""
    path, digest = store.keep_counts(use_case, INTERACTIONS.kind, counted.table)
    return {
        "use_case_id": use_case, "kind": INTERACTIONS.kind, "path": path, "sha256": digest,
        "about": {"attributes": list(counted.attributes)}, "first_day": counted.first_day,
        "last_day": counted.last_day, "events": counted.events,
    }  # fmt: skip


def _refuse_if_changed(tx: Transaction, change: Change) -> None:
    now = [batch.id for batch in rows.stored_batches(tx.connection, change.use_case, kinds=family(change.kind))]
    if now != [batch.id for batch in change.before]:
        raise StoreBusy(
            f"Somebody else changed the {change.kind} of {change.use_case} at the same time. Nothing was saved; "
            "please try again."
        )


def kept_counts(store: DecisionStore, use_case: str, reduced: Reduced) -> dict[str, Any]:
    """Store count files; the values of the row that would make them current."""
    single, single_sha256 = store.keep_counts(use_case, "single", reduced.single)
    joint, joint_sha256 = store.keep_counts(use_case, "joint", reduced.joint)
    about = {
        "attributes": list(reduced.attributes),
        "strata": list(reduced.strata),
        "intersections": reduced.intersections,
        "cells": reduced.cells,
        "budget": CELL_BUDGET,
        "folded": reduced.folded,
        "single_sha256": single_sha256,
        "joint_sha256": joint_sha256,
    }
    return {
        "use_case_id": use_case, "single_path": single, "joint_path": joint, "sha256": joint_sha256,
        "attributes": about, "first_day": reduced.first_day, "last_day": reduced.last_day,
        "decisions": reduced.decisions,
    }  # fmt: skip


def rebuild(database: Database, store: DecisionStore, use_cases: Sequence[str], actor: Actor) -> dict[str, bool]:
    """Count use cases again from their batches; whether the current counts of each were the same.

    Raises:
        StoreUnusable: A batch is missing or was changed.
        StoreBusy: Somebody else changed the batches meanwhile.
    """
    with database.read() as connection:
        before = {name: rows.stored_batches(connection, name, kinds=FAMILIES[0]) for name in use_cases}
        current = {name: rows.count_set(connection, name) for name in use_cases}
    seen = {name: visible([store.verified(batch) for batch in stored]) for name, stored in before.items()}
    found = reduce_all({name: one for name, one in seen.items() if one is not None})
    equal = {}
    for name in use_cases:
        values = kept_counts(store, name, found.get(name, empty_counts()))
        row = current[name]
        equal[name] = row is not None and all(row[field] == value for field, value in values.items())
        if not equal[name]:
            _mend(database, Change(name, before[name]), values, actor)
    return equal


def _mend(database: Database, change: Change, values: dict[str, Any], actor: Actor) -> None:
    with database.write(actor, new_key()) as tx:
        _refuse_if_changed(tx, change)
        rows.point_to(tx, values)


def counts_known_at(database: Database, store: DecisionStore, use_case: str, seq: int) -> Reduced:
    """The counts as they would have been read at a data version: only what was recorded by then."""
    with database.read() as connection:
        known = rows.stored_batches(connection, use_case, kinds=FAMILIES[0], known_at=seq)
    return reduce_batches([store.verified(batch) for batch in known], use_case)
