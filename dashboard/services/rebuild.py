"""Counts once more from the batches that were kept, and says whether the stored counts were what the batches say."""

from collections.abc import Sequence
from typing import Any

from dashboard.adapters import batches as rows
from dashboard.adapters import event_store
from dashboard.adapters.batches import StoredBatch
from dashboard.adapters.counting import empty_counts
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.file_counts import reduce_all
from dashboard.adapters.log_kinds import FAMILIES
from dashboard.adapters.subject_sums import subject_sums
from dashboard.adapters.visible import visible
from dashboard.domain.actors import Actor
from dashboard.services.recount import Change, kept_counts, refuse_if_changed
from dashboard.services.recount_events import kept_events
from dashboard.services.register import new_key


def rebuild(database: Database, store: DecisionStore, use_cases: Sequence[str], actor: Actor) -> dict[str, bool]:
    """Count use cases again, logs of every kind; whether the current counts of each were the same.

    Raises:
        StoreUnusable: A batch is missing or was changed.
        StoreBusy: Somebody else changed the batches meanwhile.
    """
    equal = _decisions(database, store, use_cases, actor)
    for name in use_cases:
        for kind in (kinds[0] for kinds in FAMILIES[1:]):
            same = _events(database, store, name, kind, actor)
            equal[name] = equal[name] and same
    return equal


def _decisions(database: Database, store: DecisionStore, use_cases: Sequence[str], actor: Actor) -> dict[str, bool]:
    with database.read() as connection:
        before = {name: rows.stored_batches(connection, name, kinds=FAMILIES[0]) for name in use_cases}
        current = {name: rows.count_set(connection, name) for name in use_cases}
    files = {name: [store.verified(batch) for batch in stored] for name, stored in before.items()}
    seen = {name: visible(batches, read="source") for name, batches in files.items()}
    found = reduce_all({name: one for name, one in seen.items() if one is not None})
    equal = dict.fromkeys(use_cases, True)
    for name in use_cases:
        row = current[name]
        if row is None and not before[name]:
            continue
        reduced = found.get(name, empty_counts())
        values = kept_counts(store, name, reduced, subject_sums(files[name], reduced, use_case=name))
        equal[name] = row is not None and all(row[field] == value for field, value in values.items())
        if not equal[name]:
            with database.write(actor, new_key()) as tx:
                refuse_if_changed(tx, Change(name, before[name]))
                rows.point_to(tx, values)
    return equal


def _events(database: Database, store: DecisionStore, use_case: str, kind: str, actor: Actor) -> bool:
    """One family of logs around customers; a use case that has none of them is as it was."""
    before, current = _stored(database, use_case, kind)
    if not before and not current:
        return True
    wanted = kept_events(store, use_case, kind, [store.verified(batch) for batch in before])
    other = [values for values in wanted if not _same(current.get(values["kind"]), values)]
    if other:
        with database.write(actor, new_key()) as tx:
            refuse_if_changed(tx, Change(use_case, before, kind=kind))
            for values in other:
                event_store.point_to(tx, values)
    return not other


def _stored(database: Database, use_case: str, kind: str) -> tuple[list[StoredBatch], dict[str, dict[str, Any]]]:
    family = next(kinds for kinds in FAMILIES if kind in kinds)
    with database.read() as connection:
        stored = rows.stored_batches(connection, use_case, kinds=family)
        kinds = event_store.KINDS[family[0]]
        current = {one: event_store.current(connection, one, [use_case]) for one in kinds}
    return stored, {one: found[0] for one, found in current.items() if found}


def _same(row: dict[str, Any] | None, values: dict[str, Any]) -> bool:
    return row is not None and all(row[field] == value for field, value in values.items())
