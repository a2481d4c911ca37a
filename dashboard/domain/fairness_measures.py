"""Every comparison that a fairness check makes, with the verdict of each: measurement before judgement of a finding."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.domain.checks import FairnessCheck
from dashboard.domain.columns import Truth
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.fairness import compare
from dashboard.domain.metrics import METRICS, RATES
from dashboard.domain.verdicts import verdict

_EMPTY = (
    "row", "cell", "attribute", "metric", "group", "reference", "value", "low", "high", "n", "n_reference",
    "denominator", "denominator_reference", "undefined", "too_few", "lower", "upper", "verdict", "covered",
    "reference_n", "beyond",
)  # fmt: skip


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


def measure(check: FairnessCheck, counts: pd.DataFrame, bands: Bands, terms: Terms) -> pd.DataFrame:
    """All comparisons, sorted by row: the columns of fairness.compare, limits, verdict, covered decisions.

    `covered` counts the decisions of groups that were proven to be inside the band, `reference_n` those of the group
    they were held against, `beyond` how far the value is over the nearer limit (negative inside).
    """
    metric = bands.metric[counts["row"].to_numpy(dtype=np.int64)] if len(counts) else np.empty(0, dtype=object)
    parts = [
        _judged(_compared(check, block, name, confidence), block, name, bands.limits[name], check.min_group)
        for name in bands.limits
        for confidence, block in _families(check, counts[metric == name], name, terms)
    ]
    if not parts:
        return pd.DataFrame(columns=list(_EMPTY))
    return pd.concat(parts, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)


def _compared(check: FairnessCheck, counts: pd.DataFrame, metric: str, confidence: float) -> pd.DataFrame:
    return compare(
        counts,
        by=["row", "cell", "attribute"],
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
    groups = counts.groupby(["row", "cell"])["group"].nunique().groupby("row").sum()
    return (counts["row"].map(groups) - cells).to_numpy(dtype=np.int64)


def _judged(
    frame: pd.DataFrame, counts: pd.DataFrame, metric: str, band: tuple[float, float], min_group: int
) -> pd.DataFrame:
    lower, upper = band
    value, low, high = (frame[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    few = frame["too_few"].to_numpy(dtype=bool) | frame["undefined"].notna().to_numpy()
    says = np.where(few, "too_few", verdict(value, low, high, lower, upper)).astype(object)
    over_all = METRICS[metric].over == "all"
    judged = _eligible(frame, counts, metric, min_group) if over_all else frame["n"].to_numpy(dtype=float)
    covered = np.where(says == "compliant", judged, 0.0)
    reference = np.zeros(len(frame)) if over_all else frame["n_reference"].to_numpy(dtype=float)
    beyond = _beyond(value, lower, upper, ratio=METRICS[metric].kind == "ratio")
    return frame.assign(
        lower=lower, upper=upper, verdict=says, covered=covered, reference_n=reference, beyond=beyond
    )  # fmt: skip


def _eligible(frame: pd.DataFrame, counts: pd.DataFrame, metric: str, min_group: int) -> NDArray[np.float64]:
    """Decisions of the groups that were large enough to enter a comparison over all groups."""
    keys = ["row", "cell"]
    smallest = np.min([RATES[name].of(counts)[1] for name in METRICS[metric].rates], axis=0)
    held = counts[smallest >= min_group].groupby(keys)["n"].sum().rename("held").reset_index()
    return frame[keys].merge(held, on=keys, how="left")["held"].fillna(0).to_numpy(dtype=float)


def _beyond(value: NDArray[np.float64], lower: float, upper: float, *, ratio: bool) -> NDArray[np.float64]:
    if not ratio:
        return np.maximum(lower - value, value - upper)
    with np.errstate(all="ignore"):
        scaled = np.log(value)
        low = np.log(lower) if lower > 0 else -np.inf
        return np.maximum(low - scaled, scaled - (np.log(upper) if np.isfinite(upper) else np.inf))
