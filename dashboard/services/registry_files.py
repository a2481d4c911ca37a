"""A whole registry into the store and out of it again."""

from dataclasses import dataclass, field

from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.repository import load_registry, organisation_in, registry_in, save_organisation
from dashboard.domain.acceptance import accept_organisation, accept_use_case
from dashboard.domain.actors import Actor
from dashboard.domain.decided import decided_about_organisation
from dashboard.domain.registry import Organisation, Registry
from dashboard.services.new_records import put_in, refuse_problems
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key


@dataclass(frozen=True, slots=True)
class LoadRegistry:
    """A registry whose use cases are registered, or changed where their ids are known."""

    registry: Registry
    demonstration: bool | None = None
    key: str = field(default_factory=new_key)


def load_registry_into(database: Database, command: LoadRegistry | Registry, actor: Actor) -> Saved:
    """Store a whole registry in one transaction: the organisation and every use case.

    What is unchanged gets no event, and what the registry does not name stays as it is.

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
        stored = {use_case.id: use_case for use_case in registry_in(tx.connection).use_cases}
        _save_organisation(tx, organisation, demonstration=asked.demonstration)
        saved = put_in(tx, [use_case for use_case in use_cases if stored.get(use_case.id) != use_case])
        return Saved(tx.seq, saved)


def _save_organisation(tx: Transaction, organisation: Organisation | None, *, demonstration: bool | None) -> None:
    found = organisation_in(tx.connection)
    wanted = organisation or (found[0] if found else None)
    marked = (found[2] if found else False) if demonstration is None else demonstration
    if wanted is not None and (found is None or (wanted, marked) != (found[0], found[2])):
        refuse_problems(tx.actor, decided_about_organisation(found[0] if found else None, wanted))
        save_organisation(tx, wanted, demonstration=marked)


def export_registry(database: Database) -> Registry:
    """The registry as it is now, in the shape of the registry file."""
    return load_registry(database)
