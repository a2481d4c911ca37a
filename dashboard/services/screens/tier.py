"""The risk tier of one use case: whether it still follows from its answers, and who may grant a lower one."""

from dataclasses import dataclass

from dashboard.adapters import approvals_store, repository
from dashboard.domain.approvals import eligible
from dashboard.domain.draft_entries import Entry
from dashboard.domain.draft_form import asked_entries, form_of
from dashboard.domain.field_words import plain_field
from dashboard.domain.intake import Intake
from dashboard.domain.intake_record import departures
from dashboard.domain.registry import Tier, UseCase
from dashboard.domain.tiers import ORDER, lowers
from dashboard.domain.triage import Answer, Answers, Decision, triage
from dashboard.domain.wording import TIERS, sentence_case
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class TierPage:
    """The part of a use case's page about its tier.

    Attributes:
        departed: fields in which the record no longer says what the answers said; a new triage is due.
        others: every other tier to what choosing it means.
        may_grant: titles of those who may grant a lower tier.
        answers: to the intake questions, as they were triaged; empty where nobody triaged here.
    """

    use_case: str
    revision: int
    tier: Tier | None
    departed: tuple[str, ...]
    others: dict[Tier, str]
    may_grant: tuple[str, ...]
    answers: Answers


def load_tier(sources: Sources, intake: Intake, use_case_id: str) -> TierPage | None:
    """The tier of one use case; None where there is no such use case."""
    people = repository.users(sources.database)
    with sources.database.read() as connection:
        found = repository.use_case_in(connection, use_case_id)
        if found is None:
            return None
        involved = approvals_store.involved_now(connection, use_case_id, found[0].owner)
    use_case, revision = found
    departed = tuple(sentence_case(plain_field(path)) for path in departures(intake, use_case))
    may_grant = tuple(user.title for user in eligible(people, involved))
    return TierPage(use_case_id, revision, use_case.risk_tier, departed, _others(use_case.risk_tier), may_grant,
                    _answers(intake, use_case))  # fmt: skip


def asked_again(sources: Sources, intake: Intake, answers: Answers) -> tuple[Entry, ...]:
    """The intake questions that matter with these answers."""
    form = form_of(intake, sources.charter)
    ids = {field.id for field in intake.fields}
    asked = asked_entries(form, answers, intake)
    return tuple(entry for entries in asked.values() for entry in entries if entry.id in ids)


def decided(sources: Sources, intake: Intake, answers: Answers) -> Decision:
    """What these answers come to today."""
    return triage(intake, answers, as_of=sources.as_of)


def _others(tier: Tier | None) -> dict[Tier, str]:
    return {one: f"{TIERS[one]} ({'lower: somebody else grants it' if lowers(tier, one) else 'at once'})"
            for one in reversed(ORDER) if one != tier}  # fmt: skip


def _answers(intake: Intake, use_case: UseCase) -> dict[str, Answer]:
    kept = (use_case.triage.answers if use_case.triage else None) or {}
    fields = {field.id: field for field in intake.fields}
    return {name: tuple(one) if isinstance(one, list) else one for name, one in kept.items() if name in fields}
