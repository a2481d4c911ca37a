"""Aequitas' group table (`get_crosstabs`) and its table of disparities as CSV: every figure comes with its counts."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboard.adapters.report_numbers import Rows, count, digits_of, name_of, number, refused
from dashboard.domain.fairness_reports import Counts, FairnessReport, Figure, whole_counts

_KEYS = ("attribute_name", "attribute_value")
_CELLS = ("tp", "fp", "fn", "tn")
_RATES = {
    "tpr": "true_positive_rate", "tnr": "true_negative_rate", "fpr": "false_positive_rate",
    "fnr": "false_negative_rate", "for": "false_omission_rate", "fdr": "false_discovery_rate",
    "npv": "negative_predictive_value", "precision": "precision", "pprev": "selection_rate", "accuracy": "accuracy",
    "prev": "base_rate",
}  # fmt: skip


def is_one(row: Mapping[str, Any]) -> bool:
    """Whether the columns are Aequitas'."""
    return all(name in row for name in _KEYS) and any(name in row for name in (*_CELLS, "group_size"))


def read(rows: Rows) -> FairnessReport:
    """The report; raises InputRejected where counts lack or contradict each other."""
    lacking = [name for name in (*_CELLS, "group_size") if name not in rows[0]]
    if lacking:
        raise refused("columns", f"no column {lacking[0]}", "tp, fp, fn, tn and group_size, as get_crosstabs writes")
    cells = {_key(row): _counts(row, place) for place, row in enumerate(rows, 2)}
    if len(cells) < len(rows):
        raise refused("rows", "a group twice", "each group of an attribute and model once")
    digits = {column: digits_of(row.get(column) for row in rows) for column in rows[0]}
    figures = tuple(figure for row in rows for figure in _figures(row, digits, cells))
    sizes = tuple((name_of(key[1]), name_of(key[2]), int(one["n"])) for key, one in cells.items())
    return FairnessReport("Aequitas group table", figures, sizes)


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    model = f"{row.get('model_id', '')} {row.get('score_threshold', '')}"
    return model, str(row["attribute_name"]), str(row["attribute_value"])


def _counts(row: Mapping[str, Any], line: int) -> Counts:
    tp, fp, fn, tn = (count(row[name], f"row {line}, {name}") for name in _CELLS)
    size = count(row["group_size"], f"row {line}, group_size")
    if tp + fp + fn + tn != size:
        found = f"{size:,.0f} where tp, fp, fn and tn sum to {tp + fp + fn + tn:,.0f}"
        raise refused(f"row {line}, group_size", found, "their sum")
    return whole_counts(tp, fp, fn, tn)


def _figures(
    row: Mapping[str, Any], digits: Mapping[str, int], cells: Mapping[tuple[str, ...], Counts]
) -> Iterator[Figure]:
    key, place = _key(row), name_of(row["attribute_value"])
    for name, ours in _RATES.items():
        for column in (name, f"{name}_disparity"):
            if row.get(column) not in (None, ""):
                against = cells.get((*key[:2], str(row.get(f"{name}_ref_group_value")))) if column != name else None
                yield Figure(
                    name_of(row["attribute_name"]), place, column, number(row[column], f"{place}, {column}"),
                    digits[column], ours if column == name else f"{ours}_ratio",
                    cells[key] if column == name or against else None, against,
                )  # fmt: skip
