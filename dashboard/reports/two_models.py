"""Champion against challenger as JSON: every number that the page and the table show."""

from collections.abc import Mapping
from typing import Any

from dashboard.reports.as_json import json_number
from dashboard.services.screens.promotion import Flip
from dashboard.services.screens.two_model_counts import Side
from dashboard.services.screens.two_model_tables import flip_words
from dashboard.services.screens.two_models import TwoModels

_NUMBERS = ("champion", "challenger", "change", "low", "high", "n", "n_challenger")


def two_models_json(found: TwoModels) -> dict[str, Any]:
    """Who, on what, every rate and metric, every clause; what does not exist is null, with its reason."""
    return {
        "champion": _side(found.champion),
        "challenger": _side(found.challenger),
        "same_rows": found.paired,
        "confidence": found.confidence,
        "unit_of_amounts": found.unit or None,
        "left_out": list(found.left_out),
        "rates": [_row(row) for row in found.rows.to_dict("records") if row["about"] == "rate"],
        "metrics": [_row(row) for row in found.rows.to_dict("records") if row["about"] == "metric"],
        "clauses": [_clause(one) for one in found.clauses],
        "said": flip_words(found),
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    since, until = (None if day is None else day.isoformat() for day in (side.since, side.until))
    return {"name": side.who.words, "decisions": side.decisions, "since": since, "until": until}


def _row(row: Mapping[Any, Any]) -> dict[str, Any]:
    numbers = {name: json_number(row[name]) for name in _NUMBERS}
    undefined = row["undefined"] if isinstance(row["undefined"], str) else None
    named = {"attribute": row["attribute"], "name": row["name"], "group": row["group"] or None}
    return named | numbers | {"paired": bool(row["paired"]), "undefined": undefined}


def _clause(one: Flip) -> dict[str, Any]:
    return {
        "clause": one.clause, "champion": one.champion, "challenger": one.challenger, "flips": one.flips,
        "reason_champion": one.reason_champion, "reason_challenger": one.reason_challenger,
    }  # fmt: skip
