"""One review item: what it asks, who did what to it, and who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboard.adapters.queries import review_items as query
from dashboard.adapters.queries.use_case import people as titles_of_people
from dashboard.domain.case_promises import TASK
from dashboard.domain.wording import day, plural
from dashboard.services.screens.review_items import STATES, Item, load_queue
from dashboard.services.screens.words import absent, away, moment, titled
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Note:
    """Who did what, when; texts are plain."""

    when: str
    by: str
    action: str
    text: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything about one item."""

    item: Item
    facts: tuple[tuple[str, str, str], ...]
    notes: tuple[Note, ...]
    people: dict[str, str]
    proof: str
    case: str | None = None


def load_item(sources: Sources, item_id: int) -> ItemPage | None:
    """The page of an item; None where there is no such number."""
    found = next((item for item in load_queue(sources).items if item.id == item_id), None)
    if found is None:
        return None
    proof = query.proof(sources.database, item_id)
    people, titles = query.assignable(sources.database), titles_of_people(sources.database)
    return ItemPage(
        item=found,
        facts=facts_of(found, sources.as_of),
        notes=tuple(_note(row, titles) for row in query.notes(sources.database, item_id).itertuples()),
        people={str(row.id): _person(row) for row in people.itertuples()},
        proof=proof_in_words(proof, titles),
        case=str(proof["case"]) if found.kind == TASK and isinstance(proof, dict) and "case" in proof else None,
    )


def facts_of(item: Item, on: date) -> tuple[tuple[str, str, str], ...]:
    """State, holder, age and due day, as of a day."""
    again = f"reopened {plural(item.times_reopened, 'time')}" if item.times_reopened else f"{item.severity} severity"
    closed = item.closed is not None
    return (
        ("State", STATES.get(item.state, item.state), again),
        ("With", item.assignee, item.team),
        ("Age", plural(item.age, "day"), f"opened {day(item.opened)}"),
        ("Closed" if closed else "Due", day(item.closed or item.due), "" if closed else away(item.due, on)),
    )


def _note(row: Any, people: Mapping[str, str]) -> Note:
    by = str(row.title) if not absent(row.title) else "The dashboard" if row.by == "system" else str(row.by)
    said = "" if absent(row.text) else titled(str(row.text), people)
    return Note(noted_on(row.recorded_at, row.as_of), by, str(row.action).replace("_", " "), said)


def noted_on(at: datetime, as_of: date) -> str:
    """When something was noted; the day that it speaks about where that is another one."""
    return moment(at) + ("" if as_of == at.date() else f", as of {day(as_of)}")


def _person(row: Any) -> str:
    team = "" if absent(row.team) else f", {row.team}"
    return f"{row.title} ({str(row.role).replace('_', ' ')}{team})"


def proof_in_words(proof: object, people: Mapping[str, str]) -> str:
    """`As of 31 Mar 2025: …`; of a case without measurement there is nothing to add to what its page says."""
    if not isinstance(proof, dict) or "as_of" not in proof:
        return ""
    return f"As of {day(date.fromisoformat(proof['as_of']))}: {titled(str(proof['reason']), people)}"
