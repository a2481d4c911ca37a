"""What the record of a use case says to the public, in sentences: never a person, a file or an internal reason."""

from collections.abc import Iterable, Mapping
from datetime import date

from dashboard.domain.field_words import plain_document, plain_words
from dashboard.domain.public_fields import own_words
from dashboard.domain.registry import UseCase
from dashboard.domain.wording import TIERS, day, listed, plural, sentence_case

Lines = tuple[str, ...]
ASSESSMENTS = frozenset({"dpia", "fria", "lia"})
_SOURCING = {
    "built": "We built it ourselves.",
    "vendor": "A supplier made it.",
    "embedded": "It is part of a product of a supplier.",
    "gpai_api": "It works on a general-purpose AI model of a supplier.",
}
_STATUS = {
    "live": "In use", "stop_ordered": "In use; its stop was ordered", "suspended": "Suspended, not in use",
    "retired": "No longer in use", "rejected": "Rejected, not in use",
}  # fmt: skip
_PHASE = {"live": "production", "stop_ordered": "production", "suspended": "retired", "retired": "retired"}
_ROLES = {"officer": "the AI ethics officer", "deputy": "the deputy of the AI ethics officer", "auditor": "an auditor",
          "team_lead": "a team lead"}  # fmt: skip


def record_lines(use_case: UseCase, owner_role: str | None, because: str | None) -> dict[str, Lines]:
    """Field to its paragraphs, for every field that is read from the record alone.

    Args:
        use_case: the record.
        owner_role: the role of its owner, such as team_lead.
        because: why the rule of its triage set the tier.
    """
    choice = use_case.public or {}
    return {
        "name": (use_case.title,),
        "purpose": own_words(choice, "purpose") or _some(use_case.purpose),
        "channels": tuple(sentence_case(plain_words(one.id)) for one in use_case.channels or ()),
        "decisions": own_words(choice, "decisions") + _decisions(use_case),
        "data": own_words(choice, "data") + _data(use_case),
        "handoff": own_words(choice, "handoff") + _handoff(use_case),
        "opt_out": own_words(choice, "opt_out") + _opt_out(use_case),
        "tier": _tier(use_case, because),
        "supplier": own_words(choice, "supplier") + _supplier(use_case),
        "contact": own_words(choice, "contact") + _contact(use_case, owner_role),
        "assessments": _assessments(use_case),
        "status": _status(use_case),
        "review": _review(use_case),
        "complaint": own_words(choice, "complaint"),
    }


def record_facts(use_case: UseCase) -> dict[str, dict[str, str]]:
    """Field to what layouts of other standards read of it in codes; nothing that its paragraphs do not say."""
    ended = use_case.stopped_on
    status = {
        "phase": _PHASE.get(use_case.lifecycle, "development"),
        "first_day": use_case.go_live.isoformat() if use_case.go_live else "",
        "last_day": ended.isoformat() if ended else "",
    }
    vendor = use_case.vendor.name if use_case.vendor else None
    made = {"vendor": vendor or "", "models": _models(use_case), "sourcing": use_case.sourcing or ""}
    found = {"status": status, "supplier": made, "contact": {"team": use_case.team or ""}}
    return {name: {key: text for key, text in facts.items() if text} for name, facts in found.items()}


def _some(text: str | None) -> Lines:
    return (text.strip(),) if text and text.strip() else ()


def _said(*pairs: tuple[bool | None, str, str]) -> Lines:
    """A sentence for each answer that is known."""
    return tuple(yes if answer else no for answer, yes, no in pairs if answer is not None and (yes if answer else no))


def _decisions(use_case: UseCase) -> Lines:
    return _said(
        (use_case.decides_about_people, "It decides about people, or ranks, scores, routes or prices them.",
         "It does not decide about people."),
        (use_case.decision_support, "People decide with its help.", ""),
        (use_case.automated_decision, "It decides with no person deciding each case.",
         "No decision is made by it alone."),
        (use_case.significant_effect, "Its decisions can weigh heavily on people.", ""),
        (use_case.human_review_route, "You can ask a person to look at a decision again and change it.",
         "There is no way to have a decision looked at by a person."),
    )  # fmt: skip


def _data(use_case: UseCase) -> Lines:
    said = _said(
        (use_case.uses_personal_data, "It uses personal data.", "It uses no personal data."),
        (use_case.special_category, "That includes sensitive data such as health, belief or origin.",
         "It uses no sensitive data such as health, belief or origin."),
        (use_case.profiling, "It evaluates personal aspects of people (profiling).", ""),
        (use_case.trains_on_customer_data, "Data of customers train or tune the model.",
         "Data of customers train no model."),
    )  # fmt: skip
    aims = [f"{one.purpose} ({plain_words(one.lawful_basis)})" if one.lawful_basis else one.purpose
            for one in use_case.purposes or ()]  # fmt: skip
    used = (f"Used for: {listed(aims)}.",) if aims else ()
    days = use_case.retention_days
    return (*said, *used, *((f"Conversations are kept for {plural(days, 'day')}.",) if days is not None else ()))


def _handoff(use_case: UseCase) -> Lines:
    handoff = use_case.human_handoff
    if handoff is None or handoff.enabled is None:
        return ()
    return (
        (sentence_case(handoff.how or "you can reach a person."),)
        if handoff.enabled
        else ("You cannot reach a person from here.",)
    )


def _opt_out(use_case: UseCase) -> Lines:
    return tuple(
        f"{sentence_case(plain_words(one.id))}: {one.opt_out.mechanism}"
        for one in use_case.channels or ()
        if one.opt_out and one.opt_out.mechanism
    )


def _tier(use_case: UseCase, because: str | None) -> Lines:
    if use_case.risk_tier is None:
        return ()
    laws = (use_case.triage.laws if use_case.triage else None) or []
    named = f" (EU AI Act: {', '.join(laws)})" if laws else ""
    return (f"{TIERS[use_case.risk_tier]}{named}.", *_some(because))


def _supplier(use_case: UseCase) -> Lines:
    made = _some(_SOURCING.get(use_case.sourcing or ""))
    name = use_case.vendor.name if use_case.vendor else None
    models = _models(use_case)
    kind = (f"Kind of model: {models}.",) if models else ()
    return (*made, *((f"Supplier: {name}",) if name else ()), *kind)


def _models(use_case: UseCase) -> str:
    return ", ".join(sorted({model.type for model in use_case.models if model.type and model.retired_at is None}))


def _contact(use_case: UseCase, owner_role: str | None) -> Lines:
    role = f" Its owner is {_ROLES[owner_role]}." if owner_role in _ROLES else ""
    return (f"The team {use_case.team} answers for it.{role}",) if use_case.team else _some(role)


def _assessments(use_case: UseCase) -> Lines:
    """Only what somebody else accepted; never the document's name, place or author."""
    newest: dict[str, date] = {}
    for paper in use_case.evidence:
        if paper.type in ASSESSMENTS and paper.accepted_by and paper.effective:
            newest[paper.type] = max(paper.effective, newest.get(paper.type, paper.effective))
    return tuple(f"{sentence_case(plain_document(name))}, {day(on)}" for name, on in sorted(newest.items()))


def _status(use_case: UseCase) -> Lines:
    dated = (
        ("First day of use:", use_case.go_live), ("Stop ordered on", use_case.stop_ordered_on),
        ("Last day of use:", use_case.stopped_on),
    )  # fmt: skip
    return (f"{_STATUS.get(use_case.lifecycle, 'Not in use yet')}.", *_dated(dated))


def _dated(pairs: Iterable[tuple[str, date | None]]) -> Lines:
    return tuple(f"{words} {day(on)}." for words, on in pairs if on is not None)


def _review(use_case: UseCase) -> Lines:
    reviews = [one for one in use_case.sign_offs if one.kind == "review"]
    if not reviews:
        return ()
    last = max(reviews, key=lambda one: one.on)
    roles: Mapping[str, str] = _ROLES
    return (f"{day(last.on)}, by {roles.get(last.role or '', 'somebody whose role is not on record')}.",)
