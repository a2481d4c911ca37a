"""A whole registry into the store and out of it again."""

from dataclasses import dataclass, field

from dashboard.adapters.database import Database
from dashboard.adapters.repository import load_registry, save_organisation, save_use_cases
from dashboard.domain.acceptance import accept_organisation, accept_use_case
from dashboard.domain.actors import Actor
from dashboard.domain.registry import Registry
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key


@dataclass(frozen=True, slots=True)
class LoadRegistry:
    """A registry whose use cases are registered, or changed where their ids are known."""

    registry: Registry
    demonstration: bool | None = None
    key: str = field(default_factory=new_key)


def load_registry_into(database: Database, command: LoadRegistry | Registry, actor: Actor) -> Saved:
    """Store a whole registry in one transaction: the organisation and every use case; none is removed.

    Raises:
        NotPermitted, InputRejected, StoreUnusable: Nothing was written.
    """
    require(actor, Verb.IMPORT)
    asked = command if isinstance(command, LoadRegistry) else LoadRegistry(command)
    use_cases = [accept_use_case(use_case) for use_case in asked.registry.use_cases]
    organisation = asked.registry.organisation and accept_organisation(asked.registry.organisation)
    with database.write(actor, asked.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, {}, replayed=True)
        if organisation is not None:
            save_organisation(tx, organisation, demonstration=asked.demonstration)
        saved = save_use_cases(tx, use_cases)
        return Saved(tx.seq, saved)


def export_registry(database: Database) -> Registry:
    """The registry as it is now, in the shape of the registry file."""
    return load_registry(database)
