"""How well scores rank the people of each group, beside the counts of these people: what AUC metrics are found from."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.domain.counts import COUNTS
from dashboard.domain.rates_of_groups import RANKED
from dashboard.domain.score_histograms import Histogram, histogram, ranking


def ranked_of(found: Histogram) -> tuple[float, ...]:
    """RANKED of a histogram; zeros where there are no outcomes of both kinds."""
    ranked = ranking(found)
    if ranked is None:
        return (0.0,) * len(RANKED)
    return ranked.value * ranked.size, ranked.size, ranked.bound * ranked.size, ranked.people


def ranked_counts(scores: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """COUNTS of people with a score, and RANKED, one row for each combination of keys.

    Args:
        scores: columns `keys`, score, width, outcome (3 × decision + label, each 0, 1 or 2 for unknown) and rows.
        keys: what makes a group, the period included where there is one; scores of all other columns fall together.
    """
    rows = [
        (*(key if isinstance(key, tuple) else (key,)), *_counts(part), *ranked_of(histogram(part)))
        for key, part in scores.groupby(list(keys), sort=True, observed=True)
    ]
    frame = pd.DataFrame(rows, columns=[*keys, *COUNTS, *RANKED])
    return frame.astype(dict.fromkeys(COUNTS, "int64") | dict.fromkeys(RANKED, "float64"))


def _counts(part: pd.DataFrame) -> list[int]:
    """COUNTS from outcomes."""
    by = np.bincount(part["outcome"].to_numpy(int), part["rows"].to_numpy(float), 9).reshape(3, 3).astype(int)
    undecided, decided = int(by[2].sum()), int(by[:2].sum())
    values = {
        "n": decided, "undecided": undecided, "selected": int(by[1].sum()), "labelled": int(by[:2, :2].sum()),
        "tp": by[1, 1], "fp": by[1, 0], "fn": by[0, 1], "tn": by[0, 0],
    }  # fmt: skip
    return [int(values[name]) for name in COUNTS]
