"""A use case is submitted, and somebody who is not involved decides: four eyes, checked here and in the database."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import approvals_store as store
from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import (
    APPROVALS,
    MAY_BE_SUBMITTED,
    STOPPING_TIERS,
    Decision,
    Outcome,
    Submission,
    eligible,
    fingerprint,
)
from dashboard.domain.registry import UseCase
from dashboard.domain.texts import tidy
from dashboard.domain.wording import TIERS
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotFound, NotPermitted, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key

_STAYS = frozenset({"live", "approved", "approved_with_conditions"})


@dataclass(frozen=True, slots=True)
class SubmitUseCase:
    """Ask for an approval of the record as it was opened."""

    use_case: str
    revision: int
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class DecideUseCase:
    """Decide about the newest submission, as the record was opened; conditions in words where it is approved so."""

    use_case: str
    revision: int
    outcome: Outcome
    reason: str
    as_of: date
    conditions: tuple[str, ...] = ()
    key: str = field(default_factory=new_key)


def submit_use_case(database: Database, command: SubmitUseCase, actor: Actor) -> Saved:
    """Store the request; whoever is involved until now can no longer decide about it.

    Raises:
        NotPermitted, NotFound, Conflict, ChangedSinceOpened, StoreUnusable: nothing was written.
    """
    require(actor, Verb.SUBMIT)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return _replayed(tx, command.use_case)
        use_case = _opened(tx, command.use_case, command.revision)
        if (
            use_case.lifecycle not in MAY_BE_SUBMITTED
            or store.waiting_submission(tx.connection, use_case.id) is not None
        ):
            raise Conflict(f"{use_case.id} is {use_case.lifecycle.replace('_', ' ')} and cannot be submitted now.")
        involved = store.involved_since(tx.connection, use_case.id, store.last_decision_seq(tx.connection, use_case.id))
        involved |= {actor.user_id: "submitted it"} | ({use_case.owner: "own it"} if use_case.owner else {})
        values = {"use_case_id": use_case.id, "use_case_revision": command.revision, "submitted_by": actor.user_id,
                  "owner": use_case.owner, "on": command.as_of, "fingerprint": fingerprint(use_case)}  # fmt: skip
        store.add_submission(tx, values, involved)
        return _moved(tx, use_case, use_case.lifecycle if use_case.lifecycle in _STAYS else "submitted")


def decide_use_case(database: Database, command: DecideUseCase, actor: Actor) -> Saved:
    """Store the decision.

    Raises:
        NotPermitted: the role may not, or the person is involved; the sentence says who remains.
        NotFound, Conflict, ChangedSinceOpened, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.DECIDE)
    reason, conditions = _words(command)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return _replayed(tx, command.use_case)
        use_case = _opened(tx, command.use_case, command.revision)
        waiting = store.waiting_submission(tx.connection, use_case.id)
        if waiting is None:
            raise Conflict(f"{use_case.id} waits for no decision. Its owner submits it first.")
        _refuse_involved(database, tx, waiting, actor)
        if waiting.fingerprint != fingerprint(use_case):
            raise Conflict(f"{use_case.id} was changed materially after it was submitted. Submit it again.")
        _refuse_tier(use_case, command.outcome)
        decision = Decision(waiting, command.outcome, actor.user_id, command.as_of, reason, conditions)
        store.add_decision(tx, decision)
        return _moved(tx, use_case, _next(use_case, decision))


def _refuse_tier(use_case: UseCase, outcome: Outcome) -> None:
    """A prohibited practice, or a tier that nobody knows yet, is sent back or rejected, never approved."""
    if outcome in APPROVALS and use_case.risk_tier in STOPPING_TIERS:
        raise Conflict(
            f"{use_case.id} cannot be approved while its risk tier is {TIERS[use_case.risk_tier].lower()}. Request "
            "changes or reject it; a lower tier needs a request of its own."
        )


def _next(use_case: UseCase, decision: Decision) -> str:
    return "live" if use_case.lifecycle == "live" else decision.outcome


def _opened(tx: Transaction, use_case_id: str, revision: int) -> UseCase:
    found = repository.use_case_in(tx.connection, use_case_id)
    if found is None:
        raise NotFound(f"There is no use case {use_case_id}.")
    if found[1] != revision:
        raise ChangedSinceOpened(
            f"{use_case_id} has changed since you opened it (you have revision {revision}, it is now {found[1]}). "
            "Nothing was saved: look at it again, then repeat what you wanted."
        )
    return found[0]


def _refuse_involved(database: Database, tx: Transaction, waiting: Submission, actor: Actor) -> None:
    involved = store.involved_in(tx.connection, waiting.id)
    if actor.user_id not in involved:
        return
    others = [user.title for user in eligible(repository.users(database), involved)]
    remain = f"{', '.join(others)} may decide." if others else "Nobody remains who may: name a deputy first."
    raise NotPermitted(
        f"You may not decide about {waiting.use_case}, because you {involved[actor.user_id]}. {remain} "
        "Nothing was saved."
    )


def _words(command: DecideUseCase) -> tuple[str, tuple[str, ...]]:
    reason = str(tidy(command.reason, what="The reason")).strip()
    conditions = tuple(str(tidy(one, what="A condition")).strip() for one in command.conditions)
    problems = [] if reason else [Problem("reason", "nothing but blanks", "a reason in words")]
    if (command.outcome == APPROVALS[1]) is not bool(conditions) or not all(conditions):
        problems.append(Problem("conditions", f"{len(conditions)} conditions", "some for an approval with conditions, "
                                "each in words, and none otherwise"))  # fmt: skip
    if problems:
        raise InputRejected("Nothing was saved.", problems)
    return reason, conditions


def _moved(tx: Transaction, use_case: UseCase, lifecycle: str) -> Saved:
    if lifecycle == use_case.lifecycle:
        return Saved(tx.seq, repository.revisions(tx.connection, [use_case.id]))
    moved = UseCase.model_validate({**use_case.model_dump(exclude_none=True), "lifecycle": lifecycle})
    return Saved(tx.seq, repository.save_use_cases(tx, [moved], kind=f"use_case.{lifecycle}"))


def _replayed(tx: Transaction, use_case: str) -> Saved:
    return Saved(tx.seq, repository.revisions(tx.connection, [use_case]), replayed=True)
