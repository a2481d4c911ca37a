"""Which metric each record is held against, and between which limits."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.domain.checks import FairnessCheck
from dashboard.domain.facts import Subject
from dashboard.domain.metrics import METRICS
from dashboard.domain.record_columns import Truth


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
    bands = {name: limits(check, name) for name in _choices(check, (*column.values, check.fairness)) if name in METRICS
             and METRICS[name].basis == check.basis}  # fmt: skip
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
