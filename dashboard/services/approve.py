"""A use case is submitted, and somebody who is not involved decides: four eyes, checked here and in the database."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import approvals_store as store
from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.reviews_store import Note, close_tasks, open_task
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import (
    APPROVALS,
    MAY_BE_SUBMITTED,
    STOPPING_TIERS,
    Condition,
    Decision,
    Outcome,
    Submission,
    clause_marks,
    eligible,
    fingerprint,
)
from dashboard.domain.charter import Charter
from dashboard.domain.registry import UseCase
from dashboard.domain.tasks import Task
from dashboard.domain.texts import tidy
from dashboard.domain.wording import TIERS
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotPermitted, Problem
from dashboard.services.facts import clauses_that_apply
from dashboard.services.gates import refuse_untrained
from dashboard.services.opened import opened
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key

_STAYS = frozenset({"live", "approved", "approved_with_conditions", "suspended"})
_ENDING = frozenset({"stop_ordered", "retired"})


@dataclass(frozen=True, slots=True)
class SubmitUseCase:
    """Ask for an approval of the record as it was opened."""

    use_case: str
    revision: int
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class DecideUseCase:
    """Decide about the newest submission, as record and charter were opened; conditions where it is approved so.

    `charter` is the digest of the charter that the page was drawn with; empty where nobody read one.
    """

    use_case: str
    revision: int
    outcome: Outcome
    reason: str
    as_of: date
    conditions: tuple[Condition, ...] = ()
    charter: str = ""
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
        use_case = opened(tx, command.use_case, command.revision)
        if (
            use_case.lifecycle not in MAY_BE_SUBMITTED
            or store.waiting_submission(tx.connection, use_case.id) is not None
        ):
            raise Conflict(f"{use_case.id} is {use_case.lifecycle.replace('_', ' ')} and cannot be submitted now.")
        involved = store.involved_since(tx.connection, use_case.id, store.last_approval_seq(tx.connection, use_case.id))
        involved |= {actor.user_id: "submitted it"} | ({use_case.owner: "own it"} if use_case.owner else {})
        values = {"use_case_id": use_case.id, "use_case_revision": command.revision, "submitted_by": actor.user_id,
                  "owner": use_case.owner, "on": command.as_of, "fingerprint": fingerprint(use_case)}  # fmt: skip
        store.add_submission(tx, values, involved)
        return _moved(tx, use_case, use_case.lifecycle if use_case.lifecycle in _STAYS else "submitted")


def decide_use_case(database: Database, charter: Charter, command: DecideUseCase, actor: Actor) -> Saved:
    """Store the decision, with the clauses that apply to what was decided; conditions become review items.

    Raises:
        NotPermitted: the role may not, or the person is involved; the sentence says who remains.
        NotFound, Conflict, ChangedSinceOpened, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.DECIDE)
    reason, conditions = _words(command)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return _replayed(tx, command.use_case)
        use_case = opened(tx, command.use_case, command.revision)
        waiting = store.waiting_submission(tx.connection, use_case.id)
        if waiting is None:
            raise Conflict(f"{use_case.id} waits for no decision. Its owner submits it first.")
        _refuse_involved(database, tx, waiting, actor)
        if waiting.fingerprint != fingerprint(use_case):
            raise Conflict(f"{use_case.id} was changed materially after it was submitted. Submit it again.")
        _refuse_standing(use_case, command.outcome)
        _refuse_tier(use_case, command.outcome)
        _refuse_other_charter(charter, command)
        if command.outcome in APPROVALS:
            refuse_untrained(tx, {actor.user_id: f"approve {use_case.id}"}, command.as_of)
        applied = clause_marks(clauses_that_apply(charter, use_case, command.as_of))
        decision = Decision(waiting, command.outcome, actor.user_id, command.as_of, reason, conditions, applied)
        store.add_decision(tx, decision)
        _follow_up(tx, use_case, decision)
        return _moved(tx, use_case, _next(use_case, decision))


def _refuse_other_charter(charter: Charter, command: DecideUseCase) -> None:
    if command.charter and command.charter != charter.digest:
        raise ChangedSinceOpened(
            f"The charter has changed since you opened {command.use_case}: version {charter.version} is in force now. "
            "Nothing was saved: look at what it demands, then decide."
        )


def _refuse_standing(use_case: UseCase, outcome: Outcome) -> None:
    """What is being stopped or out of use is sent back or rejected, never approved: an approval undoes no stop."""
    if outcome in APPROVALS and use_case.lifecycle in _ENDING:
        stands = use_case.lifecycle.replace("_", " ")
        raise Conflict(f"{use_case.id} is {stands} and cannot be approved. Request changes or reject it.")


def _refuse_tier(use_case: UseCase, outcome: Outcome) -> None:
    """A prohibited practice, or a tier that nobody knows yet, is sent back or rejected, never approved."""
    if outcome in APPROVALS and use_case.risk_tier in STOPPING_TIERS:
        raise Conflict(
            f"{use_case.id} cannot be approved while its risk tier is {TIERS[use_case.risk_tier].lower()}. Request "
            "changes or reject it; a lower tier needs a request of its own."
        )


def _next(use_case: UseCase, decision: Decision) -> str:
    stays = use_case.lifecycle in {"live", *_ENDING} or (use_case.lifecycle == "suspended" and not decision.is_approval)
    return use_case.lifecycle if stays else decision.outcome


def _follow_up(tx: Transaction, use_case: UseCase, decision: Decision) -> None:
    """Conditions become review items of the owner; an approval settles that the one before was out of date."""
    for one in decision.conditions:
        why = f"A condition of the approval of {decision.on}."
        open_task(tx, Task("condition", use_case.id, one.text, one.due, use_case.owner, why), decision.on)
    if decision.is_approval:
        close_tasks(tx, "approval", use_case.id, Note("closed", "Approved as it is now.", decision.on))


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


def _words(command: DecideUseCase) -> tuple[str, tuple[Condition, ...]]:
    reason = str(tidy(command.reason, what="The reason")).strip()
    conditions = tuple(
        Condition(str(tidy(one.text, what="A condition")).strip(), one.due) for one in command.conditions
    )
    problems = [] if reason else [Problem("reason", "nothing but blanks", "a reason in words")]
    if (command.outcome == APPROVALS[1]) is not bool(conditions) or not all(one.text for one in conditions):
        problems.append(Problem("conditions", f"{len(conditions)} conditions", "some for an approval with conditions, "
                                "each in words, and none otherwise"))  # fmt: skip
    problems += [
        Problem("due day of a condition", str(one.due), f"a day after {command.as_of}")
        for one in conditions
        if one.due <= command.as_of
    ]
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
