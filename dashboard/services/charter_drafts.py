"""Drafts of the charter: begun from what is in force or from a file, saved as they are written, thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard.adapters import charter_drafts_store as store
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database, Transaction
from dashboard.adapters.yaml_edit import with_values
from dashboard.domain.actors import Actor
from dashboard.domain.charter import Charter
from dashboard.domain.charter_drafts import MOST_DRAFTS, CharterDraft, draft_problem
from dashboard.domain.charter_rules import next_version
from dashboard.domain.charter_walk import Path_
from dashboard.errors import ChangedSinceOpened, Conflict, InputRejected, NotFound, Problem
from dashboard.services.permissions import Verb, require
from dashboard.services.promise import charter_of, text_of
from dashboard.services.register import new_key


@dataclass(frozen=True, slots=True)
class BeginCharterDraft:
    """A new draft with this content, which needs not be a charter yet; its id is made with the command."""

    content: bytes
    based_on: str
    key: str = field(default_factory=new_key)


@dataclass(frozen=True, slots=True)
class SaveCharterDraft:
    """The whole text of a draft that was opened at this revision."""

    draft: str
    revision: int
    text: str


@dataclass(frozen=True, slots=True)
class MoveLimits:
    """Values to be written at their places in a draft, of the clause that stood there when it was read.

    No revision: whoever drags a slider moves on before the page is drawn again, and the last value is what is meant.
    """

    draft: str
    values: Mapping[Path_, str]
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class DiscardCharterDraft:
    """Throw a draft away as it was opened."""

    draft: str
    revision: int


def begin_charter_draft(database: Database, command: BeginCharterDraft, actor: Actor) -> str:
    """Store a draft; returns its id.

    Raises:
        NotPermitted, Conflict, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.DRAFT)
    text = _text(command.content)
    draft_id = command.key[:32]
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return draft_id
        known = len(store.charter_drafts_of(tx.connection, actor.user_id))
        if known >= MOST_DRAFTS:
            raise Conflict(f"You have {known} drafts of the charter. Throw one away first.")
        store.add_charter_draft(tx, draft_id, text, command.based_on)
    return draft_id


def begin_from_force(database: Database, file: Path, as_of: date, key: str, actor: Actor) -> str:
    """A draft of the charter in force on a day, with the version that follows; returns its id.

    Raises:
        NotFound: there is no charter to begin with.
        NotPermitted, Conflict, InputRejected, StoreUnusable: nothing was written.
    """
    text = _text(text_of(database, file, as_of))
    version = charter_of(database, file, as_of).version
    text = with_values(text, {("version",): f'"{next_version(version)}"'})
    return begin_charter_draft(database, BeginCharterDraft(text.encode(), f"version {version}", key), actor)


def save_charter_draft(database: Database, command: SaveCharterDraft, actor: Actor) -> int:
    """Save what was written, charter or not; returns the draft's new revision.

    Raises:
        ChangedSinceOpened: it was changed elsewhere meanwhile.
        NotPermitted, NotFound, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.DRAFT)
    text = _text(command.text.encode("utf-8", "surrogatepass"))
    with database.write(actor) as tx:
        draft = _mine(tx, command.draft, command.revision)
        return draft.revision if text == draft.text else store.save_charter_draft(tx, draft, text)


def move_limits(database: Database, command: MoveLimits, actor: Actor) -> int:
    """Write some values of a draft anew where they stand, all else untouched; returns the draft's new revision.

    Raises:
        CharterInvalid: the draft is no charter, so that nobody can say what stands where; with every problem.
        ChangedSinceOpened, NotPermitted, NotFound, InputRejected, StoreUnusable: nothing was written.
    """
    require(actor, Verb.DRAFT)
    with database.write(actor) as tx:
        draft = _mine(tx, command.draft, None)
        _refuse_moved(load_charter(draft.text.encode(), what="The draft"), command)
        text = with_values(draft.text, command.values)
        return draft.revision if text == draft.text else store.save_charter_draft(tx, draft, text)


def discard_charter_draft(database: Database, command: DiscardCharterDraft, actor: Actor) -> None:
    """Throw a draft away; the ledger keeps that there was one.

    Raises:
        NotPermitted, NotFound, ChangedSinceOpened, StoreUnusable: nothing was written.
    """
    require(actor, Verb.DRAFT)
    with database.write(actor, f"discard-charter-{command.draft}") as tx:
        if not tx.replayed:
            store.end_charter_draft(tx, _mine(tx, command.draft, command.revision).id, {})


def _text(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        found = f"byte 0x{content[wrong.start]:02x} at offset {wrong.start}, which is not UTF-8"
        raise InputRejected("The draft was not saved.", [Problem("the encoding", found, "UTF-8 text")]) from None
    problem = draft_problem(text)
    if problem is not None:
        raise InputRejected("The draft was not saved.", [problem])
    return text.replace("\r\n", "\n")


def _refuse_moved(charter: Charter, command: MoveLimits) -> None:
    """A clause that was moved or left out meanwhile: its numbers stand elsewhere."""
    places = {path[1] for path in command.values if path[0] == "clauses"}
    ids = {clause.id for at, clause in enumerate(charter.clauses) if at in places}
    if places and ids != {command.clause}:
        raise ChangedSinceOpened(
            f"The clause {command.clause} stands elsewhere in the draft since you opened it. "
            "Nothing was saved; open it again."
        )


def _mine(tx: Transaction, draft_id: str, opened: int | None) -> CharterDraft:
    draft = store.charter_draft_in(tx.connection, draft_id)
    if draft is None or draft.owner != tx.actor.user_id:
        raise NotFound(
            "You have no draft of the charter under this address: it was thrown away, or is somebody else's."
        )
    if opened is not None and draft.revision != opened:
        raise ChangedSinceOpened(
            f"The draft has changed since you opened it (you have revision {opened}, it is now {draft.revision}). "
            "Nothing was saved; open it again."
        )
    return draft
