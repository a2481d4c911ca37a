"""Who has read the charter in force says so, once for each version; the one thing that every role may write."""

from dataclasses import dataclass
from datetime import date

from dashboard.adapters import staff_store as store
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.domain.charter import Charter
from dashboard.domain.roster import ACKNOWLEDGED, Completion
from dashboard.errors import ChangedSinceOpened, NotPermitted
from dashboard.services.register import Saved


@dataclass(frozen=True, slots=True)
class AcknowledgeCharter:
    """I have read this version; `digest` names the bytes that were on the page."""

    version: str
    digest: str
    as_of: date


def acknowledge_charter(database: Database, charter: Charter, command: AcknowledgeCharter, actor: Actor) -> Saved:
    """Put on record that this person has read the charter; a second time does nothing.

    Raises:
        NotPermitted: the dashboard itself reads nothing.
        ChangedSinceOpened: another charter is in force by now.
        StoreUnusable: nothing was written.
    """
    if actor.role is Role.SYSTEM:
        raise NotPermitted("Only a person can have read the charter. Nothing was saved.")
    if (command.version, command.digest) != (charter.version, charter.digest):
        raise ChangedSinceOpened(
            f"Version {charter.version} of the charter is in force by now. Nothing was saved; read it first."
        )
    with database.write(actor, f"read-{charter.digest[-40:]}-{actor.user_id}"[:100]) as tx:
        if not tx.replayed:
            person = store.person_behind_user(tx.connection, actor.user_id)
            done = Completion(person, ACKNOWLEDGED, command.as_of, edition=charter.version)
            store.save_completions(tx, [done])
            body = {"user": actor.user_id, "version": charter.version, "digest": charter.digest}
            on = {"on": command.as_of.isoformat()}
            tx.append("charter.acknowledged", "acknowledgement", f"{actor.user_id}/{charter.version}", body | on)
        return Saved(tx.seq, {}, replayed=tx.replayed)
