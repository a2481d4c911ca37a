"""Who may decide about a use case, and whether what was decided is still what runs.

A submission asks for an approval of one state of the record. Whoever owns the use case, ever owned it, submitted it or
changed it since it was last approved is involved, and nobody involved may decide. A decision carries the fingerprint of
what was decided; only a material change makes it out of date. Material is also what a clause asks before it applies and
what fairness is judged by: a clause that stops to apply, or another yardstick, is no lighter duty but another use case.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from dashboard.domain.actors import Role
from dashboard.domain.charter import Clause
from dashboard.domain.registry import Model, UseCase
from dashboard.domain.users import User

Outcome = Literal["approved", "approved_with_conditions", "changes_requested", "rejected"]
APPROVALS: tuple[Outcome, ...] = ("approved", "approved_with_conditions")
STOPPING_TIERS = frozenset({"prohibited", "needs_review"})
MAY_BE_SUBMITTED = frozenset({
    "draft", "changes_requested", "approved", "approved_with_conditions", "live", "suspended",
})  # fmt: skip
_DEMANDS = {"requirement", "applies_to", "check", "severity", "remediate_within"}
DECIDERS = frozenset({Role.OFFICER, Role.DEPUTY})
MATERIAL = (
    "purpose", "acceptable_use", "channels", "jurisdictions", "role", "sourcing", "decides_about_people",
    "decision_support", "automated_decision", "significant_effect", "interacts_directly", "generative",
    "uses_personal_data", "special_category", "profiling", "trains_on_customer_data", "purposes", "training_sources",
    "protected_attributes", "emotion_recognition", "biometrics", "risk_tier", "change_policy", "customer_facing",
    "free_text_input", "monitors_staff", "annex_iii_point", "art6_3", "placed_on_market_at", "fairness_metric",
    "strata", "kept_features",
)  # fmt: skip


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
    """What an approval is about: purpose, channels, data, role in decisions, how it is judged, and its models.

    A model under the use case's change policy is its family only, so that a retrain needs no new approval. Any other is
    part of it with its last day: one that is yet to retire is at work.
    """
    record = use_case.model_dump(mode="json", exclude_none=True)
    covered = set(use_case.change_policy.models) if use_case.change_policy else set()
    models = {_family(model) if model.name in covered else _exactly(model) for model in use_case.models}
    chosen = {name: record[name] for name in MATERIAL if name in record}
    return {**chosen, "models": [list(model) for model in sorted(models)]}


def _family(model: Model) -> tuple[str, ...]:
    return model.name, model.type or "", model.provider or ""


def _exactly(model: Model) -> tuple[str, ...]:
    return *_family(model), model.version, model.retired_at.isoformat() if model.retired_at else ""


def fingerprint(use_case: UseCase) -> str:
    """SHA-256 of the material part as sorted JSON."""
    text = json.dumps(material_part(use_case), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def material_changes(approved: UseCase, now: UseCase) -> tuple[str, ...]:
    """Names of the material fields that differ; empty while the approval is of what runs."""
    before, after = material_part(approved), material_part(now)
    return tuple(name for name in (*MATERIAL, "models") if before.get(name) != after.get(name))


def dated_change(before: UseCase, after: UseCase, on: date) -> UseCase:
    """The record with `on` as its last material change, where it changed materially; documents must be newer then.

    A record may name a later day itself, and no earlier one: it would keep documents alive that are too old.
    """
    if not material_changes(before, after):
        return after
    said = after.last_material_change
    return after.model_copy(update={"last_material_change": max(said, on) if said else on})


def clause_marks(clauses: Iterable[Clause]) -> dict[str, str]:
    """Clause to the SHA-256 of what it demands: what a decision keeps of the clauses that applied."""
    return {one.id: hashlib.sha256(one.model_dump_json(include=_DEMANDS).encode()).hexdigest() for one in clauses}


def changed_clauses(decided: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Clauses that apply now and were not there, or read otherwise, when it was decided; a lighter duty is none."""
    return tuple(sorted(name for name, mark in now.items() if decided.get(name) != mark)) if decided else ()


def eligible(people: Iterable[User], involved: Mapping[str, str]) -> tuple[User, ...]:
    """Who may decide: active officers and deputies who are not involved."""
    return tuple(user for user in people if user.active and user.role in DECIDERS and user.id not in involved)
