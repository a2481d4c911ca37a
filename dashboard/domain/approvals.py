"""Who may decide about a use case, and whether what was decided is still what runs.

A submission asks for an approval of one state of the record. Whoever owns the use case, ever owned it, submitted it or
changed it since the decision before is involved, and nobody involved may decide. A decision carries the fingerprint of
what was decided; only a material change makes it out of date.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from dashboard.domain.actors import Role
from dashboard.domain.charter import Clause
from dashboard.domain.registry import Triage, UseCase
from dashboard.domain.tiers import lowers
from dashboard.domain.users import User
from dashboard.errors import Problem

Outcome = Literal["approved", "approved_with_conditions", "changes_requested", "rejected"]
APPROVALS: tuple[Outcome, ...] = ("approved", "approved_with_conditions")
STOPPING_TIERS = frozenset({"prohibited", "needs_review"})
MAY_BE_SUBMITTED = frozenset({
    "draft", "changes_requested", "approved", "approved_with_conditions", "live", "suspended",
})  # fmt: skip
DECIDED = ("lifecycle", "waivers", "sign_offs", "stop_ordered_on", "stopped_on")
_DEMANDS = {"requirement", "applies_to", "check", "severity", "remediate_within"}
DECIDERS = frozenset({Role.OFFICER, Role.DEPUTY})
MATERIAL = (
    "purpose", "acceptable_use", "channels", "jurisdictions", "role", "sourcing", "decides_about_people",
    "decision_support", "automated_decision", "significant_effect", "interacts_directly", "generative",
    "uses_personal_data", "special_category", "profiling", "trains_on_customer_data", "purposes", "training_sources",
    "protected_attributes", "emotion_recognition", "biometrics", "risk_tier", "change_policy",
)  # fmt: skip

_FILED = "Files are filed on the page of the use case."


@dataclass(frozen=True, slots=True)
class Submission:
    """A request to approve one state of a record."""

    id: int
    use_case: str
    revision: int
    submitted_by: str
    owner: str | None
    on: date
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that an approval asks for, and by when."""

    text: str
    due: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody who was not involved decided about a submission; `clauses` are the marks of those that applied."""

    submission: Submission
    outcome: Outcome
    decided_by: str
    on: date
    reason: str
    conditions: tuple[Condition, ...] = ()
    clauses: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_approval(self) -> bool:
        """Whether it lets the use case go live."""
        return self.outcome in APPROVALS


def material_part(use_case: UseCase) -> dict[str, Any]:
    """What an approval is about: purpose, channels, data, role in decisions, and its models.

    A model under the use case's change policy is its family only, so that a retrain needs no new approval.
    """
    record = use_case.model_dump(mode="json", exclude_none=True)
    covered = set(use_case.change_policy.models) if use_case.change_policy else set()
    models = {
        (model.name, model.type or "", "" if model.name in covered else model.version)
        for model in use_case.models
        if model.retired_at is None
    }
    chosen = {name: record[name] for name in MATERIAL if name in record}
    return {**chosen, "models": [list(model) for model in sorted(models)]}


def fingerprint(use_case: UseCase) -> str:
    """SHA-256 of the material part as sorted JSON."""
    text = json.dumps(material_part(use_case), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def material_changes(approved: UseCase, now: UseCase) -> tuple[str, ...]:
    """Names of the material fields that differ; empty while the approval is of what runs."""
    before, after = material_part(approved), material_part(now)
    return tuple(name for name in (*MATERIAL, "models") if before.get(name) != after.get(name))


def dated_change(before: UseCase, after: UseCase, on: date) -> UseCase:
    """The record with `on` as its last material change, where it changed materially; documents must be newer then."""
    if not material_changes(before, after) or after.last_material_change != before.last_material_change:
        return after
    return after.model_copy(update={"last_material_change": on})


def clause_marks(clauses: Iterable[Clause]) -> dict[str, str]:
    """Clause to the SHA-256 of what it demands: what a decision keeps of the clauses that applied."""
    return {one.id: hashlib.sha256(one.model_dump_json(include=_DEMANDS).encode()).hexdigest() for one in clauses}


def changed_clauses(decided: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Clauses that apply now and were not there, or read otherwise, when it was decided; a lighter duty is none."""
    return tuple(sorted(name for name, mark in now.items() if decided.get(name) != mark)) if decided else ()


def eligible(people: Iterable[User], involved: Mapping[str, str]) -> tuple[User, ...]:
    """Who may decide: active officers and deputies who are not involved."""
    return tuple(user for user in people if user.active and user.role in DECIDERS and user.id not in involved)


def decided_elsewhere(before: UseCase, after: UseCase) -> tuple[Problem, ...]:
    """Fields of a record that only a decision may set, and that a plain change or registration tries to set."""
    problems = [
        Problem(name, "a change", f"the value {name} has now", suggestion="Only a decision about it sets this.")
        for name in DECIDED
        if getattr(before, name) != getattr(after, name)
    ]
    problems += _tier_problems(before, after)
    accepted = [paper for paper in after.evidence if paper.accepted_by and paper not in before.evidence]
    problems += [Problem(f"evidence {paper.type}", f"accepted by {paper.accepted_by}", "no acceptance yet")
                 for paper in accepted]  # fmt: skip
    kept = [paper for paper in after.evidence if paper.size is not None and paper not in before.evidence]
    problems += [Problem(f"evidence {paper.type}", "a file", "a document without one", suggestion=_FILED)
                 for paper in kept]  # fmt: skip
    return tuple(problems)


def _tier_problems(before: UseCase, after: UseCase) -> Iterator[Problem]:
    """A lower tier, an approval of a tier, or answers that nobody triaged."""
    if lowers(before.risk_tier, after.risk_tier):
        hint = "Ask for a lower one on its page; somebody who is not involved grants it."
        yield Problem("risk_tier", str(after.risk_tier), f"{before.risk_tier} or a higher tier", suggestion=hint)
    was, now = before.triage or Triage(), after.triage or Triage()
    if now.approved_by not in (None, was.approved_by if before.risk_tier == after.risk_tier else None):
        yield Problem("triage.approved_by", str(now.approved_by), "an approval by who approves tiers")
    if was.answers is not None and (was.answers, was.rule) != (now.answers, now.rule):
        yield Problem("triage", "other answers or another rule", "those it was triaged with",
                      suggestion="Triage it again on its page.")  # fmt: skip
