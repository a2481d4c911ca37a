"""Today: what needs the reader, and what changed since they last looked."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.adapters.queries import today as queries
from dashboard.domain.actors import Role
from dashboard.services.screens.ahead import Ahead, load_ahead
from dashboard.services.screens.changes import Changes, load_changes
from dashboard.services.screens.heat import HeatMap, heat_map
from dashboard.services.screens.knowledge import Knowledge, knowledge
from dashboard.services.screens.portfolio_statuses import (
    Month,
    StatusCounts,
    count_statuses,
    headline,
    months,
)
from dashboard.services.screens.to_decide import ToDecide, for_person, load_to_decide
from dashboard.services.screens.waiting import AgeBucket, Waiting, ages, waiting_for
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Assessed:
    """The assessment that the page speaks of."""

    number: int
    as_of: date
    charter_version: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on Today; `assessed` is None before the first assessment."""

    headline: str
    statuses: StatusCounts
    changes: Changes
    waiting: tuple[Waiting, ...]
    to_decide: tuple[ToDecide, ...]
    ahead: tuple[Ahead, ...]
    knowledge: Knowledge
    heat: HeatMap
    months: tuple[Month, ...]
    ages: tuple[AgeBucket, ...]
    assessed: Assessed | None


def load_today(sources: Sources, user_id: str, role: str) -> Today:
    """Read Today for one person, as columns; about ten queries."""
    database = sources.database
    rows = queries.statuses(database)
    counts = count_statuses(rows, queries.lifecycles(database))
    changes = load_changes(sources, user_id, breaches_now=counts.breaches)
    past = queries.assessments(database, until=sources.as_of)
    items = queries.open_items(database)
    titles = dict(zip(rows["id"], rows["title"], strict=True))
    return Today(
        headline=headline(counts, before=changes.breaches_before, since=changes.since),
        statuses=counts,
        changes=changes,
        waiting=waiting_for(items, user_id, Role(role), sources.as_of),
        to_decide=for_person(load_to_decide(sources), user_id),
        ahead=load_ahead(sources),
        knowledge=knowledge(
            rows, past, queries.feeds(database), as_of=sources.as_of, stale_after=sources.charter.defaults.stale_after
        ),
        heat=heat_map(queries.findings_by_principle(database), titles, sources.charter),
        months=months(past),
        ages=ages(items, sources.as_of),
        assessed=_assessed(past, sources.charter.defaults.confidence),
    )


def _assessed(past: pd.DataFrame, confidence: float) -> Assessed | None:
    if past.empty:
        return None
    last = past.iloc[-1].to_dict()
    return Assessed(int(last["id"]), last["as_of"], str(last["charter_version"]), confidence)
