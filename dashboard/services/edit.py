"""Small changes of a record: one field, or another model version; the same rules as for every change."""

from dataclasses import dataclass, field
from datetime import date

from dashboard.adapters import repository
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.domain.record_edits import with_answer, with_model
from dashboard.domain.registry import Model, UseCase
from dashboard.errors import NotFound, Problem, RegistryInvalid
from dashboard.services.permissions import Verb, require
from dashboard.services.register import ChangeUseCase, Saved, change_use_case, new_key


@dataclass(frozen=True, slots=True)
class ChangeField:
    """One field by its path and what it shall be, as text; empty makes it unknown."""

    use_case: str
    revision: int
    path: str
    value: str
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class DeployModel:
    """Another version in service from a day on; `replaces` ends the versions of the same name on that day."""

    use_case: str
    revision: int
    name: str
    version: str
    deployed_at: date
    type: str = ""
    replaces: bool = True
    key: str = field(default_factory=new_key)


def change_field(database: Database, command: ChangeField, actor: Actor) -> Saved:
    """Change one field of a record.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, RegistryInvalid, StoreUnusable: nothing was written.
    """
    require(actor, Verb.CHANGE)
    changed = with_answer(_record(database, command.use_case), command.path, command.value)
    return change_use_case(database, ChangeUseCase(changed, command.revision, command.key), actor)


def deploy_model(database: Database, command: DeployModel, actor: Actor) -> Saved:
    """Put another model version on record.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, RegistryInvalid, StoreUnusable: nothing was written.
    """
    require(actor, Verb.CHANGE)
    blank = [name for name in ("name", "version") if not getattr(command, name).strip()]
    if blank:
        problems = [Problem(name, "nothing but blanks", f"the {name} of the model") for name in blank]
        raise RegistryInvalid("Nothing was saved.", problems)
    model = Model(
        name=command.name.strip(), version=command.version.strip(), type=command.type.strip() or None,
        deployed_at=command.deployed_at,
    )  # fmt: skip
    record = _record(database, command.use_case)
    if model in record.models:  # a second click
        return Saved(database.data_version(), {record.id: command.revision + 1}, replayed=True)
    changed = with_model(record, model, replaces=command.replaces)
    return change_use_case(database, ChangeUseCase(changed, command.revision, command.key), actor)


def _record(database: Database, use_case: str) -> UseCase:
    found = repository.use_case_record(database, use_case)
    if found is None:
        raise NotFound(f"There is no use case {use_case}.")
    return found[0]
