"""What changed between two days as JSON, with statuses by their names instead of the words of a page."""

from collections.abc import Sequence
from typing import Any

from dashboard.domain.wording import SHOWN_ORDER, label
from dashboard.services.screens.between import Between, Line

_NAMES = {label(status): str(status) for status in SHOWN_ORDER}


def between_json(found: Between, lines: Sequence[Line]) -> dict[str, Any]:
    """Both days with the assessment of each, use cases in service by status, and these of the changes."""
    days = [day.isoformat() for day in found.days]
    return {
        "from": days[0],
        "to": days[1],
        "assessed": [day.isoformat() for day in found.assessed],
        "said": found.headline,
        "notes": list(found.notes),
        "in_service": [_served(day, counts) for day, counts in zip(days, found.counts, strict=True)],
        "changes": [change_json(line) for line in lines],
    }


def _served(day: str, counts: Sequence[tuple[str, int]]) -> dict[str, Any]:
    return {"day": day, **{str(status): count for status, count in counts}}


def change_json(line: Line) -> dict[str, Any]:
    """One change; `clause` null is the use case's own status, a status null: it was not judged then."""
    return {
        "use_case": line.use_case or None,
        "title": line.title,
        "clause": line.clause or None,
        "was": _NAMES.get(line.was),
        "became": _NAMES.get(line.became),
        "cause": line.kind,
        "why": line.why,
        "assessed": line.on.isoformat() if line.on else None,
        "entries": list(line.entries),
    }
