"""Into service, to a stop and out of use: each step by who may take it, with a reason that the ledger keeps."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import approvals_store, repository
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.owners import owners_ever
from dashboard.adapters.reviews_store import Note, close_tasks, open_task
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import clause_marks
from dashboard.domain.charter import Charter
from dashboard.domain.lifecycle import STEPS, Move, moved, who_confirms, why_not_live
from dashboard.domain.registry import UseCase
from dashboard.domain.tasks import Task
from dashboard.domain.texts import in_words
from dashboard.errors import Conflict, NotPermitted
from dashboard.services.facts import clauses_that_apply
from dashboard.services.opened import opened
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key

VERBS: dict[Move, Verb] = {
    "go_live": Verb.GO_LIVE,
    "order_stop": Verb.STOP,
    "withdraw_stop": Verb.DECIDE,
    "confirm_stop": Verb.STOP,
    "retire": Verb.STOP,
}


@dataclass(frozen=True, slots=True)
class MoveUseCase:
    """Take one step with a use case, as its record was opened, saying why."""

    use_case: str
    revision: int
    move: Move
    reason: str
    as_of: date
    key: str = field(default_factory=new_key)


def move_use_case(database: Database, charter: Charter, command: MoveUseCase, actor: Actor) -> Saved:
    """Store the step with its reason; a stop opens an item that its overseer confirms.

    Raises:
        NotPermitted: the role may not, or only the overseer may.
        NotFound, Conflict, ChangedSinceOpened, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, VERBS[command.move])
    reason = in_words(command.reason)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, repository.revisions(tx.connection, [command.use_case]), replayed=True)
        use_case = opened(tx, command.use_case, command.revision)
        _refuse(tx, charter, use_case, command)
        body = {"use_case": use_case.id, "move": command.move, "from": use_case.lifecycle, "reason": reason,
                "on": command.as_of.isoformat()}  # fmt: skip
        tx.append(f"lifecycle.{command.move}", "lifecycle", use_case.id, body)
        _follow_up(tx, charter, use_case, command, reason)
        after = UseCase.model_validate(moved(use_case, command.move, command.as_of).model_dump(exclude_none=True))
        return Saved(tx.seq, repository.save_use_cases(tx, [after], kind=f"use_case.{after.lifecycle}"))


def _refuse(tx: Transaction, charter: Charter, use_case: UseCase, command: MoveUseCase) -> None:
    step = STEPS[command.move]
    if use_case.lifecycle not in step.sources:
        stands = use_case.lifecycle.replace("_", " ")
        raise Conflict(f"{use_case.id} is {stands}; from there it cannot become {step.target.replace('_', ' ')}.")
    if command.move == "go_live":
        newest = approvals_store.newest_decisions(tx.connection).get(use_case.id, (None, None))[0]
        marks = clause_marks(clauses_that_apply(charter, use_case, command.as_of))
        reason = why_not_live(use_case, newest, marks)
        if reason is not None:
            raise Conflict(f"{use_case.id} cannot go live: {reason}. Nothing was saved.")
    if command.move == "withdraw_stop" and tx.actor.user_id in owners_ever(tx.connection, use_case.id):
        owns = "own" if tx.actor.user_id == use_case.owner else "owned"
        raise NotPermitted(
            f"You {owns} {use_case.id}: somebody else withdraws the order to stop it. Nothing was saved."
        )
    if command.move == "confirm_stop":
        _refuse_other_than_overseer(tx, use_case)


def _refuse_other_than_overseer(tx: Transaction, use_case: UseCase) -> None:
    overseer = who_confirms(use_case)
    if overseer is None:
        raise Conflict(
            f"{use_case.id} has no active overseer. Name one in its record: only the overseer confirms a stop."
        )
    if overseer != tx.actor.user_id:
        raise NotPermitted(
            f"Only the overseer ({overseer}) confirms that {use_case.id} has stopped. Nothing was saved."
        )


def _follow_up(tx: Transaction, charter: Charter, use_case: UseCase, command: MoveUseCase, reason: str) -> None:
    if command.move == "order_stop":
        due = charter.defaults.confirm_stop.after(command.as_of)
        task = Task("stop", use_case.id, "Confirm that it has stopped", due, who_confirms(use_case), reason)
        open_task(tx, task, command.as_of)
    elif command.move in ("confirm_stop", "withdraw_stop"):
        close_tasks(tx, "stop", use_case.id, Note("closed", reason, command.as_of))
