"""What a group's scores say, as the JSON that programs rely on: AUC, ROC, calibration, generalized rates."""

from math import ceil
from typing import Any

import pandas as pd

from dashboard.domain.calibration import calibration, calibration_error
from dashboard.domain.score_histograms import (
    NO_SCORES,
    NOT_SHARES,
    Estimate,
    Histogram,
    auc,
    generalized_rate,
    roc,
    shares,
)
from dashboard.reports.as_json import json_number

MOST_POINTS = 1000
_GENERALIZED = {
    "generalized_true_positive_rate": (True, False), "generalized_false_negative_rate": (True, True),
    "generalized_false_positive_rate": (False, False), "generalized_true_negative_rate": (False, True),
}  # fmt: skip


def score_json(found: Histogram | float | None, confidence: float) -> dict[str, Any]:
    """n, mean, AUC with interval, generalized rates, calibration and ROC; what does not exist says why."""
    if not isinstance(found, Histogram):
        return {"undefined": NO_SCORES}
    people, known = found.people, found.positive + found.negative
    entry: dict[str, Any] = {"n": int(people.sum()), "mean": float((people * found.values).sum() / people.sum())}
    entry |= _auc(auc(found, confidence))
    for name, (positives, missed) in _GENERALIZED.items():
        entry[name] = _estimate(generalized_rate(found, confidence, positives=positives, missed=missed))
    if not known.sum():
        return entry
    if not shares(found):
        return entry | {"calibration_undefined": NOT_SHARES, "roc": _points(roc(found))}
    bins = calibration(found, confidence).to_dict("records")
    error = {"expected_calibration_error": calibration_error(found)}
    return entry | error | {"calibration": bins, "roc": _points(roc(found))}


def _auc(found: Estimate) -> dict[str, Any]:
    if found.undefined:
        return {"auc_undefined": found.undefined}
    bound = {"auc_bound": found.bound} if found.bound else {}
    return {"auc": found.value, "auc_low": found.low, "auc_high": found.high} | bound


def _estimate(found: Estimate) -> dict[str, Any]:
    if found.undefined:
        return {"undefined": found.undefined}
    return {"value": found.value, "low": found.low, "high": found.high}


def _points(curve: pd.DataFrame) -> list[dict[str, Any]]:
    """At most MOST_POINTS of the curve, its ends always among them; the threshold that selects nobody is null."""
    step = max(ceil(len(curve) / MOST_POINTS), 1)
    kept = [place for place in range(len(curve)) if place % step == 0 or place == len(curve) - 1]
    rows = curve.iloc[kept].to_dict("records")
    return [
        {
            **{str(key): value for key, value in row.items()},
            "threshold": json_number(row["threshold"]),
        }
        for row in rows
    ]
