"""Prices and credits of the demonstration's decisions, drawn apart so that the decisions stay as they were."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dashboard.domain.log_mapping import AmountColumn, LogMapping
from dashboard.domain.own_columns import own_mapping
from dashboard.domain.stories import Amounts, Story

COLUMN = "amount"


def draw_amounts(
    story: Amounts, shift: npt.NDArray[np.float64], selected: npt.NDArray[np.bool_], *, seed: Sequence[int]
) -> pa.Array:
    """One amount a decision, in cents; none where nothing was paid.

    Args:
        story: mean and spread before shifts.
        shift: what is added to the mean of each decision.
        selected: which decisions are favourable.
        seed: of these amounts alone.
    """
    mean, rng = np.maximum(story.mean + shift, 0.01), np.random.default_rng(list(seed))
    shape = (story.mean / story.spread) ** 2
    drawn = np.round(rng.gamma(shape, mean / shape), 2)
    return pa.array(drawn, mask=~selected if story.favourable_only else None)


def priced_mapping(story: Story) -> LogMapping | None:
    """How the log of this story is read where it has amounts; None for one that needs no mapping."""
    if story.amounts is None:
        return None
    names = ["decision_id", "model_version", *(["label"] if story.labels else []), *(["score"] if story.scores else [])]
    names += [*(["subject"] if story.subjects else []), *(f"a_{name}" for name in story.attributes)]
    found = own_mapping([*names, *(f"s_{name}" for name in story.strata)])
    return found.model_copy(update={"amount": AmountColumn(column=COLUMN, unit=story.amounts.unit)})
