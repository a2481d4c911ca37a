"""The head of a use case's page: its tier and how it was set, its lifecycle, and four facts."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.domain.checks import SignOffCheck
from dashboard.domain.durations import Duration
from dashboard.domain.wording import LIFECYCLES, TIERS, day, number
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.case_file import CaseFile
from dashboard.services.screens.counts import decisions_of
from dashboard.services.screens.words import as_date, away
from dashboard.services.sources import Sources


@dataclass(frozen=True, slots=True)
class Fact:
    """A metric on the page: short label, value, note below it."""

    label: str
    value: str
    note: str


def tier_in_words(case: CaseFile) -> str:
    """The risk tier and how it was set."""
    tier = TIERS.get(str(case.record.get("risk_tier")), "Unknown")
    triage = case.record.get("triage") or {}
    rule = f"rule {triage['rule']}" if triage.get("rule") else "no rule on record"
    overlays = f" with {', '.join(triage['overlays'])}" if triage.get("overlays") else ""
    by = case.person(triage.get("approved_by"))
    approved = (
        f"approved by {by} on {day(as_date(triage.get('approved_on')))}" if by else "approved by nobody on record"
    )
    law = f", law as of {triage['law_version']}" if triage.get("law_version") else ""
    return f"{tier} tier: {rule}{overlays}, {approved}{law}"


def chips(case: CaseFile) -> tuple[str, ...]:
    """Tier, lifecycle and what it does, as short facts beside the status."""
    live = as_date(case.record.get("go_live"))
    lifecycle = LIFECYCLES.get(case.lifecycle, case.lifecycle)
    channels = [str(channel.get("id")) for channel in case.record.get("channels") or []]
    said = [
        f"{TIERS.get(str(case.record.get('risk_tier')), 'Unknown')} tier",
        f"{lifecycle} since {day(live)}" if live and case.lifecycle == "live" else lifecycle,
        "Decides about people" if case.record.get("decides_about_people") else "",
        f"Channels: {', '.join(channels)}" if channels else "",
    ]
    return tuple(text for text in said if text)


def facts(sources: Sources, case: CaseFile) -> tuple[Fact, ...]:
    """Decided clauses, owner team, decisions in 90 days, next review."""
    decided, applicable = (int(case.status[name]) for name in ("decided", "applicable")) if case.status else (0, 0)
    review = next_review(sources, case)
    owner = case.person(case.record.get("owner"))
    return (
        Fact("Decided clauses", f"{decided} of {applicable}", f"{applicable - decided} not assessed"),
        Fact("Owner team", str(case.record.get("team") or "unknown"), owner or "no owner recorded"),
        _decisions(sources, case),
        Fact("Next review", day(review, missing="not planned"), away(review, sources.as_of) or "no review on record"),
    )


def organisation_facts(case: CaseFile) -> tuple[Fact, ...]:
    """Decided clauses, open items, documents."""
    decided, applicable = (int(case.status[name]) for name in ("decided", "applicable")) if case.status else (0, 0)
    return (
        Fact("Decided clauses", f"{decided} of {applicable}", f"{applicable - decided} not assessed"),
        Fact("Open items", number(len(case.items)), "about the organisation"),
        Fact("Documents", number(len(case.parts["evidence"])), "on file"),
    )


def _decisions(sources: Sources, case: CaseFile) -> Fact:
    if case.current_batches.empty:
        return Fact("Decisions in 90 days", "none read", "no decision log")
    last = as_date(case.current_batches["last_day"].max())
    decisions = decisions_of(sources, case.id, since=sources.as_of - timedelta(days=89))
    return Fact("Decisions in 90 days", number(decisions), f"data to {day(last)}")


def next_review(sources: Sources, case: CaseFile) -> date | None:
    """When the newest review lapses, by the charter's own clause; None where nothing is on record."""
    reviews = case.parts["sign_offs"]
    newest = as_date(reviews.loc[reviews["kind"] == "review", "on"].max()) if not reviews.empty else None
    if newest is None:
        return None
    tier = str(case.record.get("risk_tier"))
    ages = [age for clause in sources.charter.clauses for age in _review_ages(clause.check, tier)]
    return min((age.after(newest) for age in ages), default=None)


def _review_ages(check: object, tier: str) -> list[Duration]:
    found = [part for part in leaves(check) if isinstance(part, SignOffCheck) and part.sign_off == "review"]
    ages = [part.max_age.get(tier) if isinstance(part.max_age, dict) else part.max_age for part in found]
    return [age for age in ages if age is not None]
