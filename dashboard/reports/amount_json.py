"""A numeric outcome's means and gaps, as the JSON that programs rely on."""

from typing import Any

from dashboard.domain.columns import records
from dashboard.reports.as_json import json_number
from dashboard.services.audit_amounts import Amounts


def amount_json(found: Amounts, column: str, *, timed: bool) -> dict[str, Any]:
    """`{"column", "groups", "measurements"}`; a figure that does not exist is null or says why."""
    groups = [
        {**_keys(row, timed=timed), "group": row["group"], "n": int(row["amount_n"]), **_numbers(row, "mean")}
        for row in records(found.groups)
    ]
    gaps = [
        {**_keys(row, timed=timed), "metric": row["metric"], **_numbers(row, "value"), "group": row["group"],
         "reference": row["reference"], "n": int(row["n"]), "n_reference": int(row["n_reference"]),
         **({"undefined": row["undefined"]} if row["undefined"] else {})}
        for row in records(found.gaps)
    ]  # fmt: skip
    return {"column": column, "groups": groups, "measurements": gaps}


def _keys(row: dict[str, Any], *, timed: bool) -> dict[str, Any]:
    return {"attribute": row["attribute"], "period": str(row["period"]) if timed else None}


def _numbers(row: dict[str, Any], value: str) -> dict[str, Any]:
    return {name: json_number(row[name]) for name in (value, "low", "high")}
