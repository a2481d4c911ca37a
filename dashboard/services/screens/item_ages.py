"""How old open items are, and how fast they come and go."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.domain.wording import plural
from dashboard.services.screens.review_items import Item, Queue

AGES: tuple[tuple[str, int], ...] = (
    ("0–7 days", 7),
    ("8–30 days", 30),
    ("31–60 days", 60),
    ("61–90 days", 90),
    ("over 90 days", 10**6),
)


@dataclass(frozen=True, slots=True)
class AgeBand:
    """How many open items are this old, and how many of them are overdue."""

    label: str
    items: int
    overdue: int


def ages(items: tuple[Item, ...]) -> tuple[AgeBand, ...]:
    """Open items by age, youngest first."""
    live = [item for item in items if item.state != "closed"]
    bands, least = [], -1
    for label, most in AGES:
        inside = [item for item in live if least < item.age <= most]
        bands.append(AgeBand(label, len(inside), sum(item.overdue for item in inside)))
        least = most
    return tuple(bands)


def pace(queue: Queue, as_of: date) -> str:
    """The oldest item, the median age, and what came and went in thirty days."""
    live = sorted((item for item in queue.items if item.state != "closed"), key=lambda item: -item.age)
    if not live:
        return "Findings open items by themselves when a clause is breached."
    closed = sum(item.closed is not None and (as_of - item.closed).days <= 30 for item in queue.items)
    opened = sum((as_of - item.opened).days <= 30 for item in queue.items)
    median = pd.Series([item.age for item in live]).median()
    return (
        f"Oldest: {live[0].number}, {plural(live[0].age, 'day')}, {live[0].use_case}. "
        f"Median age {median:g} days; {closed} closed in the last 30 days, {opened} opened."
    )


def ages_title(bands: tuple[AgeBand, ...]) -> str:
    """What the chart of ages says."""
    young, total = sum(band.items for band in bands[:2]), sum(band.items for band in bands)
    return f"{young} of {total} are at most 30 days old" if total else "No open item"


def ages_table(bands: tuple[AgeBand, ...]) -> pd.DataFrame:
    """The numbers of the chart of ages."""
    return pd.DataFrame(
        {
            "Age": [band.label for band in bands],
            "Open items": [band.items for band in bands],
            "Overdue": [band.overdue for band in bands],
        }
    )
