"""Which steps a person can take with a use case now, and why the one into service is closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.adapters import repository
from dashboard.adapters.approvals_store import decisions_of
from dashboard.adapters.owners import owners_ever
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import clause_marks
from dashboard.domain.lifecycle import STEPS, Move, who_confirms, why_not_live
from dashboard.services.facts import clauses_that_apply
from dashboard.services.lifecycle import VERBS
from dashboard.services.permissions import may
from dashboard.services.sources import Sources

MOVES: Mapping[Move, str] = {
    "go_live": "Put into service",
    "order_stop": "Order its stop",
    "withdraw_stop": "Withdraw the order to stop",
    "confirm_stop": "Confirm that it has stopped",
    "retire": "Retire it",
}


@dataclass(frozen=True, slots=True)
class LifecyclePage:
    """The part of a use case's page about its next steps; `closed` says why it may not go live, where it could.

    `owners` are everybody who ever owned it: they withdraw no stop.
    """

    use_case: str
    revision: int
    lifecycle: str
    owners: frozenset[str]
    overseer: str | None
    overseer_title: str
    moves: tuple[Move, ...]
    closed: str | None

    def open_to(self, actor: Actor) -> tuple[Move, ...]:
        """The steps that this person can take now."""
        return tuple(move for move in self.moves if may(actor, VERBS[move]) and not self._refused(move, actor))

    def _refused(self, move: Move, actor: Actor) -> bool:
        if move == "confirm_stop":
            return actor.user_id != self.overseer
        return (move == "go_live" and self.closed is not None) or (
            move == "withdraw_stop" and actor.user_id in self.owners
        )


def load_lifecycle(sources: Sources, use_case_id: str) -> LifecyclePage | None:
    """The next steps of one use case; None where there is no such use case."""
    titles = {user.id: user.title for user in repository.users(sources.database)}
    with sources.database.read() as connection:
        found = repository.use_case_in(connection, use_case_id)
        decisions = decisions_of(connection, use_case_id)
        owners = frozenset(owners_ever(connection, use_case_id))
    if found is None:
        return None
    use_case, revision = found
    moves = tuple(move for move, step in STEPS.items() if use_case.lifecycle in step.sources)
    closed = None
    if "go_live" in moves:
        marks = clause_marks(clauses_that_apply(sources.charter, use_case, sources.as_of))
        closed = why_not_live(use_case, next(iter(decisions), None), marks)
    overseer = who_confirms(use_case)
    return LifecyclePage(
        use_case_id, revision, use_case.lifecycle, owners, overseer,
        titles.get(overseer or "", overseer or "nobody: name an active overseer in the record"), moves, closed,
    )  # fmt: skip
