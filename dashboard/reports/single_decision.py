"""One decision beside its nearest counterfactual: as JSON, and as lines of text."""

from typing import Any

from dashboard.domain.single_decision import Decision
from dashboard.reports.features import table_lines
from dashboard.services.nearest_decision import LookedAt
from dashboard.services.screens.single_decision import differences, headline, notes


def looked_json(found: LookedAt) -> dict[str, Any]:
    """Everything that was found, with what differences were measured by."""
    return {
        "use_case": found.title,
        "norm": found.norm,
        "decision": _record(found.decision),
        "nearest": _record(found.other) if found.other else None,
        "why_not": found.why_not or None,
        "distance": found.distance if found.other else None,
        "apart": dict(found.apart),
        "scales": dict(found.scales),
        "compared": found.compared,
        "measured": found.pool,
        "left_out": found.left_out,
    }


def _record(one: Decision) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Decision.__slots__} | {"decided_at": one.decided_at.isoformat()}


def looked_lines(found: LookedAt) -> list[str]:
    """The same as a table in text, most different first."""
    return [headline(found), *table_lines(differences(found)), *notes(found)]
