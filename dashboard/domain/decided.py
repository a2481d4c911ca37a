"""What a plain change of a record may not say: what a decision sets, and days that give a breach more time.

A record says when its clauses begin to bind. Whoever runs a use case may correct such a day towards more duty, never
towards less: then a date typed later would turn a breach into something that is only asked for. A day that was really
wrong is a case for a dispute, and for a registry file that whoever runs the machine loads.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from dashboard.domain.registry import Evidence, Organisation, Triage, UseCase
from dashboard.domain.tiers import lowers
from dashboard.errors import Problem

DECIDED = ("lifecycle", "waivers", "sign_offs", "stop_ordered_on", "stopped_on", "source")
_SERVED = frozenset({"live", "stop_ordered", "suspended"})
_FILED = "Files are filed on the page of the use case."


def decided_elsewhere(before: UseCase, after: UseCase) -> tuple[Problem, ...]:
    """Fields of a record that only a decision may set, and that a plain change or registration tries to set."""
    return (
        *_changed(before, after, DECIDED),
        *_tier_problems(before, after),
        *_paper_problems(before.evidence, after.evidence),
        *_day_problems(before, after),
    )


def decided_about_organisation(before: Organisation | None, after: Organisation) -> tuple[Problem, ...]:
    """The same for the organisation: people add documents to it, and neither acceptances nor statements of others."""
    known = before or Organisation(name=after.name)
    return (*_changed(known, after, ("sign_offs",)), *_paper_problems(known.evidence, after.evidence))


def _changed(before: object, after: object, names: Iterable[str]) -> Iterator[Problem]:
    for name in names:
        if getattr(before, name) != getattr(after, name):
            hint = "Only a decision about it sets this."
            yield Problem(name, "a change", f"the value {name} has now", suggestion=hint)


def _paper_problems(before: list[Evidence], after: list[Evidence]) -> Iterator[Problem]:
    new = [paper for paper in after if paper not in before]
    for paper in new:
        if paper.accepted_by:
            yield Problem(f"evidence {paper.type}", f"accepted by {paper.accepted_by}", "no acceptance yet")
        if paper.size is not None:
            yield Problem(f"evidence {paper.type}", "a file", "a document without one", suggestion=_FILED)


def _day_problems(before: UseCase, after: UseCase) -> Iterator[Problem]:
    """Days that only move towards more duty, once they are known."""
    yield from _no_later("registered_at", before.registered_at, after.registered_at)
    if before.lifecycle in _SERVED:
        yield from _no_later("go_live", before.go_live, after.go_live)
    was, now = before.last_material_change, after.last_material_change
    if was is not None and (now is None or now < was):
        yield Problem("last_material_change", str(now), f"{was} or a later day")


def _no_later(name: str, was: date | None, now: date | None) -> Iterator[Problem]:
    if was is not None and (now is None or now > was):
        hint = "If that day is wrong, dispute the finding: it stands until somebody else has decided."
        yield Problem(name, str(now), f"{was} or an earlier day", suggestion=hint)


def _tier_problems(before: UseCase, after: UseCase) -> Iterator[Problem]:
    """A lower tier, an approval of a tier, or answers that nobody triaged."""
    if lowers(before.risk_tier, after.risk_tier):
        hint = "Ask for a lower one on its page; somebody who is not involved grants it."
        yield Problem("risk_tier", str(after.risk_tier), f"{before.risk_tier} or a higher tier", suggestion=hint)
    was, now = before.triage or Triage(), after.triage or Triage()
    kept = _approval(was) if before.risk_tier == after.risk_tier else None
    if now.approved_by is not None and _approval(now) != kept:
        yield Problem("triage.approved_by", str(now.approved_by), "an approval by who approves tiers")
    if was.answers is not None and (was.answers, was.rule) != (now.answers, now.rule):
        yield Problem("triage", "other answers or another rule", "those it was triaged with",
                      suggestion="Triage it again on its page.")  # fmt: skip


def _approval(triage: Triage) -> tuple[str | None, date | None, str | None]:
    return triage.approved_by, triage.approved_on, triage.reason
