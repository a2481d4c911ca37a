"""What consent histories and training snapshots say, as count files that could become the current ones."""

from collections.abc import Sequence
from typing import Any

from dashboard.adapters import event_store
from dashboard.adapters.choices import count_choices
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.record_counting import count_records
from dashboard.adapters.snapshots import withdrawn_in_snapshots
from dashboard.adapters.visible import BatchFile

Values = dict[str, Any]


def kept_consent(store: DecisionStore, use_case: str, files: Sequence[BatchFile]) -> list[Values]:
    """Store complete records, choices by channel and day, and withdrawals in snapshots; a row of values for each."""
    records, chosen = count_records(files, use_case), count_choices(files, use_case)
    pairs, sizes = withdrawn_in_snapshots(files, use_case)
    matched = {"customers": chosen.customers, "met": chosen.met}
    return [
        _kept(store, use_case, event_store.RECORD_KIND, records.table) | {"events": records.events},
        _kept(store, use_case, event_store.CHOICE_KIND, chosen.table) | {"about": matched},
        _kept(store, use_case, event_store.PAIR_KIND, pairs),
        _kept(store, use_case, event_store.SIZE_KIND, sizes),
    ]


def _kept(store: DecisionStore, use_case: str, kind: str, table: Any) -> Values:
    path, digest = store.keep_counts(use_case, kind, table)
    days = table["day"].to_pylist()
    return {
        "use_case_id": use_case, "kind": kind, "path": path, "sha256": digest, "about": {},
        "first_day": min(days, default=None), "last_day": max(days, default=None), "events": len(days),
    }  # fmt: skip
