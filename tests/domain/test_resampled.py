"""Figures drawn around counts: many cells at once say exactly what each says alone."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.cells import EFFECTS, Cells, tabulate
from dashboard.domain.inequality import inequality
from dashboard.domain.metrics import METRICS
from dashboard.domain.references import Rule
from dashboard.domain.resampled import drawn, measured

DRAWN = [name for name, metric in METRICS.items() if metric.way == "drawn"]


def cells(many: int) -> Cells:
    """Two to four groups in each cell; some without labels, some of people who recur."""
    draws = np.random.default_rng(3)
    frame = pd.DataFrame({"cell": np.repeat(np.arange(many), 4), "group": list("abcd") * many})
    frame = frame[draws.random(4 * many) > 0.2]
    for name in ("tp", "fp", "fn", "tn"):
        frame[name] = draws.integers(0, 12, len(frame)) * (draws.random(len(frame)) > 0.1)
    frame["n"] = frame["labelled"] = frame[["tp", "fp", "fn", "tn"]].sum(axis=1)
    effects = dict.fromkeys(EFFECTS, draws.choice([1.0, 2.5], len(frame)))
    return tabulate(frame.assign(selected=frame["tp"] + frame["fp"], undecided=0, **effects), by=["cell"])


def only(every: Cells, cell: int) -> Cells:
    """One of the cells."""
    mine = every.cell == cell
    return replace(
        every, keys=every.keys.iloc[[cell]].reset_index(drop=True), cell=every.cell[mine] - cell,
        names=every.names[mine], recorded=every.recorded[mine],
        counts={name: values[mine] for name, values in every.counts.items()},
        effects={name: values[mine] for name, values in (every.effects or {}).items()},
    )  # fmt: skip


@pytest.mark.parametrize("metric", DRAWN)
def test_a_cell_says_the_same_in_any_company(metric: str) -> None:
    """Value, limits, reason and denominator of each of sixty cells are those that it has when it is measured alone."""
    every, rule = cells(60), Rule(min_group=20)
    together = inequality(every, METRICS[metric], rule)
    for cell in range(every.size):
        alone = inequality(only(every, cell), METRICS[metric], rule)
        for name in ("value", "low", "high", "denominator", "n"):
            assert np.array_equal(together[name][[cell]].astype(float), alone[name].astype(float), equal_nan=True), name
        assert together["undefined"][cell] == alone["undefined"][0]


def test_limits_are_the_quantiles_of_the_draws_of_each_cell() -> None:
    """As a loop finds them: the share of the first outcome, its quantiles widened to hold the value, not below 0."""
    counts = np.random.default_rng(9).integers(0, 30, (40, 4)).astype(float) + 1
    effects = np.tile([1.0, 3.0], 20)

    def first(part: np.ndarray) -> np.ndarray:
        return np.asarray(part[..., 0] / part.sum(axis=-1))

    found = measured(first, counts, 0.9, effects)
    for row, one, effect in zip(found, counts, effects, strict=True):
        value, draws = first(one[None])[0], first(drawn(one, effect))
        high = max(float(np.nanquantile(draws, 0.95)), value)
        low = max(min(float(np.nanquantile(draws, 0.05)), value, 2 * value - high), 0.0)
        assert tuple(row) == pytest.approx((value, low, high), abs=1e-15)
