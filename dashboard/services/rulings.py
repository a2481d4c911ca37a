"""What needs a second person is asked for here and ruled on here, whatever it is: four eyes in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.adapters import approvals_store, repository
from dashboard.adapters import requests_store as store
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import dated_change, eligible
from dashboard.domain.documents import with_acceptance
from dashboard.domain.registry import UseCase
from dashboard.domain.requests import Request, RequestKind, Ruling
from dashboard.domain.texts import in_words
from dashboard.domain.tiers import with_tier
from dashboard.domain.waivers import with_waiver
from dashboard.errors import Conflict, NotFound, NotPermitted
from dashboard.services.gates import refuse_untrained
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key


@dataclass(frozen=True, slots=True)
class RuleOn:
    """Grant or refuse a request, saying why."""

    request: int
    reason: str
    as_of: date
    granted: bool = field(kw_only=True)
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class KindOfRequest:
    """What ruling on it is called, and what granting it does to the record."""

    verb: Verb
    effect: Callable[[UseCase, Ruling], UseCase]


def _as_it_is(use_case: UseCase, ruling: Ruling) -> UseCase:
    """The entry becomes public; the record itself says nothing new."""
    del ruling
    return use_case


KINDS: Mapping[RequestKind, KindOfRequest] = {
    "waiver": KindOfRequest(Verb.WAIVE, with_waiver),
    "evidence": KindOfRequest(Verb.ACCEPT, with_acceptance),
    "tier": KindOfRequest(Verb.TIER, with_tier),
    "publication": KindOfRequest(Verb.PUBLICISE, _as_it_is),
}


def ask(tx: Transaction, use_case: UseCase, values: Mapping[str, Any], *, also: Mapping[str, str] | None = None) -> int:
    """Store a request inside an open write; who is involved in the use case now, and who asks, may not rule on it.

    Args:
        tx: the transaction; who writes is who asks.
        use_case: what it is about.
        values: kind, subject, on, details.
        also: user id to how, of people who are involved in what is asked for beside those.

    Raises:
        Conflict: the same was asked for before and waits for its ruling.
    """
    same = [one for one in store.waiting_requests(tx.connection, use_case.id)
            if (one.kind, one.subject) == (values["kind"], values["subject"])]  # fmt: skip
    if same:
        raise Conflict(
            f"The {same[0].kind} for {same[0].subject} was asked for on {same[0].on} and waits for a ruling."
        )
    involved = approvals_store.involved_now(tx.connection, use_case.id, use_case.owner)
    involved = {**(also or {}), **involved, tx.actor.user_id: "asked for it"}
    return store.add_request(tx, {**values, "use_case_id": use_case.id}, involved)


def rule_on(database: Database, command: RuleOn, actor: Actor) -> Saved:
    """Store the ruling and, where it is granted, what follows from it.

    Raises:
        NotPermitted: the role may not, or the person is involved; the sentence says who remains.
        NotFound, Conflict, InputRejected, StoreUnusable: nothing was written.
    """
    with database.write(actor, command.key) as tx:
        asked = store.request(tx.connection, command.request)
        if asked is None:
            raise NotFound(f"There is no request {command.request}.")
        kind = KINDS[asked.kind]
        require(actor, kind.verb)
        if tx.replayed:
            return Saved(tx.seq, repository.revisions(tx.connection, [asked.use_case]), replayed=True)
        _refuse_ruled(tx, asked, command.as_of)
        _refuse_involved(database, tx, asked, actor)
        if command.granted:
            refuse_untrained(tx, {actor.user_id: f"grant the {asked.kind} of {asked.use_case}"}, command.as_of)
        ruling = Ruling(asked, command.granted, actor.user_id, command.as_of, in_words(command.reason))
        store.add_ruling(tx, ruling)
        return _carried_out(tx, kind, ruling)


def _carried_out(tx: Transaction, kind: KindOfRequest, ruling: Ruling) -> Saved:
    found = repository.use_case_in(tx.connection, ruling.request.use_case)
    if found is None or not ruling.granted:
        return Saved(tx.seq, {} if found is None else {found[0].id: found[1]})
    effect = kind.effect(found[0], ruling)
    if effect == found[0]:
        return Saved(tx.seq, {found[0].id: found[1]})
    granted = dated_change(found[0], effect, ruling.on)
    changed = UseCase.model_validate(granted.model_dump(exclude_none=True))
    return Saved(tx.seq, repository.save_use_cases(tx, [changed], kind=f"use_case.{ruling.request.kind}_granted"))


def _refuse_ruled(tx: Transaction, asked: Request, on: date) -> None:
    if all(one.id != asked.id for one in store.waiting_requests(tx.connection, asked.use_case)):
        raise Conflict(f"Request {asked.id} ({asked.kind} for {asked.subject}) was ruled on already.")
    if on < asked.on:
        raise Conflict(f"Request {asked.id} was made on {asked.on}; a ruling cannot be dated {on}, before it.")


def _refuse_involved(database: Database, tx: Transaction, asked: Request, actor: Actor) -> None:
    involved = store.involved_in_request(tx.connection, asked.id)
    if actor.user_id not in involved:
        return
    others = [user.title for user in eligible(repository.users(database), involved)]
    remain = f"{', '.join(others)} may." if others else "Nobody remains who may: name a deputy first."
    raise NotPermitted(
        f"You may not rule on the {asked.kind} for {asked.subject} of {asked.use_case}, because you "
        f"{involved[actor.user_id]}. {remain} Nothing was saved."
    )
