"""Charters by name: the one in force, published versions, what waits to be published, somebody's drafts, and files."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from dashboard.adapters.charter_drafts_store import charter_drafts_of
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import publications, waiting_proposal
from dashboard.domain.actors import Actor
from dashboard.domain.charter import Charter
from dashboard.errors import CharterInvalid, NotFound
from dashboard.services.sources import Sources, open_database, read_in_force
from dashboard.settings import Settings

IN_FORCE, _DRAFT, _WAITING = "in force", "draft ", "waits to be published: "


def charters_at_hand(sources: Sources, actor: Actor) -> Mapping[str, Charter]:
    """By name: in force, published ones newest first, what waits, this person's drafts that are charters."""
    with sources.database.read() as connection:
        published, waiting = publications(connection), waiting_proposal(connection)
        drafts = charter_drafts_of(connection, actor.user_id)
    texts = {f"version {one.proposal.version}": one.proposal.text for one in reversed(published)}
    texts |= {f"{_WAITING}{waiting.version}": waiting.text} if waiting else {}
    found = {IN_FORCE: sources.charter}
    found |= {name: load_charter(text.encode(), what=name) for name, text in texts.items()}
    for draft in drafts:
        charter = _charter(draft.text)
        if charter is not None:
            found[f"{_DRAFT}{charter.version} ({draft.id[:6]})"] = charter
    return found


def charter_called(settings: Settings, name: str, as_of: date) -> Charter:
    """The charter of a file, or the published version of that number in the store; `in force` is what counts there.

    Raises:
        CharterInvalid: the file has problems.
        NotFound: there is no such file and no such version; it says which there are.
        StoreUnusable: the store cannot be read.
    """
    if Path(name).is_file():
        return load_charter(Path(name))
    database = open_database(settings)
    try:
        if name == IN_FORCE:
            return read_in_force(settings, database, as_of)[0]
        with database.read() as connection:
            texts = {one.proposal.version: one.proposal.text for one in publications(connection)}
    finally:
        database.close()
    if name not in texts:
        known = ", ".join(texts) or "none"
        raise NotFound(f"There is no file {name!r}, and no published charter of that version. Published: {known}.")
    return load_charter(texts[name].encode(), what=f"The charter {name}")


def _charter(text: str) -> Charter | None:
    try:
        return load_charter(text.encode(), what="The draft")
    except CharterInvalid:
        return None
