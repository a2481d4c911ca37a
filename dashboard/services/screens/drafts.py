"""A registration in progress as the form shows it: its steps, what is asked now, how far it is, what it comes to.

Drafts change without an event, so they are read anew each time and never cached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboard.adapters import drafts_store as store
from dashboard.adapters import repository
from dashboard.domain.actors import Actor
from dashboard.domain.draft_answers import REQUIRED, unanswered
from dashboard.domain.draft_entries import Entry
from dashboard.domain.draft_form import asked_entries
from dashboard.domain.draft_record import Asked, ruled_out
from dashboard.domain.drafts import IntakeDraft
from dashboard.domain.fairness_guide import Proposal, propose
from dashboard.domain.intake import Intake
from dashboard.domain.registry import UseCase
from dashboard.domain.triage import Answers, Decision
from dashboard.domain.wording import TIERS
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: the entries that matter now, and how many of the needed ones are answered."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    answered: int
    needed: int

    @property
    def done(self) -> bool:
        """Whether something was needed and nothing of it is open."""
        return 0 < self.needed == self.answered


@dataclass(frozen=True, slots=True)
class TierView:
    """What the answers come to: tier, rule, why, laws, duties; or what is still open."""

    tier: str | None
    word: str
    rule: str
    because: str
    laws: tuple[str, ...]
    overlays: tuple[tuple[str, str], ...]
    open: tuple[str, ...]
    law_version: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The form of one draft.

    Attributes:
        asked: what the form was made from.
        missing: needed entries without an answer, by the title of their step; `blocking` are those without which it
            cannot be registered.
        proposal: the kind of fairness that fits, once both questions are answered.
    """

    asked: Asked
    draft: IntakeDraft
    steps: tuple[StepView, ...]
    tier: TierView
    missing: Mapping[str, tuple[Entry, ...]]
    blocking: frozenset[str]
    proposal: Proposal | None

    @property
    def answered(self) -> int:
        """Needed entries with an answer."""
        return sum(step.answered for step in self.steps)

    @property
    def needed(self) -> int:
        """Entries that the record needs with these answers."""
        return sum(step.needed for step in self.steps)

    @property
    def blockers(self) -> tuple[Entry, ...]:
        """What must be answered before it can be registered."""
        return tuple(one for entries in self.missing.values() for one in entries if one.id in self.blocking)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list of somebody's drafts; `updated` is UTC."""

    id: str
    revision: int
    title: str
    answered: int
    needed: int
    updated: datetime


def load_drafts(sources: Sources, intake: Intake, actor: Actor) -> tuple[DraftLine, ...]:
    """This person's drafts, the one worked on last first."""
    with sources.database.read() as connection:
        drafts = store.drafts_of(connection, actor.user_id)
    lines = []
    for draft in drafts:
        page = _page(_asked(sources, intake, actor), draft)
        lines.append(DraftLine(draft.id, draft.revision, draft.title, page.answered, page.needed, draft.updated))
    return tuple(lines)


def load_draft(sources: Sources, intake: Intake, draft_id: str, actor: Actor) -> DraftPage | None:
    """One draft; None where this person has none of this id."""
    with sources.database.read() as connection:
        draft = store.draft_in(connection, draft_id, actor.user_id)
    return None if draft is None else _page(_asked(sources, intake, actor), draft)


def became(sources: Sources, draft_id: str, actor: Actor) -> UseCase | None:
    """The use case that this person's draft was registered as, as it is now."""
    with sources.database.read() as connection:
        use_case = store.registered_as(connection, draft_id, actor.user_id)
        found = repository.use_case_in(connection, use_case) if use_case else None
    return None if found is None else found[0]


def load_teams(sources: Sources) -> dict[str, str]:
    """User id to team, of everybody who has one."""
    return {user.id: user.team for user in repository.users(sources.database) if user.team}


def _asked(sources: Sources, intake: Intake, actor: Actor) -> Asked:
    return Asked(intake, sources.charter, actor.user_id, sources.as_of)


def _page(asked: Asked, draft: IntakeDraft) -> DraftPage:
    entries = asked_entries(asked.form, draft.answers, asked.intake)
    steps = tuple(_step(step.id, step.title, entries[step.id], draft.answers) for step in asked.form)
    missing = {step.title: open_ for step in steps if (open_ := unanswered(step.entries, draft.answers))}
    blocking = frozenset({*REQUIRED, *(one.id for one in asked.intake.fields)})
    truth, mistake = (draft.answers.get(name) for name in ("truth", "mistake"))
    proposal = propose(truth if isinstance(truth, str) else None, mistake if isinstance(mistake, str) else None)
    return DraftPage(asked, draft, steps, _tier(asked, draft.answers), missing, blocking, proposal)


def _step(step_id: str, title: str, entries: tuple[Entry, ...], answers: Answers) -> StepView:
    needed = [entry for entry in entries if entry.needed]
    return StepView(step_id, title, entries, sum(entry.id in answers for entry in needed), len(needed))


def _tier(asked: Asked, answers: Answers) -> TierView:
    decision = asked.decision(answers)
    overlays = tuple((one.id, one.title) for one in decision.overlays)
    questions = {one.id: question.ask for question in asked.intake.questions for one in question.fields}
    open_ = tuple(dict.fromkeys(questions[name] for name in decision.open))
    named = ruled_out(asked.relevant(answers))
    if named:
        uses = "; ".join(asked.charter.prohibited_uses[one] for one in named)
        laws = (f"charter {asked.charter.version}",)
        because = f"The charter rules it out: {uses}."
        return TierView(
            "prohibited", TIERS["prohibited"], "the charter", because, laws, overlays, (), decision.law_version
        )
    return _by_rule(decision, overlays, open_)


def _by_rule(decision: Decision, overlays: tuple[tuple[str, str], ...], open_: tuple[str, ...]) -> TierView:
    if decision.rule is None:
        return TierView(None, "No tier yet", "", "", (), overlays, open_, decision.law_version)
    rule = decision.rule
    return TierView(
        rule.tier,
        TIERS[rule.tier],
        f"rule {rule.id}",
        rule.because,
        tuple(rule.laws),
        overlays,
        (),
        decision.law_version,
    )
