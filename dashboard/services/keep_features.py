"""Which features of single decisions a use case may keep, why and for how long: changed by who answers for its people.

A feature that is taken out is read no more from the moment the record says so; the daily task erases what is stored.
"""

from dataclasses import dataclass, field

from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.domain.kept_features import leave_of
from dashboard.services.permissions import Verb
from dashboard.services.register import ChangeUseCase, Saved, change_use_case, new_key
from dashboard.services.single_decisions import permitted


@dataclass(frozen=True, slots=True)
class KeepFeatures:
    """Names as written, parted by commas; without one no feature is kept any more, and the rest says nothing."""

    use_case: str
    revision: int
    names: str
    reason: str
    days: int | None
    key: str = field(default_factory=new_key)


def keep_features(database: Database, command: KeepFeatures, actor: Actor) -> Saved:
    """Change the record; a team lead only that of their own team.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, RegistryInvalid, StoreUnusable: nothing was written.
    """
    record = permitted(database, command.use_case, actor, Verb.CHANGE)
    leave = leave_of(command.names, command.reason, command.days)
    changed = record.model_copy(update={"kept_features": leave})
    return change_use_case(database, ChangeUseCase(changed, command.revision, command.key), actor)
