"""From the answers of a draft to the record that would be registered, and what the officer must be asked about it.

Nothing is guessed: whatever is not answered, or answered with "unsure", stays unknown in the record.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from dashboard.domain.charter import Charter
from dashboard.domain.draft_answers import KEPT_TERMS
from dashboard.domain.draft_entries import NONE, UNLISTED
from dashboard.domain.draft_form import Form, asked_entries, form_of, relevant, triage_answers
from dashboard.domain.fairness_guide import propose
from dashboard.domain.intake import Intake
from dashboard.domain.intake_record import UNSURE, put, said_fields
from dashboard.domain.kept_features import named_in
from dashboard.domain.plain_text import shown
from dashboard.domain.registry import UseCase
from dashboard.domain.triage import Answer, Answers, Decision, triage
from dashboard.errors import InputRejected, Problem

RULED_OUT = "charter"
_TEXTS = {
    "title": "title", "purpose": "purpose", "team": "team", "expected_benefit": "expected_benefit",
    "expected_harm": "expected_harm", "fairness_metric": "fairness_metric", "vendor": "vendor.name",
    "art9_condition": "art9_condition", "marking": "content_marking.status", "deepfake": "deepfake_label",
    "art22_ground": "art22_ground",
}  # fmt: skip
_TRUTHS = {
    "customer_facing": "customer_facing", "free_text": "free_text_input", "trains": "trains_on_customer_data",
    "review_route": "human_review_route", "decision_notice": "decision_notice.enabled",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the form is made of, and for whom and when it is filled in."""

    intake: Intake
    charter: Charter
    owner: str
    as_of: date

    @cached_property
    def form(self) -> Form:
        """The steps; made once, for a table asks for them at every cell."""
        return form_of(self.intake, self.charter)

    def relevant(self, answers: Answers) -> dict[str, Answer]:
        """The answers that count."""
        return relevant(asked_entries(self.form, answers, self.intake), answers)

    def decision(self, answers: Answers) -> Decision:
        """The tier that the answers come to, before the charter's own prohibitions."""
        return triage(self.intake, triage_answers(self.intake, self.relevant(answers)), as_of=self.as_of)


def ruled_out(answers: Answers) -> tuple[str, ...]:
    """The charter's prohibited uses that the applicant named."""
    named = answers.get("ruled_out", ())
    return tuple(one for one in named if one != NONE) if isinstance(named, tuple) else ()


def record_of(asked: Asked, answers: Answers, *, taken: Collection[str] = ()) -> UseCase:
    """The record that registering these answers would make.

    Args:
        asked: the form, the owner and the day.
        answers: of the draft, whatever is answered so far.
        taken: ids that other use cases have; this one gets another.

    Raises:
        InputRejected: an answer cannot stand in a record; each is named.
    """
    given = asked.relevant(answers)
    record: dict[str, Any] = {"lifecycle": "draft", "owner": asked.owner, "registered_at": asked.as_of}
    for path, value in said_fields(asked.intake, triage_answers(asked.intake, given)).items():
        put(record, path, value)
    for name, path in _TEXTS.items():
        if given.get(name) not in {None, UNSURE}:
            put(record, path, given[name])
    for name, path in _TRUTHS.items():
        if given.get(name) in {"yes", "no"}:
            put(record, path, given[name] == "yes")
    record |= _data(given) | _groups(asked.charter, given) | _people(given) | _tier(asked, given)
    record.setdefault("title", "Untitled")
    record["id"] = free_id(record["title"], taken)
    return _validated(record)


def free_id(title: str, taken: Collection[str]) -> str:
    """An id from a title that nobody has yet: `refund-assistant`, else `refund-assistant-2`."""
    letters = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:70].strip("-") or "use-case"
    candidates = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
    return next(one for one in candidates if one not in taken)


def _validated(record: dict[str, Any]) -> UseCase:
    try:
        return UseCase.model_validate(record)
    except ValidationError as refused:
        problems = [
            Problem(".".join(map(str, one["loc"])), shown(one["input"]), one["msg"]) for one in refused.errors()
        ]
        raise InputRejected("These answers cannot be registered yet. Nothing was lost.", problems) from None


def _tier(asked: Asked, given: Answers) -> dict[str, Any]:
    decision, prohibited = asked.decision(given), ruled_out(given)
    answers = {name: list(one) if isinstance(one, tuple) else one
               for name, one in triage_answers(asked.intake, given).items()}  # fmt: skip
    triaged: dict[str, Any] = {
        "answers": answers, "overlays": [overlay.id for overlay in decision.overlays],
        "law_version": decision.law_version, "decided_on": asked.as_of,
    }  # fmt: skip
    if decision.rule is not None:
        triaged |= {"rule": decision.rule.id, "laws": list(decision.rule.laws)}
    if prohibited:
        triaged |= {"rule": RULED_OUT, "laws": [f"charter {asked.charter.version}, {one}" for one in prohibited]}
        return {"risk_tier": "prohibited", "triage": triaged}
    return {"triage": triaged} | ({"risk_tier": decision.tier} if decision.tier else {})


def _data(given: Answers) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if "acceptable_use" in given:
        made["acceptable_use"] = given["acceptable_use"]
    if given.get("acceptable_use") == UNLISTED and "unlisted_use" in given:
        made["acceptable_use"] = f"{UNLISTED}: {given['unlisted_use']}"
    if "retention_days" in given:
        made["retention_days"] = given["retention_days"]
    if all(name in given for name in KEPT_TERMS):
        names, reason, days = (str(given[name]) for name in KEPT_TERMS)
        made["kept_features"] = {"names": named_in(names), "reason": reason, "days": int(days)}
    basis = given.get("lawful_basis")
    if basis not in {None, UNSURE} and "purpose" in given:
        made["purposes"] = [{"purpose": given["purpose"], "lawful_basis": basis}]
        if "ropa_ref" in given:
            made["purposes"][0]["ropa_ref"] = given["ropa_ref"]
    if channels := given.get("channels"):
        made["channels"] = [{"id": channel, **_choices(given)} for channel in channels]
    return made


def _choices(given: Answers) -> dict[str, Any]:
    """How customers leave AI and come back, the same on every channel until somebody says otherwise."""
    if "opt_out" not in given:
        return {}
    leave: dict[str, Any] = {"mechanism": given["opt_out"]}
    if "opt_out_steps" in given:
        leave["steps"] = given["opt_out_steps"]
    back = {"opt_in": {"steps": given["opt_in_steps"]}} if "opt_in_steps" in given else {}
    return {"opt_out": leave, **back}


def _groups(charter: Charter, given: Answers) -> dict[str, Any]:
    collected = given.get("collected")
    if not isinstance(collected, tuple):
        return {}
    reason, by = given.get("not_collected_reason"), given.get("not_collected_by")
    left_out = {"not_collected": reason} | ({"decided_by": by} if by else {}) if reason else None
    attributes = {
        name: "collected" if name in collected else left_out
        for name in charter.protected_attributes
        if name in collected or left_out
    }
    return {"protected_attributes": attributes, **_reason(given)}


def _reason(given: Answers) -> dict[str, Any]:
    """The applicant's own words, else the proposal's where it was taken."""
    if "fairness_reason" in given:
        return {"fairness_reason": given["fairness_reason"]}
    proposal = propose(_text(given, "truth"), _text(given, "mistake"))
    taken = proposal is not None and proposal.metric == given.get("fairness_metric")
    return {"fairness_reason": proposal.reason} if taken and proposal else {}


def _people(given: Answers) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if given.get("customer_facing") == "yes" and "handoff" in given:
        made["human_handoff"] = {"enabled": True, "how": given["handoff"]}
    if "overseer" in given:
        made["overseer"] = {"name": given["overseer"], "stop_authority": True, "active": True}
    return made


def _text(given: Mapping[str, Answer], name: str) -> str | None:
    answer = given.get(name)
    return answer if isinstance(answer, str) else None
