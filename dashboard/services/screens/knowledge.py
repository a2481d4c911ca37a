"""Do we know? How much of the charter could be decided, and how old the newest data are."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.domain.durations import Duration


@dataclass(frozen=True, slots=True)
class Feed:
    """The decision log of a use case: its last day, and how many days older than the charter allows it is."""

    use_case: str
    title: str
    last_day: date | None
    decisions: int
    days_late: int


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Clauses decided of those that apply, in service; the share 30 days ago where there was an assessment."""

    decided: int
    applicable: int
    share_before: float | None
    feeds: tuple[Feed, ...]
    stale_after: Duration

    @property
    def share(self) -> float | None:
        """Decided over applicable, 0 to 1; None where nothing applies."""
        return self.decided / self.applicable if self.applicable else None

    @property
    def late(self) -> tuple[Feed, ...]:
        """Feeds that are too old, oldest first."""
        return tuple(sorted((feed for feed in self.feeds if feed.days_late), key=lambda feed: -feed.days_late))

    @property
    def newest(self) -> date | None:
        """The last day that any feed holds."""
        return max((feed.last_day for feed in self.feeds if feed.last_day), default=None)


def knowledge(
    statuses: pd.DataFrame, assessments: pd.DataFrame, feeds: pd.DataFrame, *, as_of: date, stale_after: Duration
) -> Knowledge:
    """Sum what the newest assessment decided, and measure each feed against `stale_after`."""
    return Knowledge(
        decided=int(statuses["decided"].fillna(0).sum()),
        applicable=int(statuses["applicable"].fillna(0).sum()),
        share_before=_share_before(assessments, as_of - timedelta(days=30)),
        feeds=tuple(_feed(row, as_of, stale_after) for row in feeds.to_dict("records")),
        stale_after=stale_after,
    )


def _share_before(assessments: pd.DataFrame, day: date) -> float | None:
    earlier = assessments[assessments["as_of"] <= day] if len(assessments) else assessments
    if earlier.empty:
        return None
    last = earlier.iloc[-1]
    return float(last["clauses_decided"] / last["clauses_applicable"]) if last["clauses_applicable"] else None


def _feed(row: dict[Any, Any], as_of: date, stale_after: Duration) -> Feed:
    last = row["last_day"] if isinstance(row["last_day"], date) else None
    late = max((as_of - last).days - round(stale_after.days), 0) if last else 0
    return Feed(str(row["id"]), str(row["title"]), last, int(row["decisions"]), late)
