"""AIF360's explanations (`MetricJSONExplainer`) as JSON: one, a list, one a line, or by name.

Each holds its value within a sentence and the counts beside it. Where AIF360 3 files the false positives of the
privileged group as numPositivesPrivileged, they are read as what they are.
"""

import re
from collections.abc import Mapping
from typing import Any

from dashboard.adapters.report_numbers import count, digits_of, name_of, number, refused
from dashboard.domain.fairness_reports import Counts, FairnessReport, Figure, selected_counts, whole_counts

_VALUE = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|nan|-?inf")
_TWO = {
    "Disparate Impact": "selection_rate_ratio", "Statistical Parity Difference": "selection_rate_gap",
    "Mean Difference": "selection_rate_gap", "True Positive Rate Difference": "true_positive_rate_gap",
    "False Positive Rate Difference": "false_positive_rate_gap", "Average Odds Difference": "average_odds_gap",
    "Error Rate Difference": "error_rate_gap",
}  # fmt: skip
_ALL = {"Accuracy": "accuracy", "Error Rate": "error_rate"}


def read(found: Any) -> FairnessReport | None:
    """The report; None where these are no explanations of AIF360."""
    members = _members(found)
    if not members or not all(isinstance(one, dict) and {"metric", "message"} <= one.keys() for one in members):
        return None
    figures = tuple(_figure(one) for one in members)
    return FairnessReport("AIF360 explanations", figures, _sizes(members))


def _members(found: Any) -> list[Any]:
    if isinstance(found, dict):
        found = [found] if "metric" in found else list(found.values())
    return [_inner(one) for one in found] if isinstance(found, list) else []


def _inner(one: Any) -> Any:
    """An explanation that was kept as text within JSON."""
    if isinstance(one, str) and one.startswith("{") and len(one) < 20_000:
        import json  # noqa: PLC0415  # only such files need it

        try:
            return json.loads(one)
        except (ValueError, RecursionError):
            return None
    return one


def _figure(one: Mapping[str, Any]) -> Figure:
    name = name_of(one["metric"])
    value = _last_word(one["message"])
    if not _VALUE.fullmatch(value):
        raise refused(name, f"the message {name_of(one['message'])!r}", "a message that ends in the value")
    reported, digits = number(value, name), digits_of([value])
    ours = _TWO.get(name) or _ALL.get(name, "")
    sides = (_side(one, "Unprivileged"), _side(one, "Privileged")) if name in _TWO else (_side(one, ""), None)
    if ours and any(side is None for side in (sides if name in _TWO else sides[:1])):
        return Figure("protected groups", "unprivileged against privileged", name, reported, digits)
    group = "unprivileged against privileged" if name in _TWO else "all"
    return Figure("protected groups", group, name, reported, digits, ours, sides[0] if ours else None, sides[1])


def _last_word(message: Any) -> str:
    """What stands after the last blank or colon: a search for a value at the end of a long text takes for ever."""
    words = str(message).rsplit(maxsplit=1)
    return words[-1].rpartition(":")[2] if words else ""


def _side(one: Mapping[str, Any], side: str) -> Counts | None:
    """The counts of one side that the explanation brings, as far as its metric needs them."""
    given = {
        key.removeprefix("num").removesuffix(side).replace("Positive", "Positives").replace("Positivess", "Positives")
        .replace("Negative", "Negatives").replace("Negativess", "Negatives"): count(value, f"{one['metric']}, {key}")
        for key, value in one.items()
        if key.startswith("num") and key.endswith(side) and (side != "Privileged" or not key.endswith("Unprivileged"))
    }  # fmt: skip
    if one["metric"] == "False Positive Rate Difference" and "FalsePositives" not in given:
        given["FalsePositives"] = given.pop("Positives", -1)
    favourable = given.get("PositivesPredictions", given.get("Positives"))
    n = given.get("Instances", given.get(""))
    if n is not None and favourable is not None:
        return _checked(one, selected_counts(favourable, n))
    return _checked(one, _labelled(given))


def _labelled(given: Mapping[str, float]) -> Counts | None:
    tp, positives = given.get("TruePositives"), given.get("Positives")
    fp, negatives = given.get("FalsePositives"), given.get("Negatives")
    if fp is None and negatives is not None and "TrueNegatives" in given:
        fp = negatives - given["TrueNegatives"]
    if (tp is None or positives is None) and (fp is None or negatives is None):
        return None
    known = (tp or 0, fp or 0, (positives or 0) - (tp or 0), (negatives or 0) - (fp or 0))
    return whole_counts(*known)


def _checked(one: Mapping[str, Any], counts: Counts | None) -> Counts | None:
    if counts is not None and (min(counts.values()) < 0 or counts["selected"] > counts["n"]):
        raise refused(name_of(one["metric"]), "more of a part than of its whole", "counts that belong together")
    return counts


def _sizes(members: list[Any]) -> tuple[tuple[str, str, int], ...]:
    for one in members:
        for kind in ("numInstances", "num"):
            pair = [one.get(f"{kind}{side}") for side in ("Unprivileged", "Privileged")]
            if None not in pair:
                sizes = [int(count(value, str(one["metric"]))) for value in pair]
                return tuple(("protected groups", group, n)
                             for group, n in zip(("unprivileged", "privileged"), sizes, strict=True))  # fmt: skip
    return ()
