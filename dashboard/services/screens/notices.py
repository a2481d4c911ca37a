"""What customers are told on each channel, and where something is missing."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters import event_store, repository
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.notices import KINDS, Talks, current, gaps, wanted
from dashboard.domain.registry import Notice
from dashboard.domain.wording import day
from dashboard.services.sources import Sources

WITH_AI = "ai_complaint"  # counted among all conversations in which AI took part


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice as customers read it, and since when."""

    title: str
    since: str
    text: str


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices of one use case; `table` has every version, also former and planned ones."""

    use_case: str
    revision: int
    channels: tuple[str, ...]
    shown: tuple[ShownNotice, ...]
    gaps: tuple[str, ...]
    asked: bool
    table: pd.DataFrame


def load_notices(sources: Sources, use_case: str) -> Notices | None:
    """The notices of one use case; None where nobody has this id."""
    found = repository.use_case_record(sources.database, use_case)
    if found is None:
        return None
    record, revision = found
    held, live = record.notices or [], current(record.notices or [], sources.as_of)
    return Notices(
        use_case, revision, tuple(channel.id for channel in record.channels or []),
        tuple(_shown(one) for one in live), tuple(gaps(record, sources.as_of, _talks(sources, use_case))),
        bool(wanted(record)), _table(held, live, sources.as_of),
    )  # fmt: skip


def _shown(notice: Notice) -> ShownNotice:
    title = f"{KINDS[notice.kind]} on {notice.channel}, {notice.language}"
    return ShownNotice(title, f"Version {notice.version}, live since {day(notice.live_from)}", notice.text)


def _table(held: list[Notice], live: list[Notice], as_of: date) -> pd.DataFrame:
    newest = sorted(held, key=lambda one: one.live_from, reverse=True)
    return pd.DataFrame(
        {
            "Notice": [KINDS[one.kind] for one in newest], "Channel": [one.channel for one in newest],
            "Language": [one.language for one in newest], "Version": [one.version for one in newest],
            "Live from": [one.live_from for one in newest],
            "State": ["planned" if one.live_from > as_of else "live" if one in live else "former" for one in newest],
            "Text": [one.text for one in newest],
        }
    )  # fmt: skip


def _talks(sources: Sources, use_case: str) -> dict[str, Talks]:
    """Conversations with AI by channel."""
    counts = event_store.interaction_counts(sources.database, DecisionStore(sources.store), [use_case])
    known = (counts["rate"] == WITH_AI) & (counts["attribute"] == "") & (counts["day"] <= pd.Timestamp(sources.as_of))
    found = {}
    for channel, part in counts[known].groupby("channel"):
        days = part.groupby("day")["n"].sum().sort_index()
        found[str(channel)] = Talks(tuple(pd.Timestamp(one).date() for one in days.index), tuple(map(int, days)))
    return found
