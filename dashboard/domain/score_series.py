"""Counted scores summed to windows, read only for the use cases and the charters that judge by them."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from dashboard.domain.counts import COUNTS
from dashboard.domain.rankings import ranked_counts
from dashboard.domain.rates_of_groups import RANKED

_KEYS = ["attribute", "group"]


class ScoreSeries:
    """The scores of use cases by month, each read once.

    Args:
        read: gives month, attribute (empty for everybody), group, score, width, outcome and rows of a use case; None
            where there are no scores to read.
    """

    def __init__(self, read: Callable[[str], pd.DataFrame] | None) -> None:
        self._read = read
        self._known: dict[str, pd.DataFrame] = {}

    def between(self, ids: Sequence[str], since: date, until: date) -> pd.DataFrame:
        """row, attribute, group, COUNTS and RANKED; every month that the window touches is taken whole."""
        parts = [self._one(name, since, until).assign(row=row) for row, name in enumerate(ids) if self._read]
        filled = [part for part in parts if len(part)]
        if filled:
            return pd.concat(filled, ignore_index=True)
        frame = pd.DataFrame(columns=["row", *_KEYS, *COUNTS, *RANKED])
        return frame.astype(dict.fromkeys(["row", *COUNTS], "int64") | dict.fromkeys(RANKED, "float64"))

    def _one(self, use_case: str, since: date, until: date) -> pd.DataFrame:
        if use_case not in self._known:
            assert self._read is not None  # noqa: S101  # asked only where there is something to read
            self._known[use_case] = self._read(use_case)
        scores = self._known[use_case]
        month = pd.to_datetime(scores["month"])
        kept = (month >= pd.Timestamp(since).replace(day=1)) & (month <= pd.Timestamp(until))
        return ranked_counts(scores[kept & (scores["attribute"] != "")], _KEYS)
