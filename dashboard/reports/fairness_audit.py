"""The audit of one file as the JSON that programs rely on."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from dashboard.domain.cells import EFFECTS
from dashboard.domain.fairness import RATES
from dashboard.reports.amount_json import amount_json
from dashboard.reports.as_json import json_number
from dashboard.reports.score_json import score_json
from dashboard.services.audit_file import WITHIN, Audit

MOST_SHOWN = 10
_NAMES = {"n": "n", "undecided": "undecided", "selected": "selected", "labelled": "labelled", "tp": "true_positives",
          "fp": "false_positives", "fn": "false_negatives", "tn": "true_negatives"}  # fmt: skip


def audit_json(audit: Audit, remarks: Sequence[str] = ()) -> dict[str, Any]:
    """`{"rows", "groups", "measurements"}`, `remarks` where there are any; what does not exist says why."""
    return (
        {
            "rows": audit.rows,
            "groups": [_group(row, audit) for row in audit.groups.to_dict("records")],
            "measurements": [_measurement(row, audit) for row in audit.measurements.to_dict("records")],
        }
        | ({"remarks": list(remarks)} if remarks else {})
        | _searches(audit)
        | _amounts(audit)
    )


def _amounts(audit: Audit) -> dict[str, Any]:
    """`amounts`, where a column of a numeric outcome was named."""
    if audit.amounts is None or audit.request.amount is None:
        return {}
    return {"amounts": amount_json(audit.amounts, audit.request.amount, timed=audit.request.time is not None)}


def _searches(audit: Audit) -> dict[str, Any]:
    """`searches`, where a search was asked for: per rate how many groups, and the ten worst with their p."""
    held = [
        {"rate": one.rate, "searched": one.searched, "too_small": one.small, "least": one.least,
         "worst": [asdict(group) for group in one.worst[:MOST_SHOWN]]}
        for one in audit.searches
    ]  # fmt: skip
    return {"searches": held} if held else {}


def _period(row: dict[Any, Any], audit: Audit) -> str | None:
    return str(row["period"]) if audit.request.time else None


def _group(row: dict[Any, Any], audit: Audit) -> dict[str, Any]:
    entry = {"attribute": row["attribute"], "group": row["group"], "period": _period(row, audit)}
    entry |= {name: int(row[column]) for column, name in _NAMES.items()}
    if audit.request.subject:
        entry["design_effect"] = row[EFFECTS[0]]
    entry |= {name: _rate(row, name) for name, rate in RATES.items() if rate.basis == "decisions"}
    return entry | (
        {"score": score_json(row["score_histogram"], audit.request.confidence)} if audit.request.score else {}
    )


def _rate(row: dict[Any, Any], name: str) -> dict[str, Any]:
    if not _exists(row[name]):
        return {"undefined": row[f"{name}_undefined"]}
    return {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}


def _measurement(row: dict[Any, Any], audit: Audit) -> dict[str, Any]:
    entry = {"attribute": row["attribute"], "period": _period(row, audit), "metric": row["metric"]}
    if _exists(row["value"]):
        entry |= {"value": row["value"], "low": row["low"], "high": json_number(row["high"])}
    else:
        entry |= {"value": None, "undefined": row["undefined"]}
    entry |= {"group": _text(row["group"]), "reference": _text(row["reference"])}
    entry |= {name: int(row[name]) for name in ("n", "n_reference", "denominator", "denominator_reference")}
    return entry | (_within(row, audit) if _exists(row.get("within_value")) else {})


def _within(row: dict[Any, Any], audit: Audit) -> dict[str, Any]:
    values = {name: row[f"within_{name}"] for name in WITHIN}
    counts = {"strata": int(values["strata"]), "reversed": bool(values["reversed"])}
    values |= {"high": json_number(values["high"]), "homogeneity": json_number(values["homogeneity"]), **counts}
    return {"within": {"column": audit.request.within, **values}}


def _exists(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def _text(value: Any) -> str | None:
    return str(value) if _exists(value) else None
