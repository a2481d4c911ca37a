"""What batches of logs around customers and of amounts say, as count files that could become the current ones."""

from collections.abc import Sequence
from typing import Any

from dashboard.adapters import event_store
from dashboard.adapters.amount_batches import count_amounts
from dashboard.adapters.contacts import consent_events, contacts_after_opt_out
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.event_counting import EventsCounted, count_interactions
from dashboard.adapters.log_kinds import AMOUNTS, CONSENT, INTERACTIONS, SAMPLES, family
from dashboard.adapters.time_counting import count_times
from dashboard.adapters.visible import BatchFile
from dashboard.services.recount_consent import kept_consent

Values = dict[str, Any]


def kept_events(store: DecisionStore, use_case: str, kind: str, files: Sequence[BatchFile]) -> list[Values]:
    """Store everything that the family of this kind of batches counts; a row of values for each kind of counts."""
    if family(kind) == (AMOUNTS,):
        table = count_amounts(files, use_case)
        days = table["day"].to_pylist()
        return [_kept(store, use_case, event_store.AMOUNT_KIND, (table, _extent(days)))]
    if kind == SAMPLES.kind:
        return [_kept_counts(store, use_case, kind, count_interactions(files, use_case, SAMPLES))]
    contacts, consent = _kept_contacts(store, use_case, files), kept_consent(store, use_case, files)
    found = [contacts, *_kept_times(store, use_case, files), *consent]
    if kind == CONSENT.kind:  # no rate of the conversations follows from what customers chose
        return found
    return [_kept_counts(store, use_case, INTERACTIONS.kind, count_interactions(files, use_case)), *found]


def _kept_counts(store: DecisionStore, use_case: str, kind: str, counted: EventsCounted) -> Values:
    """The counts of interactions or of sampled answers."""
    extent = {"first_day": counted.first_day, "last_day": counted.last_day, "events": counted.events}
    about = {"attributes": list(counted.attributes)}
    return _kept(store, use_case, kind, (counted.table, extent)) | {"about": about}


def _kept_contacts(store: DecisionStore, use_case: str, files: Sequence[BatchFile]) -> Values:
    """The contacts after an opt-out; `events` is how many events the history holds."""
    table, events = contacts_after_opt_out(list(files), use_case), consent_events(list(files))
    kept = _kept(store, use_case, event_store.CONTACT_KIND, (table, _extent([]) | {"events": events}))
    return kept | {"about": {"contacts": table.num_rows}}


def _kept_times(store: DecisionStore, use_case: str, files: Sequence[BatchFile]) -> list[Values]:
    """Histograms of times, and the ids of the slowest."""
    counted = count_times(files, use_case)
    kinds = {event_store.TIME_KIND: counted.table, event_store.SLOW_KIND: counted.slowest}
    return [_kept(store, use_case, kind, (one, _extent(one["day"].to_pylist()))) for kind, one in kinds.items()]


def _kept(store: DecisionStore, use_case: str, kind: str, counted: tuple[Any, Values]) -> Values:
    table, extent = counted
    path, digest = store.keep_counts(use_case, kind, table)
    return {"use_case_id": use_case, "kind": kind, "path": path, "sha256": digest, "about": {}} | extent


def _extent(days: Sequence[Any]) -> Values:
    return {"first_day": min(days, default=None), "last_day": max(days, default=None), "events": len(days)}
