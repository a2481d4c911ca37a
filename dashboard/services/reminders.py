"""What the daily task tells people, once: documents that will lapse, and items that are overdue for too long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.findings_store import applying
from dashboard.adapters.repository import registry_in
from dashboard.adapters.reviews_store import Note, items_of, noted, save_change
from dashboard.domain.actors import Actor, Role
from dashboard.domain.charter import Charter
from dashboard.domain.field_words import plain_document
from dashboard.domain.lapses import asked_types, lapse_of, longest_lives
from dashboard.domain.registry import Registry
from dashboard.domain.reviews import CLOSED, OPEN, ReviewItem
from dashboard.domain.wording import day, plural
from dashboard.services.permissions import Verb, require

RENEWAL = "renewal"
ESCALATED = "escalated to the officer"


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many items were opened, closed and escalated."""

    opened: int = 0
    closed: int = 0
    escalated: int = 0


@dataclass(frozen=True, slots=True)
class Lapse:
    """A document that a clause asks for, and the last day on which it counts; use case '' is the organisation."""

    use_case: str
    clause: str
    kind: str
    last: date
    owner: str | None

    @property
    def title(self) -> str:
        """What to do by when; it names one lapse, so that the same one is never opened twice."""
        return f"Renew the {plain_document(self.kind)} that lapses after {day(self.last)}"


def remind(database: Database, charter: Charter, as_of: date, actor: Actor) -> Reminded:
    """Open an item for each document that lapses soon, close those that were renewed, and escalate what is overdue.

    Everything is done once, however often this runs.

    Raises:
        NotPermitted, StoreUnusable: nothing was written.
    """
    require(actor, Verb.ASSESS)
    officer = next((user.id for user in repository.users(database) if user.active and user.role is Role.OFFICER), None)
    with database.write(actor) as tx:
        lapses = list(_lapses(charter, registry_in(tx.connection), applying(tx.connection), as_of, officer=officer))
        opened, closed = _renewals(tx, charter, lapses, as_of)
        return Reminded(opened, closed, _escalations(tx, charter, as_of, officer))


def _lapses(
    charter: Charter, registry: Registry, applies: set[tuple[str, str]], as_of: date, *, officer: str | None
) -> Iterator[Lapse]:
    ages, _ = longest_lives(charter)
    holders: list[tuple[str, Any, str | None]] = [(one.id, one, one.owner) for one in registry.use_cases]
    for scope, some in (("use_case", holders), ("organisation", [("", registry.organisation, officer)])):
        asked = list(asked_types(charter, scope))
        for use_case, holder, owner in some:
            told: set[str] = set()
            for clause, kind in asked:
                if holder is None or kind in told or (use_case, clause) not in applies:
                    continue
                last = lapse_of(holder.evidence, kind, ages, as_of)
                if last is not None:
                    told.add(kind)
                    yield Lapse(use_case, clause, kind, last, owner)


def _renewals(tx: Transaction, charter: Charter, lapses: list[Lapse], as_of: date) -> tuple[int, int]:
    furthest = charter.defaults.remind_before.after(as_of)
    soon = {(one.use_case, one.title): one for one in lapses if as_of <= one.last <= furthest}
    known = {(one.use_case, one.title): one for one in items_of(tx.connection, RENEWAL)}
    new = [one for key, one in soon.items() if key not in known]
    for one in new:
        text = f"The {plain_document(one.kind)} counts until {day(one.last)}. File a new one and have it accepted."
        save_change(tx, None, _opened(one, as_of), Note("opened", text, as_of))
    done = [one for key, one in known.items() if one.state != CLOSED and key not in soon]
    for item in done:
        over = item.due is not None and item.due < as_of
        said = "It has lapsed; the finding says so now." if over else "It was renewed, or is no longer asked for."
        values = {"state": CLOSED, "closed": as_of, "closed_by": tx.actor.user_id, "resolution": said}
        save_change(tx, item.id, values, Note("closed", said, as_of))
    return len(new), len(done)


def _opened(one: Lapse, as_of: date) -> dict[str, Any]:
    return {
        "use_case_id": one.use_case, "clause": one.clause, "kind": RENEWAL, "title": one.title, "severity": "low",
        "state": OPEN, "opened": as_of, "due": one.last, "assignee": one.owner,
    }  # fmt: skip


def _escalations(tx: Transaction, charter: Charter, as_of: date, officer: str | None) -> int:
    told = noted(tx.connection, ESCALATED)
    late = [one for one in items_of(tx.connection) if _too_late(one, charter, as_of, told)]
    for one in late:
        over = plural((as_of - one.due).days, "day") if one.due else ""
        changes = {"assignee": officer} if one.assignee is None and officer else {}
        save_change(tx, one.id, changes, Note(ESCALATED, f"Overdue by {over}.", as_of))
    return len(late)


def _too_late(item: ReviewItem, charter: Charter, as_of: date, told: dict[int, date]) -> bool:
    """Overdue for too long, and not told since it fell due."""
    if item.due is None or item.id is None or charter.defaults.escalate_after.after(item.due) >= as_of:
        return False
    return item.id not in told or told[item.id] <= item.due
