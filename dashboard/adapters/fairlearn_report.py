"""Fairlearn's MetricFrame as people save it: `by_group` (and `overall`) as JSON of any orientation, or as CSV.

Where a column `count` stands beside selection rates, what the rate says in people must be whole; then the rate of all
groups together is found again from them.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.adapters.report_numbers import Rows, count, digits_of, is_number, name_of, number, refused
from dashboard.domain.fairness_reports import Counts, FairnessReport, Figure, selected_counts, together

_RATES = frozenset({
    "selection_rate", "true_positive_rate", "false_positive_rate", "false_negative_rate", "true_negative_rate",
    "accuracy", "accuracy_score", "precision", "precision_score", "recall_score", "f1_score",
})  # fmt: skip
_KNOWN = _RATES | {"count", "mean_prediction", "balanced_accuracy_score", "roc_auc_score", "zero_one_loss"}
Table = Mapping[str, Mapping[str, Any]]  # metric to group to value


def read(found: Any) -> FairnessReport | None:
    """The report; None where nothing in it is called as Fairlearn calls it."""
    if isinstance(found, list):
        return read_rows([one for one in found if isinstance(one, dict)])
    if not isinstance(found, dict):
        return None
    frame, overall = found.get("by_group", found), found.get("overall")
    if isinstance(frame, list):
        return read_rows(frame, _dict(overall))
    table = (
        _turned(_split(frame) if {"columns", "data"} <= frame.keys() else frame) if isinstance(frame, dict) else None
    )
    return _report("sensitive feature", table, _dict(overall)) if table else None


def read_rows(rows: Rows, overall: Mapping[str, Any] | None = None) -> FairnessReport | None:
    """The same from rows with a column of groups before those of figures."""
    if not rows or not all(isinstance(one, dict) for one in rows):
        return None
    names = [name for name in rows[0] if name]
    figures = [name for name in names if name.casefold() in _KNOWN]
    groups = names[: names.index(figures[0])] if figures else []
    if not figures or not groups:
        return None
    keys = [", ".join(str(row.get(name, "")) for name in groups) for row in rows]
    if len(set(keys)) < len(keys):
        raise refused("by_group", "a group twice", "each group once")
    columns = [name for name in names if name not in groups]
    table = {name: dict(zip(keys, (row.get(name) for row in rows), strict=True)) for name in columns}
    return _report(", ".join(groups), table, overall)


def _dict(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _split(frame: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    index, columns, data = frame.get("index", []), frame["columns"], frame["data"]
    if not all(isinstance(one, list) for one in (index, columns, data)) or len(index) != len(data):
        raise refused("by_group", "an index of another length than its data", "a MetricFrame as pandas saves it")
    if not all(isinstance(row, list) and len(row) == len(columns) for row in data):
        raise refused("by_group", "a row of another length than its columns", "a MetricFrame as pandas saves it")
    if len(set(map(str, index))) < len(index):
        raise refused("by_group", "a group twice", "each group once")
    return {str(name): {str(key): row[place] for key, row in zip(index, data, strict=True)}
            for place, name in enumerate(columns)}  # fmt: skip


def _turned(frame: Mapping[str, Any]) -> Table | None:
    """Metric to group to value, whichever way round it was saved."""
    if not frame or not all(isinstance(one, dict) for one in frame.values()):
        return None
    if _KNOWN & {str(name).casefold() for name in frame}:
        return frame
    inner = list(dict.fromkeys(name for one in frame.values() for name in one))
    if not _KNOWN & {name.casefold() for name in inner}:
        return None
    return {name: {group: one.get(name) for group, one in frame.items()} for name in inner}


def _report(attribute: str, table: Table, overall: Mapping[str, Any] | None) -> FairnessReport:
    sizes = {group: count(value, f"count of {name_of(group)}") for group, value in table.get("count", {}).items()}
    figures = [
        one for name, values in table.items() if name != "count" for one in _column(attribute, name, values, sizes)
    ]
    rates, selected = table.get("selection_rate", {}), [_selected(one, sizes) for one in figures]
    counted = [one for one in selected if one is not None]
    for name, value in (overall or {}).items():
        whole = together(counted) if name == "selection_rate" and len(counted) == len(rates) == len(sizes) > 0 else None
        figures.append(_overall(attribute, name, value, whole, sizes))
    groups = tuple((name_of(attribute), name_of(group), int(n)) for group, n in sizes.items())
    return FairnessReport("Fairlearn MetricFrame", tuple(figures), groups)


def _column(attribute: str, name: str, values: Mapping[str, Any], sizes: Mapping[str, float]) -> Iterator[Figure]:
    digits = digits_of(values.values())
    for group, value in values.items():
        where = f"{name_of(name)} of {name_of(group)}"
        reported = number(value, where)
        if name in _RATES and math.isfinite(reported) and not 0 <= reported <= 1:
            raise refused(where, f"{reported:g}", "a share from 0 to 1")
        counts = _people(name, reported, sizes.get(group))
        yield Figure(name_of(attribute), name_of(group), name_of(name), reported, digits,
                     "selection_rate" if counts else "", counts)  # fmt: skip


def _people(name: str, reported: float, size: float | None) -> Counts | None:
    """The nearest whole number of favourable decisions of a group, where its size is known."""
    if name != "selection_rate" or size is None or not math.isfinite(reported):
        return None
    return selected_counts(round(reported * size), size)


def _selected(one: Figure, sizes: Mapping[str, float]) -> Counts | None:
    return one.counts if one.name == "selection_rate" and sizes else None


def _overall(attribute: str, name: str, value: Any, whole: Counts | None, sizes: Mapping[str, float]) -> Figure:
    reported = number(value, f"overall {name_of(name)}") if is_number(value) else math.nan
    if name == "count" and sizes and reported != sum(sizes.values()):
        raise refused("overall count", f"{reported:g}", f"{sum(sizes.values()):,.0f}, the sum of its groups")
    return Figure(name_of(attribute), "all groups", name_of(name), reported, digits_of([value]),
                  "selection_rate" if whole else "", whole)  # fmt: skip
