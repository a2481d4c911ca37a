"""Which review item a person may close: no breach that stands, nothing that closes by itself, no own condition."""

from dashboard.adapters.database import Transaction
from dashboard.adapters.findings_store import current_status
from dashboard.adapters.owners import owners_ever
from dashboard.domain.actors import Actor
from dashboard.domain.reviews import CLOSED, ReviewItem
from dashboard.domain.statuses import Status
from dashboard.domain.tasks import CLOSES_BY_ITSELF
from dashboard.errors import Conflict, NotPermitted
from dashboard.services.permissions import Verb, require


def refuse_closing(tx: Transaction, found: ReviewItem, actor: Actor) -> None:
    """Let through what this person may close now.

    Raises:
        Conflict: it is closed already, its finding is still a breach, or it closes by itself.
        NotPermitted: a condition is judged by who could have set it, and never by the owner.
    """
    if found.state == CLOSED:
        raise Conflict(f"Item {found.id} is closed already.")
    if found.kind in CLOSES_BY_ITSELF:
        raise Conflict(f"Item {found.id} cannot be closed by hand: {CLOSES_BY_ITSELF[found.kind]}.")
    if current_status(tx.connection, found.use_case, found.clause) == Status.NON_COMPLIANT:
        raise Conflict(
            f"Item {found.id} cannot be closed: {found.clause} is still breached. Put it right and assess again, "
            "or ask for a waiver."
        )
    if found.kind == "condition":
        _refuse_own_condition(tx, found, actor)


def _refuse_own_condition(tx: Transaction, found: ReviewItem, actor: Actor) -> None:
    require(actor, Verb.DECIDE)
    if actor.user_id in owners_ever(tx.connection, found.use_case):
        raise NotPermitted(f"You own or owned {found.use_case}: somebody else says whether its condition is met.")
