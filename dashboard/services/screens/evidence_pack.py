"""What an evidence pack speaks of: which use cases, assessment and charter, and what it can be held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.findings_store import outdated
from dashboard.adapters.ledger_export import recorded_losses
from dashboard.adapters.queries.today import statuses
from dashboard.adapters.queries.use_case import newest_assessment, titles
from dashboard.domain.checkpoints import Checkpoint, newest
from dashboard.domain.plain_text import shown
from dashboard.domain.wording import day, plural
from dashboard.errors import InputRejected, NotFound, Problem
from dashboard.services.screens.board_pack import PackHead, load_head
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants in the pack; no use case means all of them, and the organisation.

    Attributes:
        use_cases: ids.
        documents: the files that were filed as evidence, too; they may hold secrets.
        whole_ledger: every entry with its content, also those about people and other use cases.
    """

    use_cases: tuple[str, ...] = ()
    documents: bool = False
    whole_ledger: bool = False

    @property
    def everything(self) -> bool:
        """Whether it is about the whole portfolio."""
        return not self.use_cases


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """The pack before its tables are read.

    Attributes:
        head: organisation, day, charter, ledger entry and checkpoint.
        subjects: ids of the use cases, '' for the organisation, sorted.
        assessment: the newest, whose findings these are.
        current: whether nothing that an assessment reads has changed since.
        checkpoint: the newest one.
    """

    head: PackHead
    wanted: Wanted
    subjects: tuple[str, ...]
    assessment: Mapping[str, Any]
    current: bool
    checkpoint: Checkpoint


def load_choices(sources: Sources) -> dict[str, str]:
    """The id and title of every use case that a pack can be about, by title."""
    found = titles(sources.database)
    return {str(one): str(title) for one, title in zip(found["id"], found["title"], strict=True)}


def load_headline(sources: Sources) -> str:
    """How many use cases a pack has findings about, and of which day; or that there are none to hand over."""
    assessment, served = newest_assessment(sources.database), statuses(sources.database)
    if assessment is None:
        return "Nothing was assessed yet, so there is no evidence to hand over"
    about = f"{int(served['decided'].notna().sum()):,} of {plural(len(served), 'use case')} in service"
    changed = "; something was changed since" if outdated(sources.database) else ""
    return f"Findings of {day(assessment['as_of'])} about {about} can be handed over{changed}"


def load_evidence_pack(sources: Sources, kept: CheckpointFile, wanted: Wanted) -> EvidencePack:
    """Read what the pack speaks of.

    Raises:
        NotFound: nobody has registered one of the ids; or no checkpoint, without which a cut ledger would not show.
        InputRejected: nothing was assessed yet, or the day is before the newest assessment.
    """
    database = sources.database
    known = {str(one) for one in titles(database)["id"]}
    unknown = [one for one in wanted.use_cases if one not in known]
    if unknown:
        raise NotFound(f"There is no use case {shown(unknown[0])}. `python -m dashboard check` lists every id.")
    checkpoint = newest(kept.read(), recorded_losses(database))
    if checkpoint is None:
        raise NotFound("There is no checkpoint yet. Make one first: python -m dashboard ledger checkpoint")
    assessment = newest_assessment(database)
    if assessment is None:
        nothing = Problem("the store", "no assessment", "findings", suggestion="Run: python -m dashboard assess")
        raise InputRejected("No pack was made.", [nothing])
    return EvidencePack(
        head=load_head(sources, checkpoint.code),
        wanted=wanted,
        subjects=tuple(sorted(set(wanted.use_cases) or {"", *known})),
        assessment=assessment,
        current=not outdated(database),
        checkpoint=checkpoint,
    )
