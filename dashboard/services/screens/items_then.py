"""Review items of a past day, as the ledger's entries held them."""

from datetime import date
from typing import Any

from dashboard.adapters.queries.use_case import people
from dashboard.adapters.reported_store import items_then
from dashboard.domain.wording import day
from dashboard.services.readings import told
from dashboard.services.screens.review_items import Item, Queue
from dashboard.services.screens.then import Then
from dashboard.services.sources import Sources


def load_items_then(sources: Sources, then: Then) -> Queue:
    """Every item that was there at the end of the day, open ones first, then by due date."""
    names = people(sources.database)
    records = items_then(sources.database, then.reported.run, then.asked)
    items = [_item(record, then, names) for record in records if _day(record["opened"]) <= then.asked]
    items.sort(key=lambda one: (one.state == "closed", one.due or date.max, one.id))
    teams = tuple(sorted({item.team for item in items}))
    return Queue(tuple(items), teams, f"the ledger's entries until {day(then.asked)}")


def _item(record: dict[str, Any], then: Then, names: dict[str, str]) -> Item:
    use_case, clause, closed = str(record["use_case_id"]), str(record["clause"]), _maybe(record["closed"])
    known, due, opened = then.reported.cases.get(use_case), _maybe(record["due"]), _day(record["opened"])
    assignee = record["assignee"]
    team = (known.team if known else None) or "no team"
    title = str(record["title"])
    return Item(
        id=int(record["id"]), revision=int(record["revision"]), number=f"RI-{int(record['id']):03d}",
        status=told(then.reported.held.get((use_case, clause))) or "task", use_case_id=use_case,
        use_case=then.title(use_case), clause=clause, kind=str(record["kind"]),
        what=title if clause in title else f"{clause} {title}", severity=str(record["severity"]),
        age=((closed or then.asked) - opened).days, due=due,
        overdue=due is not None and due < then.asked and record["state"] != "closed",
        assignee_id=assignee, assignee=names.get(assignee, assignee) if assignee else f"nobody yet ({team})",
        team=team, state=str(record["state"]), reason="", opened=opened, closed=closed,
        resolution=record["resolution"], times_reopened=int(record["times_reopened"]),
    )  # fmt: skip


def _day(text: Any) -> date:
    return date.fromisoformat(str(text)[:10])


def _maybe(text: Any) -> date | None:
    return None if text is None else _day(text)
