"""Amounts that were decided, summed to windows; read only for the use cases and the charters that judge by them."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from dashboard.domain.amount_sums import SUMS, Valued, summed
from dashboard.domain.counts import COUNTS

_KEYS = ["attribute", "group"]


class AmountsDecided:
    """The amounts of use cases by day, each read once.

    Args:
        read: gives the amounts of a use case; None where there are none to read.
    """

    def __init__(self, read: Callable[[str], Valued] | None) -> None:
        self._read = read
        self._known: dict[str, Valued] = {}

    def between(self, ids: Sequence[str], since: date, until: date) -> pd.DataFrame:
        """row, attribute, group, COUNTS and SUMS of these days, both included; `n` counts amounts."""
        known = [(row, self._one(name).sums) for row, name in enumerate(ids) if self._read]
        parts = [_cut(sums, since, until).assign(row=row) for row, sums in known if len(sums)]
        filled = [part for part in parts if len(part)]
        if filled:
            return pd.concat(filled, ignore_index=True)
        frame = pd.DataFrame(columns=["row", *_KEYS, *COUNTS, *SUMS])
        return frame.astype(dict.fromkeys(["row", *COUNTS], "int64") | dict.fromkeys(SUMS, "float64"))

    def units(self, ids: Sequence[str]) -> dict[int, str]:
        """What the amounts of each row are measured in; empty where it has none."""
        return {row: self._one(name).unit for row, name in enumerate(ids)} if self._read else {}

    def _one(self, use_case: str) -> Valued:
        if use_case not in self._known:
            assert self._read is not None  # noqa: S101  # asked only where there is something to read
            self._known[use_case] = self._read(use_case)
        return self._known[use_case]


def _cut(sums: pd.DataFrame, since: date, until: date) -> pd.DataFrame:
    day = pd.to_datetime(sums["day"])
    kept = (day >= pd.Timestamp(since)) & (day <= pd.Timestamp(until)) & (sums["attribute"] != "")
    return as_counts(summed(sums[kept], _KEYS))


def as_counts(sums: pd.DataFrame) -> pd.DataFrame:
    """SUMS beside COUNTS of those who have an amount: `n` of them, and nothing known of what was decided."""
    return sums.assign(**dict.fromkeys(COUNTS, 0) | {"n": sums[SUMS[0]].astype("int64")})
