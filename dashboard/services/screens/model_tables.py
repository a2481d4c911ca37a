"""Model versions of a record as tables: what each is, and what others report about it."""

from typing import Any

import pandas as pd

from dashboard.services.screens.words import absent, as_date

_TEXTS = {"Model": "name", "Version": "version", "Type": "type", "Provider": "provider"}


def model_table(models: pd.DataFrame) -> pd.DataFrame:
    """One row a version."""
    text = {title: ["unknown" if absent(value) else str(value) for value in models[name]]
            for title, name in _TEXTS.items()}  # fmt: skip
    days = {
        "In service from": [as_date(value) for value in models["deployed_at"]],
        "Until": [as_date(value) for value in models["retired_at"]],
    }
    served = {
        "Aliases": [", ".join(value) if isinstance(value, list) else "–" for value in models["aliases"]],
        "Address": ["–" if absent(value) else str(value) for value in models["uri"]],
    }
    return pd.DataFrame(text | days | served)


def reported_table(models: pd.DataFrame) -> pd.DataFrame:
    """One row a reported figure; empty where nothing was reported."""
    rows = [
        (row.model, row.version, one["metric"], one["value"], one["source"], as_date(one.get("on")))
        for row in models.rename(columns={"name": "model"}).itertuples()
        for one in _figures(row.reported)
    ]
    return pd.DataFrame(rows, columns=["Model", "Version", "Figure", "Reported", "Source", "Recorded on"])


def _figures(value: object) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else []
