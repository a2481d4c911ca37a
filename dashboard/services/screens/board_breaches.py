"""Every open breach of the charter with its plan: the review item, who has it, and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.adapters.queries import kpis as query
from dashboard.adapters.queries.today import worst_findings
from dashboard.domain.statuses import SEVERITY_ORDER
from dashboard.services.screens.changes import fact
from dashboard.services.screens.review_items import Item, load_queue
from dashboard.services.screens.words import as_date
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach; `item` is '' where nobody opened a review item yet, and `with_whom` then says so."""

    use_case: str
    clause: str
    title: str
    severity: str
    since: date | None
    fact: str
    item: str
    with_whom: str
    due: date | None
    overdue: bool


def load_breaches(sources: Sources) -> tuple[Breach, ...]:
    """Gravest first, then by due date; waived ones are not among them."""
    found = query.findings(sources.database)
    open_ones = found[found["status"] == "non_compliant"]
    facts = _facts(sources, list(open_ones["use_case_id"].unique()))
    items = {(one.use_case_id, one.clause): one for one in load_queue(sources).items if one.state != "closed"}
    titles = {clause.id: clause.title for clause in sources.charter.clauses}
    breaches = [_breach(row, items, titles, facts, sources.as_of) for row in open_ones.to_dict("records")]
    return tuple(sorted(breaches, key=_urgency))


def _facts(sources: Sources, use_cases: list[str]) -> dict[tuple[str, str], str]:
    rows = worst_findings(sources.database, use_cases).to_dict("records")
    return {(str(row["use_case_id"]), str(row["clause"])): fact(row) for row in rows}


def _breach(
    row: Mapping[Any, Any], items: Mapping[tuple[str, str], Item], titles: Mapping[str, str],
    facts: Mapping[tuple[str, str], str], as_of: date,
) -> Breach:  # fmt: skip
    key = (str(row["use_case_id"]), str(row["clause"]))
    item = items.get(key)
    due = item.due if item else as_date(row["due"])
    return Breach(
        use_case=str(row["title"]) if isinstance(row["title"], str) else "The organisation",
        clause=key[1],
        title=titles.get(key[1], "no longer in the charter"),
        severity=str(row["severity"]),
        since=as_date(row["since"]),
        fact=facts.get(key, ""),
        item=item.number if item else "",
        with_whom=item.assignee if item else "no review item yet",
        due=due,
        overdue=due is not None and due < as_of,
    )


def _urgency(one: Breach) -> tuple[int, date, str, str]:
    order = [str(level) for level in SEVERITY_ORDER]
    return (
        order.index(one.severity) if one.severity in order else len(order),
        one.due or date.max,
        one.use_case,
        one.clause,
    )
