"""Which charter is in force and by whose publication, what waits to be published, and how the file differs."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dashboard.adapters import repository
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import digest_in_force, publications, waiting_proposal
from dashboard.domain.actors import Actor
from dashboard.domain.approvals import eligible
from dashboard.domain.charter import Charter
from dashboard.domain.publication import Proposal, Publication, differences
from dashboard.domain.users import User
from dashboard.domain.wording import day, plural
from dashboard.errors import CharterInvalid
from dashboard.services.permissions import Verb, may
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Waits:
    """A proposal that waits for a second person; `changes` has columns Where, Was, Becomes."""

    id: int
    version: str
    words: str
    note: str
    proposed_by: str
    may_publish: tuple[str, ...]
    changes: pd.DataFrame

    def publishes(self, actor: Actor) -> bool:
        """Whether this person may publish it."""
        return may(actor, Verb.PUBLISH) and actor.user_id != self.proposed_by


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """The part of the charter's page about its publication.

    Attributes:
        headline: by whom the charter in force was published, or that nobody did.
        waiting: what a second person may publish.
        file: how the file differs from what is in force, in a sentence; None where it does not.
        file_broken: why the file is no charter; None where it is one.
        file_changes: columns Where, Was, Becomes.
        file_text: the file's bytes, to be proposed; None where there is nothing to propose.
        history: columns Published, Version, First day, By, Proposed by, Reason; newest first.
    """

    headline: str
    waiting: Waits | None
    file: str | None
    file_broken: str | None
    file_changes: pd.DataFrame
    file_text: bytes | None
    history: pd.DataFrame


def load_publication(sources: Sources, file: str) -> PublicationPage:
    """What the charter's page says about publication; `file` is where the charter file lies."""
    people = repository.users(sources.database)
    titles = {user.id: user.title for user in people}
    with sources.database.read() as connection:
        published, waiting = publications(connection), waiting_proposal(connection)
        digest = digest_in_force(connection, sources.as_of)
    at_hand = next((one for one in reversed(published) if one.proposal.digest == digest), None)
    content = Path(file).read_bytes() if Path(file).is_file() else None
    other, broken = _other(content, sources.charter)
    unpublished = content is not None and broken is None and (other is not None or at_hand is None)
    proposable = unpublished and (waiting is None or other is None or waiting.digest != other.digest)
    return PublicationPage(
        _headline(at_hand, titles),
        _waits(waiting, sources.charter, people) if waiting else None,
        None if other is None else f"The charter file says version {other.version}, which is not in force",
        broken if at_hand is not None else None,
        _table(sources.charter, other),
        content if proposable else None,
        _history(published, titles),
    )


def _other(content: bytes | None, charter: Charter) -> tuple[Charter | None, str | None]:
    """The file's charter where it is another one than that in force, or why it is none."""
    if content is None:
        return None, None
    try:
        found = load_charter(content, what="The charter file")
    except CharterInvalid as refused:
        return None, str(refused)
    return (None if found.digest == charter.digest else found), None


def _headline(at_hand: Publication | None, titles: dict[str, str]) -> str:
    if at_hand is None:
        return "Nobody has published this charter: whoever may change its file changes the promise"
    by, asked = (titles.get(one, one) for one in (at_hand.published_by, at_hand.proposal.proposed_by))
    return f"Published on {day(at_hand.on)} by {by}, proposed by {asked}; its file no longer counts"


def _waits(proposal: Proposal, charter: Charter, people: tuple[User, ...]) -> Waits:
    by = next((user.title for user in people if user.id == proposal.proposed_by), proposal.proposed_by)
    changes = _table(charter, load_charter(proposal.text.encode()))
    words = (
        f"Version {proposal.version}, in force from {day(proposal.effective)}, proposed by {by} on {day(proposal.on)}: "
        f"{plural(len(changes), 'difference')} to what is in force"
    )
    free = eligible(people, {proposal.proposed_by: "proposed it"})
    return Waits(
        proposal.id, proposal.version, words, proposal.note, proposal.proposed_by,
        tuple(user.title for user in free), changes,
    )  # fmt: skip


def _table(before: Charter, after: Charter | None) -> pd.DataFrame:
    found = differences(before, after) if after is not None else ()
    return pd.DataFrame([(one.where, one.was, one.now) for one in found], columns=["Where", "Was", "Becomes"])


def _history(published: tuple[Publication, ...], titles: dict[str, str]) -> pd.DataFrame:
    rows = [
        (one.on, one.proposal.version, one.proposal.effective, titles.get(one.published_by, one.published_by),
         titles.get(one.proposal.proposed_by, one.proposal.proposed_by), one.reason)
        for one in reversed(published)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Published", "Version", "First day", "By", "Proposed by", "Reason"])
