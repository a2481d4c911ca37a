"""Every comparison that a fairness check makes, with the verdict of each: measurement before judgement of a finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.cells import Cells, Index
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.columns import CELL, Columns
from dashboard.domain.comparisons import eligible_rows
from dashboard.domain.counted import Counted, cells_of, firsts
from dashboard.domain.facts import Terms
from dashboard.domain.fairness_bands import Bands
from dashboard.domain.measuring import measured
from dashboard.domain.metrics import METRICS, RATES, Metric
from dashboard.domain.multiplicity import corrected
from dashboard.domain.record_columns import Truth
from dashboard.domain.references import Rule
from dashboard.domain.verdicts import COMPLIANT, TOO_FEW, VERDICTS, beyond, verdict_codes

_NUMBERS = ("value", "low", "high")
_COUNTS = ("n", "n_reference", "denominator", "denominator_reference")
BESIDE = ("crude", "crude_low", "crude_high", "homogeneity")
EVERYONE = "everyone"
_TEXTS = ("group", "reference", "undefined")


@dataclass(frozen=True)
class Comparisons:
    """Every comparison that a check makes, sorted by row; arrays of shape (comparisons,).

    Attributes:
        row: of the use case.
        cell: of the attribute among those that the plan asks for.
        numbers: value, low, high, n, n_reference, denominator, denominator_reference, lower and upper limit;
            `beyond`, how far the value is over the nearer limit (negative inside); `covered`, the decisions of groups
            proven to be inside the band; `reference_n`, those of the group they were held against. Where the charter
            corrects over the whole assessment also `p`, `adjusted` and `compared`, how many comparisons there were;
            within strata also BESIDE, all decisions together (no homogeneity over all groups); by scores also
            `bound`, how far bins of scores may have moved the value.
        texts: metric, group, reference, undefined (reason or None), verdict.
        says: the verdict as a code of verdicts.VERDICTS.
    """

    row: NDArray[np.int64]
    cell: NDArray[np.int64]
    numbers: dict[str, NDArray[np.float64]]
    texts: dict[str, NDArray[np.object_]]
    says: NDArray[np.int8]

    def of(self, row: int) -> slice:
        """Where the comparisons of one record stand."""
        return slice(int(np.searchsorted(self.row, row, "left")), int(np.searchsorted(self.row, row, "right")))


def measure(
    check: FairnessCheck, counts: Counted, place: Index, terms: tuple[Bands, Terms], *, width: int
) -> Comparisons:
    """All comparisons, with limits and verdicts.

    Args:
        check: what is compared.
        counts: of the attributes that are asked for.
        place: for each count, of its attribute among those.
        terms: the metric of each record with its limits; the charter's confidence and correction.
        width: how many attributes are asked for.
    """
    bands, key = terms[0], counts.row * width + place
    parts = [
        _judged(check, cells_of(counts.only(mask), key[mask]), name, (bands.limits[name], confidence))
        for name in bands.limits
        for confidence, mask in _families(check, counts, key, (name, *terms))
    ]
    if terms[1].defaults.multiplicity == "benjamini_hochberg":
        confidence = check.confidence or terms[1].defaults.confidence
        parts = [corrected(part, confidence, terms[1].family) for part in parts]
    columns = _in_order(parts) if parts else _nothing()
    key, says = columns.pop("key"), columns.pop("verdict")
    texts = {name: columns.pop(name) for name in (*_TEXTS, "metric")}
    return Comparisons(key // width, key % width, columns, {**texts, "verdict": VERDICTS[says]}, says)


def _in_order(parts: list[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """The parts as one, sorted by key; left alone where they are so already."""
    columns = (
        parts[0] if len(parts) == 1 else {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    )
    if (np.diff(columns["key"]) >= 0).all():
        return columns
    order = np.argsort(columns["key"], kind="stable")
    return {name: column[order] for name, column in columns.items()}


def _nothing() -> dict[str, NDArray[Any]]:
    numbers = (*_NUMBERS, *_COUNTS, "lower", "upper", "covered", "reference_n", "beyond")
    texts: dict[str, NDArray[Any]] = dict.fromkeys((*_TEXTS, "metric"), np.empty(0, dtype=object))
    codes: dict[str, NDArray[Any]] = {"key": np.empty(0, dtype=np.int64), "verdict": np.empty(0, dtype=np.int8)}
    return {**codes, **dict.fromkeys(numbers, np.empty(0)), **texts}


def _families(
    check: FairnessCheck, counts: Counted, key: Index, what: tuple[str, Bands, Terms]
) -> Iterator[tuple[float, Truth]]:
    """Counts of one metric with the confidence of each single interval, which a correction for many raises."""
    name, bands, terms = what
    mask: Truth = (bands.metric == name)[counts.row]
    confidence = check.confidence or terms.defaults.confidence
    if terms.defaults.multiplicity != "bonferroni":
        yield from [(confidence, mask)] if mask.any() else []
        return
    size = np.maximum(_comparisons(counts, key, over_all=METRICS[name].over == "all"), 1)[counts.row]
    for members in np.unique(size[mask]):
        yield 1 - (1 - confidence) / int(members), mask & (size == members)


def _comparisons(counts: Counted, key: Index, *, over_all: bool) -> Index:
    """How many comparisons the finding of each record makes, up to the last record that has counts."""
    cells = counts.row[firsts(key[None, :])]
    if over_all:
        return np.bincount(cells)
    groups = firsts(np.stack([key, counts.group]))
    known = np.bincount(counts.row[groups], weights=counts.recorded[groups])
    return known.astype(np.int64) - np.bincount(cells)


def _judged(
    check: FairnessCheck, cells: Cells, metric: str, how: tuple[tuple[float, float], float]
) -> dict[str, NDArray[Any]]:
    """The comparisons of one metric in all cells, held against its band."""
    band, confidence = how
    columns = measured(cells, METRICS[metric], Rule(check.reference, confidence, check.min_group))
    found = {name: np.asarray(columns[name], dtype=float) for name in (*_NUMBERS, *_COUNTS)}
    says = verdict_codes(found["value"], found["low"], found["high"], *band)
    says[columns["too_few"].astype(bool) | np.isnan(found["value"])] = TOO_FEW
    if cells.strata is not None:
        found |= {name: np.asarray(columns.get(name, np.full(len(says), np.nan)), dtype=float) for name in BESIDE}
    if METRICS[metric].scores:
        found["bound"] = np.asarray(columns["bound"], dtype=float)
    over_all, size = METRICS[metric].over == "all", len(says)
    judged = _large(cells, METRICS[metric], check.min_group)[columns[CELL]] if over_all else found["n"]
    return {
        **found, **{name: columns[name] for name in (*_TEXTS, "metric")}, "group": _whose(columns, METRICS[metric]),
        "key": cells.keys["key"].to_numpy(dtype=np.int64)[columns[CELL]], "verdict": says,
        "lower": np.broadcast_to(band[0], size), "upper": np.broadcast_to(band[1], size),
        "covered": np.where(says == COMPLIANT, judged, 0.0),
        "reference_n": np.zeros(size) if over_all else found["n_reference"],
        "beyond": beyond(found["value"], *band, ratio=METRICS[metric].kind == "ratio"),
    }  # fmt: skip


def _whose(columns: Columns, metric: Metric) -> NDArray[Any]:
    """The group that a value stands for; a figure about all people says so."""
    return np.full(len(columns["group"]), EVERYONE, dtype=object) if metric.everyone else columns["group"]


def _large(cells: Cells, metric: Metric, min_group: int) -> NDArray[np.float64]:
    """Decisions of the groups of each cell that were large enough to enter a comparison over all groups."""
    if metric.everyone:
        return cells.total(cells.counts["n"] * cells.recorded)
    large = np.all([eligible_rows(cells, RATES[name], min_group) for name in metric.rates], axis=0)
    return cells.total(cells.counts["n"] * large)
