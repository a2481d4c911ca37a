"""What every record passes before it is stored: clean text, nothing decided in it, and a new one an id nobody has."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dashboard.adapters import approvals_store, repository
from dashboard.adapters.database import Transaction
from dashboard.domain.acceptance import accept_use_case
from dashboard.domain.actors import Actor, Role
from dashboard.domain.approvals import dated_change
from dashboard.domain.decided import decided_elsewhere
from dashboard.domain.effort import go_on
from dashboard.domain.registry import UseCase
from dashboard.errors import AlreadyExists, InputRejected, Problem, RegistryInvalid
from dashboard.services.gates import refuse_untrained_holders
from dashboard.services.permissions import Verb, may


def register_in(tx: Transaction, use_cases: Sequence[UseCase]) -> dict[str, int]:
    """Store new use cases inside an open write that does more; returns their revisions.

    Raises:
        AlreadyExists, RegistryInvalid: the write must end here.
    """
    accepted = accept_all(use_cases)
    refuse_taken(tx, accepted)
    return put_in(tx, accepted)


def put_in(tx: Transaction, accepted: Sequence[UseCase]) -> dict[str, int]:
    """Store records, new or changed: whoever changes one is involved, and the day of a material change is kept.

    Raises:
        RegistryInvalid: a person tries to set what only a decision sets.
        NotPermitted: a new owner or overseer lacks a course that the charter demands first.
    """
    if tx.actor.role is Role.SYSTEM:
        return repository.save_use_cases(tx, accepted)
    stored = {one.id: found[0] for one in accepted if (found := repository.use_case_in(tx.connection, one.id))}
    before = {one.id: stored.get(one.id) or undecided(one, tx.actor) for one in accepted}
    refuse_decided(tx.actor, [(before[one.id], one) for one in accepted])
    refuse_untrained_holders(tx, [(stored.get(one.id), one) for one in accepted])
    for one in accepted:
        if one.id in stored:
            approvals_store.note_involvement(tx, one.id, one.owner)
    return repository.save_use_cases(tx, [_dated(stored, one, tx) for one in accepted])


def _dated(stored: Mapping[str, UseCase], one: UseCase, tx: Transaction) -> UseCase:
    return dated_change(stored[one.id], one, tx.now.date()) if one.id in stored else one


def accept_all(use_cases: Sequence[UseCase]) -> list[UseCase]:
    """The records in clean text; raises RegistryInvalid with every problem of all."""
    accepted, problems = [], []
    for use_case in use_cases:
        go_on()
        try:
            accepted.append(accept_use_case(use_case))
        except InputRejected as refused:
            problems += [Problem(f"{use_case.id} {one.where}", one.found, one.expected) for one in refused.problems]
    twice = [use_case_id for use_case_id, times in Counter(one.id for one in use_cases).items() if times > 1]
    problems += [Problem(use_case_id, "the same id twice", "each id once") for use_case_id in twice]
    if problems:
        raise RegistryInvalid("Nothing was saved.", problems)
    return accepted


def refuse_decided(actor: Actor, changes: Sequence[tuple[UseCase, UseCase]]) -> None:
    """People reach what is decided only by a decision; files that the machine's owner loads come as they are."""
    refuse_problems(actor, [problem for before, after in changes for problem in decided_elsewhere(before, after)])


def refuse_problems(actor: Actor, problems: Sequence[Problem]) -> None:
    """The same for problems that are known already."""
    if problems and actor.role is not Role.SYSTEM:
        raise RegistryInvalid("Nothing was saved.", problems)


def undecided(use_case: UseCase, actor: Actor) -> UseCase:
    """What a new record may say of itself: that it is a draft, or was found in use and is judged by nobody yet.

    That it was found says only who may import: else a record judged by nobody, or taken in as live, would be a way
    for its owner round every decision.
    """
    found = use_case.lifecycle == "inventoried" and may(actor, Verb.IMPORT)
    lifecycle = "inventoried" if found else "draft"
    return UseCase(id=use_case.id, title=use_case.title, lifecycle=lifecycle, source=use_case.source)


def refuse_taken(tx: Transaction, use_cases: Sequence[UseCase]) -> None:
    """Raise AlreadyExists where an id is taken."""
    taken = sorted(repository.revisions(tx.connection, [use_case.id for use_case in use_cases]))
    if taken:
        more = f" and {len(taken) - 5} more" if len(taken) > 5 else ""
        raise AlreadyExists(f"Already registered: {', '.join(taken[:5])}{more}. Nothing was saved; choose another id.")
