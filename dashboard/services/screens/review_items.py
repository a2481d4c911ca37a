"""What is open, who has it, and when is it due?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters.disputes_store import open_disputes
from dashboard.adapters.queries import review_items as query
from dashboard.adapters.queries.use_case import people as titles_of_people
from dashboard.domain.reviews import FROM_FINDINGS
from dashboard.domain.statuses import SEVERITY_ORDER
from dashboard.domain.wording import plural
from dashboard.services.screens.words import absent, as_date, titled
from dashboard.services.sources import Sources

TASK_MEANINGS: dict[str, str] = {
    "condition": "The approval asks for it. An officer or deputy who does not own the use case says that it is met.",
    "approval": "What runs, or what the charter asks, is not what was approved. Submit the use case on its page.",
    "case": "A case has a clock that runs out. Record on the page of the case what was done.",
    "stop": "Its stop was ordered. The overseer confirms on the use case's page that it has stopped.",
}
STATES: dict[str, str] = {"open": "Open", "recovered": "Closing proposed", "closed": "Closed"}


@dataclass(frozen=True, slots=True)
class Item:
    """One review item as the queue shows it; texts are plain."""

    id: int
    revision: int
    number: str
    status: str
    use_case_id: str
    use_case: str
    clause: str
    kind: str
    what: str
    severity: str
    age: int
    due: date | None
    overdue: bool
    assignee_id: str | None
    assignee: str
    team: str
    state: str
    reason: str
    opened: date
    closed: date | None
    resolution: str | None
    times_reopened: int
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """All items, and what the chart of ages shows of the open ones."""

    items: tuple[Item, ...]
    teams: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the URL asks for; empty means all."""

    search: str = ""
    severities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    team: str | None = None
    mine: str | None = None


def load_queue(sources: Sources) -> Queue:
    """Every item, worst and most urgent first."""
    rows = query.review_items(sources.database)
    people = titles_of_people(sources.database)
    with sources.database.read() as connection:
        disputed = open_disputes(connection)
    items = [_item(row, people, sources.as_of) for row in rows.itertuples()]
    items = [replace(one, disputed=(one.use_case_id, one.clause) in disputed) for one in items]
    items.sort(key=urgency)
    teams = tuple(sorted({item.team for item in items}))
    return Queue(tuple(items), teams, f"review items at ledger entry {sources.database.data_version():,}")


def chosen(queue: Queue, filters: Filters) -> tuple[Item, ...]:
    """The items that the filters leave; without a state, those not closed."""
    states = filters.states or ("open", "recovered")
    return tuple(item for item in queue.items if item.state in states and _wanted(item, filters))


def headline(queue: Queue) -> str:
    """How much is open and overdue, as one sentence."""
    live = [item for item in queue.items if item.state != "closed"]
    late = sum(item.overdue for item in live)
    if not live:
        return "No review item is open"
    return f"{plural(len(live), 'review item')} {'is' if len(live) == 1 else 'are'} open, {late or 'none'} overdue"


def queue_table(items: tuple[Item, ...]) -> pd.DataFrame:
    """The queue as columns; `Due` stays a date so that it sorts."""
    return pd.DataFrame(
        {
            "Item": [item.number for item in items],
            "Status": [item.status for item in items],
            "Use case": [item.use_case for item in items],
            "What": [item.what for item in items],
            "Severity": [item.severity for item in items],
            "Age (days)": [item.age for item in items],
            "Due": [item.due for item in items],
            "Overdue": ["overdue" if item.overdue else "" for item in items],
            "With": [item.assignee for item in items],
            "State": [STATES.get(item.state, item.state) + (", disputed" if item.disputed else "") for item in items],
        }
    )


def urgency(item: Item) -> tuple[bool, int, date, int]:
    """The order of the queue: open ones first, then by severity, due day and number."""
    severity = [str(level) for level in SEVERITY_ORDER]
    rank = severity.index(item.severity) if item.severity in severity else len(severity)
    return (item.state == "closed", rank, item.due or date.max, item.id)


def _wanted(item: Item, filters: Filters) -> bool:
    text = f"{item.number} {item.use_case} {item.what} {item.clause} {item.assignee} {item.team}".lower()
    return (
        all(word in text for word in filters.search.lower().split())
        and (not filters.severities or item.severity in filters.severities)
        and (filters.team is None or item.team == filters.team)
        and (filters.mine is None or item.assignee_id == filters.mine)
    )


def _item(row: Any, people: Mapping[str, str], as_of: date) -> Item:
    due, opened = as_date(row.due), as_date(row.opened) or as_of
    closed = as_date(row.closed)
    is_task = str(row.kind) not in FROM_FINDINGS
    status = "task" if is_task else "not_assessed" if absent(row.status) else str(row.status)
    team = "no team" if absent(row.team) else str(row.team)
    assignee = None if absent(row.assignee) else str(row.assignee)
    title = None if absent(row.assignee_title) else str(row.assignee_title)
    return Item(
        id=int(row.id),
        revision=int(row.revision),
        number=f"RI-{int(row.id):03d}",
        status="waived" if not absent(row.waived_until) and status == "watch" else status,
        use_case_id=str(row.use_case_id),
        use_case="Organisation" if absent(row.use_case) else str(row.use_case),
        clause=str(row.clause),
        kind=str(row.kind),
        what=f"{row.clause} {row.title}" if str(row.clause) not in str(row.title) else str(row.title),
        severity=str(row.severity),
        age=((closed or as_of) - opened).days,
        due=due,
        overdue=due is not None and due < as_of and row.state != "closed",
        assignee_id=assignee,
        assignee=title or assignee or f"nobody yet ({team})",
        team=team,
        state=str(row.state),
        reason="" if absent(row.reason) else titled(str(row.reason), people),
        opened=opened,
        closed=closed,
        resolution=None if absent(row.resolution) else str(row.resolution),
        times_reopened=int(row.times_reopened),
    )
