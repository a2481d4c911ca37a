"""Every comparison that a fairness check makes, with the verdict of each: measurement before judgement of a finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.cells import is_recorded, recorded
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.counts import COUNTS
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.fairness import compare
from dashboard.domain.metrics import METRICS, RATES
from dashboard.domain.record_columns import Truth
from dashboard.domain.verdicts import COMPLIANT, verdict

_NUMBERS = ("value", "low", "high")
_COUNTS = ("n", "n_reference", "denominator", "denominator_reference")
_TEXTS = ("group", "reference", "undefined")


@dataclass(frozen=True)
class Comparisons:
    """Every comparison that a check makes, sorted by row; arrays of shape (comparisons,).

    Attributes:
        row: of the use case.
        cell: of the attribute among those that the plan asks for.
        numbers: value, low, high, n, n_reference, denominator, denominator_reference, lower and upper limit;
            `beyond`, how far the value is over the nearer limit (negative inside); `covered`, the decisions of groups
            proven to be inside the band; `reference_n`, those of the group they were held against.
        texts: metric, group, reference, undefined (reason or None), verdict.
    """

    row: NDArray[np.int64]
    cell: NDArray[np.int64]
    numbers: dict[str, NDArray[np.float64]]
    texts: dict[str, NDArray[np.object_]]

    def of(self, row: int) -> slice:
        """Where the comparisons of one record stand."""
        return slice(int(np.searchsorted(self.row, row, "left")), int(np.searchsorted(self.row, row, "right")))


@dataclass(frozen=True, slots=True)
class Bands:
    """Which metric each record is held against, and its limits by metric; `known` is False where none is recorded."""

    metric: NDArray[np.object_]
    known: Truth
    limits: dict[str, tuple[float, float]]


def bands_of(check: FairnessCheck, subject: Subject) -> Bands:
    """The metric that each record chose at intake, else the one the check names; not known without a band for it."""
    if check.metric_from is None:
        rows = len(subject)
        return Bands(
            np.full(rows, check.fairness, dtype=object), np.ones(rows, dtype=bool), {check.fairness: limits(check)}
        )
    column = subject.table.column(check.metric_from)
    chosen = np.where(column.known, column.objects(), check.fairness)
    bands = {name: limits(check, name) for name in _choices(check, (*column.values, check.fairness)) if name in METRICS}
    known = np.where(column.known, column.decide(lambda name: int(name in bands)) == 1, check.fairness in bands)
    return Bands(chosen, known, bands)


def limits(check: FairnessCheck, metric: str | None = None) -> tuple[float, float]:
    """Lower and upper limit, infinite where the check sets none."""
    if isinstance(check.between, dict):
        lower, upper = check.between[metric or check.fairness]
        return lower, upper
    if check.between is not None:
        return check.between[0], check.between[1]
    return (
        -np.inf if check.at_least is None else check.at_least,
        np.inf if check.at_most is None else check.at_most,
    )


def _choices(check: FairnessCheck, recorded: tuple[object, ...]) -> Iterator[str]:
    names = check.between if isinstance(check.between, dict) else recorded
    return (str(name) for name in names)


def measure(check: FairnessCheck, counts: pd.DataFrame, bands: Bands, terms: Terms, *, cells: int) -> Comparisons:
    """All comparisons, with limits and verdicts.

    Args:
        check: what is compared.
        counts: row, cell, group (and stratum), COUNTS.
        bands: the metric of each record, and its limits.
        terms: the charter's confidence and its correction for many comparisons.
        cells: how many attributes there are.
    """
    counts = counts.assign(key=counts["row"].to_numpy(dtype=np.int64) * cells + counts["cell"].to_numpy(dtype=np.int64))
    metric = bands.metric[counts["row"].to_numpy(dtype=np.int64)] if len(counts) else np.empty(0, dtype=object)
    parts = [
        _judged(_compared(check, block, name, confidence), block, name, bands.limits[name], check.min_group)
        for name in bands.limits
        for confidence, block in _families(check, counts[metric == name], name, terms)
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else _nothing()
    order = np.argsort(columns["key"], kind="stable")
    key = columns.pop("key")[order]
    texts = {name: columns.pop(name)[order] for name in (*_TEXTS, "metric", "verdict")}
    return Comparisons(key // cells, key % cells, {name: values[order] for name, values in columns.items()}, texts)


def _nothing() -> dict[str, NDArray[Any]]:
    numbers = (*_NUMBERS, *_COUNTS, "lower", "upper", "covered", "reference_n", "beyond")
    texts = dict.fromkeys((*_TEXTS, "metric", "verdict"), np.empty(0, dtype=object))
    return {"key": np.empty(0, dtype=np.int64), **dict.fromkeys(numbers, np.empty(0)), **texts}


def _compared(check: FairnessCheck, counts: pd.DataFrame, metric: str, confidence: float) -> pd.DataFrame:
    return compare(
        counts,
        by=["key"],
        metric=metric,
        reference=check.reference,
        confidence=confidence,
        min_group=check.min_group,
        within="stratum" if check.within else None,
    )


def _families(
    check: FairnessCheck, counts: pd.DataFrame, metric: str, terms: Terms
) -> Iterator[tuple[float, pd.DataFrame]]:
    """Counts with the confidence of each single interval, smaller where the charter corrects for many comparisons."""
    if not len(counts):
        return
    confidence = check.confidence or terms.defaults.confidence
    if terms.defaults.multiplicity == "none":
        yield confidence, counts
        return
    size = _comparisons(counts, metric)
    for members in np.unique(size):
        yield 1 - (1 - confidence) / max(int(members), 1), counts[size == members]


def _comparisons(counts: pd.DataFrame, metric: str) -> NDArray[np.int64]:
    """How many comparisons the finding of each count row makes."""
    cells = counts.groupby("row")["cell"].transform("nunique")
    if METRICS[metric].over == "all":
        return cells.to_numpy(dtype=np.int64)
    known = counts[recorded(counts["group"])]
    groups = known.groupby(["row", "cell"])["group"].nunique().groupby("row").sum()
    return (counts["row"].map(groups).fillna(0) - cells).clip(lower=0).to_numpy(dtype=np.int64)


def _judged(
    frame: pd.DataFrame, counts: pd.DataFrame, metric: str, band: tuple[float, float], min_group: int
) -> dict[str, NDArray[Any]]:
    found = {name: frame[name].to_numpy(dtype=float) for name in (*_NUMBERS, *_COUNTS)}
    texts = {name: frame[name].to_numpy(dtype=object) for name in _TEXTS}
    few = frame["too_few"].to_numpy(dtype=bool) | frame["undefined"].notna().to_numpy()
    says = verdict(found["value"], found["low"], found["high"], *band)
    says[few] = "too_few"
    over_all = METRICS[metric].over == "all"
    judged = _eligible(frame, counts, metric, min_group) if over_all else found["n"]
    return {
        **found, **texts, "key": frame["key"].to_numpy(dtype=np.int64), "verdict": says,
        "metric": np.full(len(frame), metric, dtype=object),
        "lower": np.full(len(frame), band[0]), "upper": np.full(len(frame), band[1]),
        "covered": np.where(says == COMPLIANT, judged, 0.0),
        "reference_n": np.zeros(len(frame)) if over_all else found["n_reference"],
        "beyond": _beyond(found["value"], *band, ratio=METRICS[metric].kind == "ratio"),
    }  # fmt: skip


def _eligible(frame: pd.DataFrame, counts: pd.DataFrame, metric: str, min_group: int) -> NDArray[np.float64]:
    """Decisions of the groups that were large enough to enter a comparison over all groups."""
    groups = counts.groupby(["key", "group"], observed=True, sort=False)[list(COUNTS)].sum().reset_index()
    smallest = np.min([RATES[name].of(groups)[1] for name in METRICS[metric].rates], axis=0)
    large = (smallest >= min_group) & groups["group"].map(lambda name: is_recorded(str(name))).to_numpy(dtype=bool)
    held = groups[large].groupby("key")["n"].sum()
    return np.asarray(frame["key"].map(held).fillna(0), dtype=float)


def _beyond(value: NDArray[np.float64], lower: float, upper: float, *, ratio: bool) -> NDArray[np.float64]:
    if not ratio:
        return np.maximum(lower - value, value - upper)
    with np.errstate(all="ignore"):
        scaled = np.log(value)
        low = np.log(lower) if lower > 0 else -np.inf
        return np.asarray(np.maximum(low - scaled, scaled - np.log(upper)), dtype=float)
