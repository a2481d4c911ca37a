"""The use case that a command is about, as the person who gave it saw it."""

from dashboard.adapters import repository
from dashboard.adapters.database import Transaction
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import UseCase
from dashboard.errors import ChangedSinceOpened, NotFound


def opened(tx: Transaction, use_case_id: str, revision: int) -> UseCase:
    """The record in this revision.

    Raises:
        NotFound: nobody has this id.
        ChangedSinceOpened: somebody has changed it meanwhile.
    """
    found = repository.use_case_in(tx.connection, use_case_id)
    if found is None:
        raise NotFound(f"There is no use case {shown(use_case_id)}.")
    if found[1] != revision:
        raise ChangedSinceOpened(
            f"{use_case_id} has changed since you opened it (you have revision {revision}, it is now {found[1]}). "
            "Nothing was saved and nothing of yours is lost: look at it again, then repeat what you wanted."
        )
    return found[0]
