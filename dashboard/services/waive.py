"""A waiver is asked for with a reason, what protects people meanwhile, and a last day; somebody else grants it."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.findings_store import current_status
from dashboard.domain.actors import Actor
from dashboard.domain.charter import Charter
from dashboard.domain.registry import UseCase
from dashboard.domain.statuses import Status
from dashboard.domain.texts import tidy
from dashboard.errors import Conflict, InputRejected, NotFound, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.services.rulings import ask

_NOTHING_TO_WAIVE = frozenset({Status.COMPLIANT.value, Status.NOT_APPLICABLE.value})


@dataclass(frozen=True, slots=True)
class AskWaiver:
    """Ask that a clause may be missed until a day; a renewal is asked for in the same way."""

    use_case: str
    clause: str
    until: date
    reason: str
    compensating_measure: str
    as_of: date
    key: str = field(default_factory=new_key)


def ask_waiver(database: Database, charter: Charter, command: AskWaiver, actor: Actor) -> Saved:
    """Store the request; who owns the use case or asks for it cannot grant it.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.ASK)
    words = _words(charter, command)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, repository.revisions(tx.connection, [command.use_case]), replayed=True)
        use_case, revision = _waivable(tx, command)
        details = {**words, "until": command.until.isoformat()}
        values = {"kind": "waiver", "subject": command.clause, "on": command.as_of, "details": details}
        ask(tx, use_case, values)
        return Saved(tx.seq, {use_case.id: revision})


def _waivable(tx: Transaction, command: AskWaiver) -> tuple[UseCase, int]:
    found = repository.use_case_in(tx.connection, command.use_case)
    if found is None:
        raise NotFound(f"There is no use case {command.use_case}.")
    status = current_status(tx.connection, command.use_case, command.clause)
    if status in _NOTHING_TO_WAIVE:
        raise Conflict(f"{command.use_case} does not miss {command.clause} ({status}); there is nothing to waive.")
    return found


def _words(charter: Charter, command: AskWaiver) -> dict[str, str]:
    words = {"reason": command.reason, "compensating_measure": command.compensating_measure}
    tidied = {name: str(tidy(text, what=f"The {name.replace('_', ' ')}")).strip() for name, text in words.items()}
    problems = [Problem(name.replace("_", " "), "nothing but blanks", "an answer in words")
                for name, text in tidied.items() if not text]  # fmt: skip
    clause = next((one for one in charter.clauses if one.id == command.clause), None)
    if clause is None:
        problems.append(Problem("clause", command.clause, f"a clause of charter {charter.version}"))
    longest = charter.defaults.max_waiver
    last = longest.after(command.as_of)
    if not command.as_of < command.until <= last:
        expected = f"a day after {command.as_of} and no later than {last} (the charter allows {longest.words})"
        problems.append(Problem("until", str(command.until), expected))
    if problems:
        raise InputRejected("Nothing was saved.", problems)
    return tidied
