"""Use cases and the organisation enter and change the registry here, and nowhere else."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.adapters import repository
from dashboard.adapters.database import Database, Transaction
from dashboard.domain.acceptance import accept_organisation, accept_use_case
from dashboard.domain.actors import Actor
from dashboard.domain.decided import decided_about_organisation
from dashboard.domain.registry import Organisation, UseCase
from dashboard.errors import (
    ChangedSinceOpened,
    Conflict,
    NotFound,
)
from dashboard.services.new_records import accept_all, put_in, refuse_problems, refuse_taken
from dashboard.services.permissions import Verb, require


def new_key() -> str:
    """A fresh idempotency key: made when a form is opened, so that a double click is one command."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class RegisterUseCases:
    """New use cases; none of their ids may be taken. With `replace`, taken ids are changed instead."""

    use_cases: Sequence[UseCase]
    replace: bool = False
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class RegisterUseCase:
    """One new use case."""

    use_case: UseCase
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class ChangeUseCase:
    """The whole record as it shall be, and the revision that it was made from."""

    use_case: UseCase
    revision: int
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class SaveOrganisation:
    """The organisation as it shall be; revision 0 where there is none yet, None to replace whatever there is."""

    organisation: Organisation
    revision: int | None = None
    demonstration: bool | None = None
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a command did: the data version it made, the records' revisions, and whether it had been done before."""

    seq: int
    revisions: dict[str, int]
    replayed: bool = False


def register_use_case(database: Database, command: RegisterUseCase, actor: Actor) -> Saved:
    """Store a new use case.

    Raises:
        NotPermitted, AlreadyExists, RegistryInvalid, StoreUnusable: Nothing was written.
    """
    return register_use_cases(database, RegisterUseCases([command.use_case], key=command.key), actor)


def register_use_cases(database: Database, command: RegisterUseCases, actor: Actor) -> Saved:
    """Store many use cases in one transaction, one event each.

    Raises:
        NotPermitted, AlreadyExists, RegistryInvalid, StoreUnusable: Nothing was written.
    """
    require(actor, Verb.REGISTER)
    if command.replace:
        require(actor, Verb.CHANGE)
    accepted = accept_all(command.use_cases)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return _replayed(tx, accepted)
        if not command.replace:
            refuse_taken(tx, accepted)
        saved = put_in(tx, accepted)
        return Saved(tx.seq, saved)


def change_use_case(database: Database, command: ChangeUseCase, actor: Actor) -> Saved:
    """Replace a use case's record, unless somebody else has changed it meanwhile.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, RegistryInvalid, StoreUnusable: Nothing was written.
    """
    require(actor, Verb.CHANGE)
    accepted = accept_use_case(command.use_case)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return _replayed(tx, [accepted])
        found = repository.use_case_in(tx.connection, accepted.id)
        if found is None:
            raise NotFound(f"There is no use case {accepted.id}. Register it first.")
        before, revision = found
        _refuse_stale(f"Use case {accepted.id}", opened=command.revision, stored=revision)
        if before == accepted:
            return Saved(tx.seq, {accepted.id: revision})
        saved = put_in(tx, [accepted])
        return Saved(tx.seq, saved)


def save_organisation(database: Database, command: SaveOrganisation, actor: Actor) -> Saved:
    """Store the organisation.

    Raises:
        NotPermitted, ChangedSinceOpened, InputRejected, StoreUnusable: Nothing was written.
    """
    require(actor, Verb.ORGANISATION)
    accepted = accept_organisation(command.organisation)
    with database.write(actor, command.key) as tx:
        found = repository.organisation_in(tx.connection)
        stored = found[1] if found else 0
        if tx.replayed:
            return Saved(tx.seq, {"organisation": stored}, replayed=True)
        refuse_problems(actor, decided_about_organisation(found[0] if found else None, accepted))
        if command.revision is not None:
            _refuse_stale("The organisation", opened=command.revision, stored=stored)
        revision = repository.save_organisation(tx, accepted, demonstration=command.demonstration)
        return Saved(tx.seq, {"organisation": revision})


def _refuse_stale(what: str, *, opened: int, stored: int) -> None:
    if opened != stored:
        raise ChangedSinceOpened(
            f"{what} has changed since you opened it (you have revision {opened}, it is now {stored}). "
            "Nothing was saved and nothing of yours is lost: look at the new version, then save again."
        )


def _replayed(tx: Transaction, use_cases: Sequence[UseCase]) -> Saved:
    before = tx.written_before()
    for use_case in use_cases:
        written = before.get((repository.USE_CASE, use_case.id))
        if written is not None and _said(written) != _said(repository.whole_record(use_case)):
            raise Conflict(
                f"This form of {use_case.id} was saved before with other content. Nothing was saved now; open it again."
            )
    return Saved(tx.seq, repository.revisions(tx.connection, [one.id for one in use_cases]), replayed=True)


def _said(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says; the day of a material change is set here, not there."""
    return {name: value for name, value in record.items() if name != "last_material_change"}
