"""Imported systems are onboarded in waves: each gets an owner and a day, and from then on it is on somebody's desk."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import repository
from dashboard.adapters.approvals_store import note_owner
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import Actor
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import Onboarding, UseCase
from dashboard.domain.texts import is_one_line, tidy
from dashboard.errors import Conflict, InputRejected, NotFound, Problem
from dashboard.services.permissions import Verb, may, require
from dashboard.services.register import Saved, new_key

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class PlanWave:
    """These imported systems come with a wave: whose they are, and by when they shall be onboarded."""

    wave: str
    owner: str
    due: date
    use_cases: tuple[str, ...]
    as_of: date
    key: str = field(default_factory=new_key)


def plan_wave(database: Database, command: PlanWave, actor: Actor) -> Saved:
    """Give every system its owner and its day, in one write with one event each; a system planned before moves.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.PLAN)
    wave = _accepted(database, command)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, repository.revisions(tx.connection, command.use_cases), replayed=True)
        planned = [_planned(tx, one, command.owner, wave) for one in dict.fromkeys(command.use_cases)]
        return Saved(tx.seq, repository.save_use_cases(tx, planned, kind="use_case.planned"))


def _accepted(database: Database, command: PlanWave) -> Onboarding:
    name = str(tidy(command.wave, what="The wave")).strip()
    users = repository.users(database)
    people = {user.id for user in users if user.active and may(user.as_actor(), Verb.CHANGE)}
    problems = []
    if not name or len(name) > LONGEST_NAME or not is_one_line(name):
        problems.append(Problem("wave", shown(name), f"a name on one line of at most {LONGEST_NAME} characters"))
    if command.owner not in people:
        problems.append(Problem("owner", shown(command.owner), "a person here who may run use cases"))
    if command.due <= command.as_of:
        problems.append(Problem("due", str(command.due), f"a day after {command.as_of}"))
    if not command.use_cases:
        problems.append(Problem("systems", "none", "at least one imported system"))
    if problems:
        raise InputRejected("The wave was not planned.", problems)
    return Onboarding(wave=name, due=command.due)


def _planned(tx: Transaction, use_case_id: str, owner: str, wave: Onboarding) -> UseCase:
    found = repository.use_case_in(tx.connection, use_case_id)
    if found is None:
        raise NotFound(f"There is no use case {shown(use_case_id)}. Nothing was planned.")
    if found[0].lifecycle != "inventoried":
        raise Conflict(f"{use_case_id} is {found[0].lifecycle}: it was onboarded before. Nothing was planned.")
    note_owner(tx, use_case_id, owner)
    return found[0].model_copy(update={"owner": owner, "onboarding": wave})
