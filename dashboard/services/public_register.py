"""What the public may read about a use case: chosen by its team, approved by somebody else, taken out with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dashboard.adapters import publications, repository
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.domain.plain_text import shown
from dashboard.domain.public_entry import differences
from dashboard.domain.texts import in_words
from dashboard.errors import Conflict, NotFound
from dashboard.services.opened import opened
from dashboard.services.permissions import Verb, require
from dashboard.services.register import ChangeUseCase, Saved, change_use_case, new_key
from dashboard.services.rulings import ask
from dashboard.services.screens.public_entry import entry_of, load_known
from dashboard.services.sources import Sources

SUBJECT = "the public register"


@dataclass(frozen=True, slots=True)
class ChoosePublic:
    """Which fields are public, the own words by field, and their language, for the record as it was opened."""

    use_case: str
    revision: int
    shown: Mapping[str, bool]
    words: Mapping[str, str]
    language: str
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class AskPublication:
    """Ask that the entry be published as the record makes it now, and why."""

    use_case: str
    revision: int
    reason: str
    as_of: date
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Take an entry out of the public register, saying why."""

    use_case: str
    reason: str
    as_of: date
    key: str = field(default_factory=new_key)


def choose_public(database: Database, command: ChoosePublic, actor: Actor) -> Saved:
    """Keep the flags and words on the record; nothing becomes public by it.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, RegistryInvalid, StoreUnusable: nothing was written.
    """
    require(actor, Verb.CHANGE)
    found = repository.use_case_record(database, command.use_case)
    if found is None:
        raise NotFound(f"There is no use case {shown(command.use_case)}.")
    chosen: dict[str, Any] = {
        "show": dict(command.shown),
        "words": {name: text.strip() for name, text in command.words.items() if text.strip()},
        "language": command.language,
    }
    changed = found[0].model_copy(update={"public": chosen})
    return change_use_case(database, ChangeUseCase(changed, command.revision, command.key), actor)


def ask_publication(sources: Sources, command: AskPublication, actor: Actor) -> Saved:
    """Store the entry as it is now, for somebody who is not involved to rule on.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, InputRejected, StoreUnusable: nothing was written.
        Conflict: it waits already, or what is public says the same.
    """
    require(actor, Verb.ASK)
    reason, known = in_words(command.reason), load_known(sources)
    with sources.database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, repository.revisions(tx.connection, [command.use_case]), replayed=True)
        use_case = opened(tx, command.use_case, command.revision)
        entry = entry_of(known, use_case)
        public = publications.public_now(tx.connection).get(use_case.id)
        if public is not None and not differences(public.entry, entry):
            raise Conflict(f"What is public about {use_case.id} says the same already. Nothing was saved.")
        details = {"reason": reason, "entry": entry.as_details()}
        values = {"kind": "publication", "subject": SUBJECT, "on": command.as_of, "details": details}
        ask(tx, use_case, values, also=publications.wrote_since(tx.connection, use_case.id))
        return Saved(tx.seq, {use_case.id: command.revision})


def take_out(database: Database, command: TakeOut, actor: Actor) -> Saved:
    """Take an entry out: the ledger keeps what was public, the next site is made without it.

    Raises:
        NotPermitted, NotFound, Conflict, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.PUBLICISE)
    reason = in_words(command.reason)
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, {}, replayed=True)
        public = publications.public_now(tx.connection).get(command.use_case)
        if public is None:
            raise Conflict(f"{shown(command.use_case)} is not in the public register. Nothing was saved.")
        if command.as_of < public.on:
            raise Conflict(f"It was published on {public.on} and cannot be taken out on {command.as_of}, before that.")
        record = {"use_case_id": command.use_case, "withdrawn_by": actor.user_id, "on": command.as_of.isoformat(),
                  "reason": reason, "was": public.entry.as_details()}  # fmt: skip
        tx.append(publications.WITHDRAWN, publications.ENTITY, command.use_case, record)
        return Saved(tx.seq, {})
