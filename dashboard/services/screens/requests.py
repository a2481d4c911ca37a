"""What waits for a second person about one use case, what was ruled before, and which clauses a waiver may cover."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters import requests_store as store
from dashboard.adapters.findings_store import statuses_of
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import eligible
from dashboard.domain.public_entry import Entry
from dashboard.domain.public_fields import FIELDS
from dashboard.domain.requests import Request, RequestKind, Ruling
from dashboard.domain.statuses import Status
from dashboard.domain.users import User
from dashboard.domain.wording import day, named, sentence_case
from dashboard.services.permissions import may
from dashboard.services.rulings import KINDS
from dashboard.services.screens.evidence import paper_facts
from dashboard.services.sources import Sources

ASKED_FOR: Mapping[str, str] = {
    "approval": "Approval",
    "dispute": "Dispute of {subject}",
    "charter": "Publication of charter {subject}",
    "waiver": "A waiver of {subject}",
    "evidence": "Acceptance of a document: {subject}",
    "tier": "Risk tier {subject}",
    "publication": "Publication in {subject}",
}
_AS_WRITTEN = frozenset({"waiver", "dispute", "charter", "publication"})
_WAIVABLE = frozenset({Status.NON_COMPLIANT, Status.WATCH})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that nobody has ruled on; `facts` are name and text, `involved` user id to how."""

    id: int
    kind: RequestKind
    what: str
    asked_by: str
    on: date
    facts: tuple[tuple[str, str], ...]
    involved: Mapping[str, str]
    may_rule: tuple[str, ...]

    def rules(self, actor: Actor) -> bool:
        """Whether this person may rule on it."""
        return may(actor, KINDS[self.kind].verb) and actor.user_id not in self.involved


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """The part of a use case's page about requests.

    Attributes:
        waiting: oldest first.
        rulings: newest first, with columns Ruled, What, Ruling, By, Reason, Asked by.
        waivable: clause id to its title, for clauses that are missed, or over the line but not proven.
        last_day: the furthest day until which a waiver may be asked for today.
    """

    use_case: str
    waiting: tuple[Waiting, ...]
    rulings: pd.DataFrame
    waivable: Mapping[str, str]
    last_day: date


def load_requests(sources: Sources, use_case_id: str) -> RequestsPage:
    """Requests and rulings of one use case."""
    people = repository.users(sources.database)
    with sources.database.read() as connection:
        found = store.waiting_requests(connection, use_case_id)
        involved = {one.id: store.involved_in_request(connection, one.id) for one in found}
        rulings = store.rulings_of(connection, use_case_id)
        statuses = statuses_of(connection, use_case_id)
    titles = {user.id: user.title for user in people}
    clauses = [one for one in sources.charter.clauses if statuses.get(one.id) in _WAIVABLE]
    return RequestsPage(
        use_case_id,
        tuple(_waiting(one, involved[one.id], people, titles) for one in found),
        _table(rulings, titles),
        {one.id: f"{one.id} {one.title}" for one in clauses},
        sources.charter.defaults.max_waiver.after(sources.as_of),
    )


def what_is_asked(asked: Request) -> str:
    """What a request is for, such as `A waiver of FAI-02`."""
    return asked_for(asked.kind, asked.subject)


def asked_for(kind: str, subject: str) -> str:
    """The same from its parts; clauses keep their names, documents and tiers are words."""
    return ASKED_FOR[kind].format(subject=_subject(kind, subject))


def _subject(kind: str, subject: str) -> str:
    if kind == "evidence":
        paper, _, digest = subject.partition(" ")
        return f"{named(paper)} ({digest}…)"
    return subject if kind in _AS_WRITTEN else named(subject)


def _waiting(asked: Request, involved: Mapping[str, str], people: tuple[User, ...], titles: dict[str, str]) -> Waiting:
    details = paper_facts(asked.details["paper"]) if asked.kind == "evidence" else _simple(asked.details)
    facts = [(sentence_case(name.replace("_", " ")), _said(value)) for name, value in details.items()]
    if asked.kind == "publication":
        entry = Entry.from_details(asked.details["entry"])
        facts += [(one.title, entry.text(one.id).replace("\n", " ")) for one in FIELDS]
    return Waiting(
        asked.id, asked.kind, what_is_asked(asked), titles.get(asked.asked_by, asked.asked_by), asked.on,
        tuple(facts), involved, tuple(user.title for user in eligible(people, involved)),
    )  # fmt: skip


def _simple(details: Mapping[str, Any]) -> dict[str, Any]:
    """Without the records that a ruling needs and nobody reads."""
    return {name: value for name, value in details.items() if not isinstance(value, dict)}


def _said(value: Any) -> str:
    """A detail in words; dates are stored as ISO text."""
    try:
        return day(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)


def _table(rulings: tuple[Ruling, ...], titles: dict[str, str]) -> pd.DataFrame:
    rows = [
        (one.on, what_is_asked(one.request), "Granted" if one.granted else "Refused",
         titles.get(one.ruled_by, one.ruled_by), one.reason, titles.get(one.request.asked_by, one.request.asked_by))
        for one in rulings
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Ruled", "What", "Ruling", "By", "Reason", "Asked by"])
