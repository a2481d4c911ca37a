"""What every new record passes before it is stored: clean text, nothing decided in it, an id that nobody has."""

from collections import Counter
from collections.abc import Sequence

from dashboard.adapters import repository
from dashboard.adapters.database import Transaction
from dashboard.domain.acceptance import accept_use_case
from dashboard.domain.actors import Actor, Role
from dashboard.domain.approvals import decided_elsewhere
from dashboard.domain.registry import UseCase
from dashboard.errors import AlreadyExists, InputRejected, Problem, RegistryInvalid


def register_in(tx: Transaction, use_cases: Sequence[UseCase], actor: Actor) -> dict[str, int]:
    """Store new use cases inside an open write that does more; returns their revisions.

    Raises:
        AlreadyExists, RegistryInvalid: the write must end here.
    """
    accepted = accept_all(use_cases)
    refuse_decided(actor, [(undecided(one), one) for one in accepted])
    refuse_taken(tx, accepted)
    return repository.save_use_cases(tx, accepted)


def accept_all(use_cases: Sequence[UseCase]) -> list[UseCase]:
    """The records in clean text; raises RegistryInvalid with every problem of all."""
    accepted, problems = [], []
    for use_case in use_cases:
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
    if actor.role is Role.SYSTEM:
        return
    problems = [problem for before, after in changes for problem in decided_elsewhere(before, after)]
    if problems:
        raise RegistryInvalid("Nothing was saved.", problems)


def undecided(use_case: UseCase) -> UseCase:
    """What a new record may say of itself: that it is a draft, or was found in use and is judged by nobody yet."""
    lifecycle = "inventoried" if use_case.lifecycle == "inventoried" else "draft"
    return UseCase(id=use_case.id, title=use_case.title, lifecycle=lifecycle)


def refuse_taken(tx: Transaction, use_cases: Sequence[UseCase]) -> None:
    """Raise AlreadyExists where an id is taken."""
    taken = sorted(repository.revisions(tx.connection, [use_case.id for use_case in use_cases]))
    if taken:
        more = f" and {len(taken) - 5} more" if len(taken) > 5 else ""
        raise AlreadyExists(f"Already registered: {', '.join(taken[:5])}{more}. Nothing was saved; choose another id.")
