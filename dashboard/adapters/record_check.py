"""What was decided about use cases, held against the ledger: an acceptance, a sign-off, a waiver, a tier or an owner
that no event records came past the services.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from dashboard.adapters.repository import USE_CASE, registry_in, table, whole_record
from dashboard.adapters.tables import EventRow
from dashboard.errors import Problem

_EVENTS = table(EventRow)
_PARTS: Mapping[str, tuple[str, ...]] = {
    "evidence": ("type", "sha256", "ref", "effective", "expires", "uploaded_by", "accepted_by"),
    "sign_offs": ("kind", "by", "role", "on"),
    "waivers": ("clause", "until", "approved_by", "granted"),
}
_FIELDS = ("owner", "lifecycle", "risk_tier", "triage")


def unrecorded_changes(connection: Connection) -> Iterator[Problem]:
    """Use cases whose owner, lifecycle, tier, documents, sign-offs or waivers are not those of their newest event."""
    told = _newest_records(connection)
    for use_case in registry_in(connection).use_cases:
        record = told.get(use_case.id)
        if record is None:
            continue
        now = whole_record(use_case)
        for what in (*_FIELDS, *_PARTS):
            if _decided(now, what) != _decided(record, what):
                found = f"{what.replace('_', ' ')} that no event records"
                yield Problem(f"use case {use_case.id}", found, "what its newest event says")


def _newest_records(connection: Connection) -> dict[str, dict[str, Any]]:
    newest = select(func.max(_EVENTS.c.seq)).where(_EVENTS.c.entity == USE_CASE).group_by(_EVENTS.c.entity_id)
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(select(_EVENTS.c.entity_id, _EVENTS.c.body).where(_EVENTS.c.seq.in_(newest))):
        try:
            found[row.entity_id] = dict(json.loads(row.body)["record"])
        except (ValueError, KeyError, TypeError):  # the walk of the chain names an event that cannot be read
            continue
    return found


def _decided(record: Mapping[str, Any], what: str) -> Any:
    """Only what was there when the oldest events were written: a field that came later makes no difference."""
    if what not in _PARTS:
        return record.get(what)
    return sorted(tuple(str(one.get(name)) for name in _PARTS[what]) for one in record.get(what) or [])
