"""A draft of the charter as its page shows it: every problem with its line, or what can be moved and what it would do.

Drafts change without an event, so they are read anew each time and never cached; the answer is kept by its text.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from dashboard.adapters import charter_drafts_store as store
from dashboard.adapters.charter_completion import keys_at
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.charters_store import publications
from dashboard.adapters.queries.use_case import people
from dashboard.adapters.yaml_edit import written_at
from dashboard.domain.actors import Actor
from dashboard.domain.charter import Charter
from dashboard.domain.charter_drafts import CharterDraft
from dashboard.domain.charter_limits import MovableLimit, limits_of
from dashboard.domain.charter_rules import publication_problem
from dashboard.domain.charter_trial import Trial
from dashboard.domain.wording import plural
from dashboard.errors import CharterInvalid
from dashboard.services.screens.charter_trial import TrialView, view_of
from dashboard.services.sources import Sources
from dashboard.services.try_charter import Ground, what_if


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list of somebody's drafts; `updated` is UTC."""

    id: str
    based_on: str
    version: str
    updated: datetime


@dataclass(frozen=True, slots=True)
class CharterDraftPage:
    """One draft.

    Attributes:
        draft: its text and revision.
        owner: what the screen calls its owner.
        mine: whether who asks may change it.
        charter: what it says, once it has no problem.
        problems: columns Line, Reads, Where, Found, Expected, Suggestion.
        unpublishable: why it could not be proposed as it is; None where it could.
    """

    draft: CharterDraft
    owner: str
    mine: bool
    charter: Charter | None
    problems: pd.DataFrame
    unpublishable: str | None

    def limits(self, clause: str) -> tuple[MovableLimit, ...]:
        """The numbers of a clause that stand in the text, so that they can be moved there."""
        if self.charter is None:
            return ()
        written = written_at(self.draft.text)
        return tuple(one for one in limits_of(self.charter, clause) if one.path in written)


def load_charter_drafts(sources: Sources, actor: Actor) -> tuple[DraftLine, ...]:
    """This person's drafts, the one worked on last first."""
    with sources.database.read() as connection:
        drafts = store.charter_drafts_of(connection, actor.user_id)
    return tuple(DraftLine(one.id, one.based_on, _version(one.text), one.updated) for one in drafts)


def load_charter_draft(sources: Sources, draft_id: str, actor: Actor) -> CharterDraftPage | None:
    """One draft, whoever's it is; None where there is none."""
    with sources.database.read() as connection:
        draft = store.charter_draft_in(connection, draft_id)
        published = [(one.proposal.version, one.proposal.digest) for one in publications(connection)]
    if draft is None:
        return None
    charter, problems = _read(draft.text, sources)
    wrong = (
        publication_problem(charter, [*published, (sources.charter.version, sources.charter.digest)])
        if charter
        else None
    )
    return CharterDraftPage(
        draft, people(sources.database).get(draft.owner, draft.owner), draft.owner == actor.user_id, charter, problems,
        f"found {wrong.found}; expected {wrong.expected}" if wrong else None,
    )  # fmt: skip


def tried(sources: Sources, known: Ground, charter: Charter) -> tuple[Trial, TrialView]:
    """What the draft would do, in words."""
    trial = what_if(known, charter)
    return trial, view_of(trial, people(sources.database), sources.frameworks)


def load_keys(text: str, line: int) -> tuple[str, pd.DataFrame]:
    """The place of a line and what may stand there: columns Key, Means, There."""
    try:
        place, keys = keys_at(text, line)
    except CharterInvalid as unreadable:
        return str(unreadable), pd.DataFrame(columns=["Key", "Means", "There"])
    said = {True: "yes", False: "no"}
    rows = [(one.name, one.means, "needed" if one.needed and not one.there else said[one.there]) for one in keys]
    return place, pd.DataFrame(rows, columns=["Key", "Means", "There"])


def text_key(text: str) -> str:
    """What tells one text of a draft from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def _read(text: str, sources: Sources) -> tuple[Charter | None, pd.DataFrame]:
    columns = ["Line", "Reads", "Where", "Found", "Expected", "Suggestion"]
    try:
        return load_charter(text.encode(), frameworks=sources.frameworks, what="The draft"), pd.DataFrame(
            columns=columns
        )
    except CharterInvalid as refused:
        lines = text.splitlines()
        rows = [
            (one.line, lines[one.line - 1].strip() if one.line and one.line <= len(lines) else "", one.where, one.found,
             one.expected, one.suggestion or "")
            for one in refused.problems
        ]  # fmt: skip
        return None, pd.DataFrame(rows, columns=columns)


def _version(text: str) -> str:
    """The version that the text names, whatever else is wrong with it."""
    line = next((one for one in text.splitlines() if one.startswith("version:")), "")
    return line.removeprefix("version:").split("#")[0].strip().strip("\"'")[:40] or "no version"


def headline_of(page: CharterDraftPage, view: TrialView | None) -> str:
    """What the draft would do, or how much is wrong with it."""
    if view is not None:
        return view.headline
    if page.charter is not None:
        return f"What the draft {page.charter.version} would change is not worked out yet"
    return f"The draft is no charter yet: {plural(len(page.problems), 'problem')} to be put right first"
