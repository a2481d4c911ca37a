"""The risk tier after registration: raised at once, lowered only by somebody else, triaged again after a change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.adapters import approvals_store, repository
from dashboard.adapters import requests_store as requests
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.acceptance import accept_use_case
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import dated_change, fingerprint
from dashboard.domain.intake import Intake
from dashboard.domain.intake_record import said_fields
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import Tier, UseCase
from dashboard.domain.texts import in_words
from dashboard.domain.tiers import ORDER, lowers, with_fields
from dashboard.domain.triage import Answers, triage
from dashboard.errors import Conflict, InputRejected, Problem
from dashboard.services.opened import opened
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.services.rulings import ask


@dataclass(frozen=True, slots=True)
class SetTier:
    """Another tier for a use case as it was opened, and why."""

    use_case: str
    revision: int
    tier: Tier
    reason: str
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class TriageAgain:
    """New answers to the intake questions, after something changed, and what changed."""

    use_case: str
    revision: int
    answers: Answers
    reason: str
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class TierSaved:
    """The tier that was set, or asked for where it is lower; `saved.revisions` is the record's."""

    tier: Tier
    saved: Saved
    asked: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class _Wanted:
    tier: Tier
    triage: Mapping[str, Any]
    fields: Mapping[str, Any]
    reason: str


def set_tier(database: Database, command: SetTier, actor: Actor) -> TierSaved:
    """Raise the tier, or ask that it be lowered.

    Raises:
        NotPermitted, NotFound, Conflict, ChangedSinceOpened, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.CHANGE)
    if command.tier not in ORDER:
        problem = Problem("tier", shown(command.tier), f"one of {', '.join(ORDER)}")
        raise InputRejected("Nothing was saved.", [problem])
    reason = in_words(command.reason)
    return _apply(database, command, _Wanted(command.tier, {"reason": reason}, {}, reason), actor)


def triage_again(database: Database, intake: Intake, command: TriageAgain, actor: Actor) -> TierSaved:
    """Take new answers: their tier and what they say about the record hold at once, unless the tier is lower.

    Raises:
        InputRejected: a question that could change the tier is open; each is named. Nothing was written.
        NotPermitted, NotFound, Conflict, ChangedSinceOpened, StoreUnusable: nothing was written.
    """
    require(actor, Verb.CHANGE)
    decision = triage(intake, command.answers, as_of=command.as_of)
    if decision.tier is None or decision.rule is None:
        problems = [Problem(name, "no answer", "an answer") for name in decision.open]
        raise InputRejected("Nothing was saved: a question that could change the tier is open.", problems)
    triaged = {
        "rule": decision.rule.id, "laws": list(decision.rule.laws),
        "overlays": [overlay.id for overlay in decision.overlays], "law_version": decision.law_version,
        "decided_on": command.as_of.isoformat(),
        "answers": {name: list(one) if isinstance(one, tuple) else one for name, one in command.answers.items()},
    }  # fmt: skip
    fields = said_fields(intake, command.answers)
    return _apply(database, command, _Wanted(decision.tier, triaged, fields, in_words(command.reason)), actor)


def _apply(database: Database, command: SetTier | TriageAgain, wanted: _Wanted, actor: Actor) -> TierSaved:
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            revisions = repository.revisions(tx.connection, [command.use_case])
            asked = any(entity == requests.ENTITY for entity, _ in tx.written_before())
            return TierSaved(wanted.tier, Saved(tx.seq, revisions, replayed=True), asked=asked)
        use_case = opened(tx, command.use_case, command.revision)
        if lowers(use_case.risk_tier, wanted.tier):
            return TierSaved(wanted.tier, _asked(tx, use_case, command, wanted), asked=True)
        after = accept_use_case(with_fields(use_case, wanted.tier, wanted.triage, wanted.fields))
        if not wanted.fields and use_case.risk_tier == wanted.tier:
            raise Conflict(f"{use_case.id} has this tier already. Nothing was saved.")
        approvals_store.note_involvement(tx, use_case.id, use_case.owner)
        return TierSaved(wanted.tier, _saved(tx, dated_change(use_case, after, command.as_of)))


def _saved(tx: Transaction, after: UseCase) -> Saved:
    revisions = repository.save_use_cases(tx, [after], kind="use_case.triaged")
    return Saved(tx.seq, revisions)


def _asked(tx: Transaction, use_case: UseCase, command: SetTier | TriageAgain, wanted: _Wanted) -> Saved:
    require(tx.actor, Verb.ASK)
    details: dict[str, Any] = {"from": use_case.risk_tier, "of": fingerprint(use_case), "reason": wanted.reason}
    if wanted.fields:
        details |= {"rule": wanted.triage["rule"], "triage": dict(wanted.triage), "fields": dict(wanted.fields)}
    values = {"kind": "tier", "subject": wanted.tier, "on": command.as_of, "details": details}
    ask(tx, use_case, values)
    return Saved(tx.seq, {use_case.id: command.revision})
