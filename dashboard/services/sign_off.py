"""Somebody who is not involved signs what they looked at; the next review is counted from that day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import approvals_store, repository
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.actors import Actor
from dashboard.domain.charter import Charter
from dashboard.domain.charter_walk import checks_in
from dashboard.domain.checks import SignOffCheck
from dashboard.domain.field_words import plain_words
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import SignOff, UseCase
from dashboard.domain.texts import tidy
from dashboard.domain.users import User
from dashboard.domain.wording import listed
from dashboard.errors import Conflict, InputRejected, NotFound, NotPermitted, Problem
from dashboard.services.gates import refuse_untrained
from dashboard.services.opened import opened
from dashboard.services.permissions import MAY, SPOKEN, Verb, require
from dashboard.services.register import Saved, new_key

NOTHING_TO_SIGN = frozenset({"inventoried", "draft", "rejected", "retired"})


@dataclass(frozen=True, slots=True)
class SignUseCase:
    """State, as the record was opened, what was looked at."""

    use_case: str
    revision: int
    kind: str
    looked_at: str
    as_of: date
    key: str = field(default_factory=new_key)


def sign_use_case(database: Database, charter: Charter, command: SignUseCase, actor: Actor) -> Saved:
    """Put the statement on record.

    Raises:
        NotPermitted: the role may not, or the person is involved; the sentence says who remains.
        NotFound, Conflict, ChangedSinceOpened, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.SIGN)
    roles = roles_of(charter, command.kind)
    if actor.role not in roles:
        right = listed([SPOKEN[role] for role in MAY if role in roles]) or "nobody here"
        raise NotPermitted(f"The charter lets {right} sign a {plain_words(command.kind)}. Nothing was saved.")
    looked_at = _words(command.looked_at)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, repository.revisions(tx.connection, [command.use_case]), replayed=True)
        use_case = opened(tx, command.use_case, command.revision)
        if use_case.lifecycle in NOTHING_TO_SIGN:
            raise Conflict(f"{use_case.id} is {use_case.lifecycle}; there is nothing to sign off.")
        _refuse_involved(database, tx, use_case, roles)
        refuse_untrained(tx, {actor.user_id: f"sign off {use_case.id}"}, command.as_of)
        signed = SignOff(
            kind=command.kind, by=actor.user_id, role=actor.role.value, on=command.as_of, looked_at=looked_at
        )
        after = _signed(use_case, signed)
        return Saved(tx.seq, repository.save_use_cases(tx, [after], kind="use_case.signed"))


def _signed(use_case: UseCase, signed: SignOff) -> UseCase:
    """With the statement; a statement about the triage approves the tier."""
    added: dict[str, object] = {"sign_offs": [*use_case.sign_offs, signed]}
    if signed.kind == "triage" and use_case.triage is not None:
        approval = {"approved_by": signed.by, "approved_on": signed.on}
        added["triage"] = use_case.triage.model_copy(update=approval)
    return use_case.model_copy(update=added)


def sign_off_checks(charter: Charter, kind: str | None = None) -> Iterator[tuple[str, SignOffCheck]]:
    """Clause id and check, for every sign-off that clauses about use cases ask for (or those of one kind)."""
    for clause in charter.clauses:
        if clause.scope == "use_case":
            for placed in checks_in(clause, clause.check):
                if isinstance(placed.check, SignOffCheck) and kind in (None, placed.check.sign_off):
                    yield clause.id, placed.check


def roles_of(charter: Charter, kind: str) -> frozenset[str]:
    """The roles whose signature counts for every clause that asks for this kind and for which the program lets sign.

    Raises:
        NotFound: no clause asks for it.
    """
    asked = [set(check.by_role) for _, check in sign_off_checks(charter, kind)]
    if not asked:
        raise NotFound(f"No clause of charter {charter.version} asks for a sign-off called {shown(kind)}.")
    able = {role.value for role in MAY if Verb.SIGN in MAY[role]}
    return frozenset(able.intersection(*(roles or able for roles in asked)))


def signers(people: Sequence[User], involved: Mapping[str, str], roles: frozenset[str]) -> tuple[User, ...]:
    """Who may sign: active people of those roles who are not involved."""
    return tuple(user for user in people if user.active and user.role.value in roles and user.id not in involved)


def _refuse_involved(database: Database, tx: Transaction, use_case: UseCase, roles: frozenset[str]) -> None:
    involved = approvals_store.involved_now(tx.connection, use_case.id, use_case.owner)
    if tx.actor.user_id not in involved:
        return
    others = [user.title for user in signers(repository.users(database), involved, roles)]
    remain = f"{', '.join(others)} may." if others else "Nobody remains who may: name a deputy first."
    raise NotPermitted(
        f"You may not sign off {use_case.id}, because you {involved[tx.actor.user_id]}. {remain} Nothing was saved."
    )


def _words(text: str) -> str:
    words = str(tidy(text, what="The statement")).strip()
    if not words:
        problem = Problem("what was looked at", "nothing but blanks", "what you looked at, in words")
        raise InputRejected("Nothing was signed.", [problem])
    return words
