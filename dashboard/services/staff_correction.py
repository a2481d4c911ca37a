"""Takes back a completion that was recorded by mistake: the row goes, the event with its reason stays."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import staff_store as store
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected, NotFound, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.services.staff import refuse_stranger


@dataclass(frozen=True, slots=True)
class TakeBackCompletion:
    """A completion that never was, whoever or whichever file brought it."""

    person: str
    course: str
    on: date
    reason: str
    key: str = field(default_factory=new_key)


def take_back_completion(database: Database, command: TakeBackCompletion, actor: Actor) -> Saved:
    """Remove every edition of one completion; under the same rules as recording one.

    Raises:
        NotPermitted, NotFound, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.TRAIN)
    reason = command.reason.strip()
    if not reason:
        problem = Problem("reason", "nothing", "why the entry was wrong")
        raise InputRejected("The completion was not taken back; nothing was saved.", [problem])
    with database.write(actor, command.key) as tx:
        if not tx.replayed:
            refuse_stranger(tx, command.person, actor)
            if not store.remove_completions(tx, command.person, command.course, command.on):
                raise NotFound(
                    f"{shown(command.person)} has no completion of {shown(command.course)} on {command.on}. "
                    "Nothing was saved."
                )
            body = {"person": command.person, "course": command.course, "on": command.on.isoformat(), "reason": reason}
            tx.append("training.taken_back", "training", f"{command.person}/{command.course}", body)
        return Saved(tx.seq, {}, replayed=tx.replayed)
