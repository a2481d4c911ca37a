"""What the record of a use case says to the public, in sentences: never a person, a file or an internal reason."""

from collections.abc import Iterator
from datetime import date

from dashboard.domain.public_fields import own_words
from dashboard.domain.public_phrases import Line, Phrase, Value
from dashboard.domain.public_sentences import ROLES
from dashboard.domain.registry import UseCase
from dashboard.domain.wording import sentence_case

Lines = tuple[Line, ...]
ASSESSMENTS = frozenset({"dpia", "fria", "lia"})
_SOURCING = frozenset({"built", "vendor", "embedded", "gpai_api"})
_STATUS = frozenset({"live", "stop_ordered", "suspended", "retired", "rejected"})
_PHASE = {"live": "production", "stop_ordered": "production", "suspended": "retired", "retired": "retired"}


def record_lines(use_case: UseCase, owner_role: str | None, because: str | None) -> dict[str, Lines]:
    """Field to its paragraphs, for every field that is read from the record alone; what somebody wrote comes first.

    Args:
        use_case: the record.
        owner_role: the role of its owner, such as team_lead.
        because: why the rule of its triage set the tier.
    """
    choice = use_case.public or {}
    made = {
        "decisions": _decisions(use_case), "data": _data(use_case), "handoff": _handoff(use_case),
        "opt_out": _opt_out(use_case), "supplier": _supplier(use_case), "contact": _contact(use_case, owner_role),
        "complaint": (),
    }  # fmt: skip
    return {
        "name": (use_case.title,),
        "purpose": own_words(choice, "purpose") or _some(use_case.purpose),
        "channels": tuple(said("channel", channel=one.id) for one in use_case.channels or ()),
        "tier": _tier(use_case, because),
        "assessments": _assessments(use_case),
        "status": _status(use_case),
        "review": _review(use_case),
        **{name: (*own_words(choice, name), *lines) for name, lines in made.items()},
    }


def said(phrase: str, **values: Value) -> Line:
    """A line of one sentence of ours."""
    return (Phrase(phrase, values),)


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


def _some(text: str | None) -> tuple[str, ...]:
    return (text.strip(),) if text and text.strip() else ()


def _answers(*answers: tuple[bool | None, str, str]) -> Lines:
    """A sentence for each answer that is known."""
    told = (yes if answer else no for answer, yes, no in answers if answer is not None)
    return tuple(said(one) for one in told if one)


def _decisions(use_case: UseCase) -> Lines:
    return _answers(
        (use_case.decides_about_people, "about_people", "not_about_people"),
        (use_case.decision_support, "supports", ""),
        (use_case.automated_decision, "alone", "never_alone"),
        (use_case.significant_effect, "weighs", ""),
        (use_case.human_review_route, "looked_at_again", "not_looked_at"),
    )


def _data(use_case: UseCase) -> Lines:
    told = _answers(
        (use_case.uses_personal_data, "personal", "not_personal"),
        (use_case.special_category, "sensitive", "not_sensitive"),
        (use_case.profiling, "profiling", ""),
        (use_case.trains_on_customer_data, "trains", "trains_not"),
    )
    aims = use_case.purposes or ()
    values = {"purposes": [one.purpose for one in aims], "grounds": [one.lawful_basis or "" for one in aims]}
    used = (said("aims", **values),) if aims else ()
    days = use_case.retention_days
    return (*told, *used, *((said("kept", count=days),) if days is not None else ()))


def _handoff(use_case: UseCase) -> Lines:
    handoff = use_case.human_handoff
    if handoff is None or handoff.enabled is None:
        return ()
    if not handoff.enabled:
        return (said("no_person"),)
    return (sentence_case(handoff.how),) if handoff.how else (said("person"),)


def _opt_out(use_case: UseCase) -> Lines:
    return tuple(
        said("way_out", channel=one.id, how=one.opt_out.mechanism)
        for one in use_case.channels or ()
        if one.opt_out and one.opt_out.mechanism
    )


def _tier(use_case: UseCase, because: str | None) -> Lines:
    if use_case.risk_tier is None:
        return ()
    laws = (use_case.triage.laws if use_case.triage else None) or []
    tier = said("tier_laws", tier=use_case.risk_tier, laws=", ".join(laws)) if laws else None
    reason = (said("because", reason=because.strip()),) if because and because.strip() else ()
    return (tier or said("tier", tier=use_case.risk_tier), *reason)


def _supplier(use_case: UseCase) -> Lines:
    name = use_case.vendor.name if use_case.vendor else None
    models = _models(use_case)
    return (
        *((said(use_case.sourcing),) if use_case.sourcing in _SOURCING else ()),
        *((said("supplier", name=name),) if name else ()),
        *((said("models", kinds=models),) if models else ()),
    )


def _models(use_case: UseCase) -> str:
    return ", ".join(sorted({model.type for model in use_case.models if model.type and model.retired_at is None}))


def _contact(use_case: UseCase, owner_role: str | None) -> Lines:
    team = (Phrase("team", {"team": use_case.team}),) if use_case.team else ()
    owner = (Phrase("owner", {"role": owner_role}),) if owner_role in ROLES else ()
    return ((*team, *owner),) if team or owner else ()


def _assessments(use_case: UseCase) -> Lines:
    """Only what somebody else accepted; never the document's name, place or author."""
    newest: dict[str, date] = {}
    for paper in use_case.evidence:
        if paper.type in ASSESSMENTS and paper.accepted_by and paper.effective:
            newest[paper.type] = max(paper.effective, newest.get(paper.type, paper.effective))
    return tuple(said("assessment", kind=kind, on=on.isoformat()) for kind, on in sorted(newest.items()))


def _status(use_case: UseCase) -> Lines:
    lifecycle = use_case.lifecycle if use_case.lifecycle in _STATUS else "not_yet"
    return (said(lifecycle), *_dated(use_case))


def _dated(use_case: UseCase) -> Iterator[Line]:
    days = (("first_day", use_case.go_live), ("stop_on", use_case.stop_ordered_on), ("last_day", use_case.stopped_on))
    yield from (said(phrase, on=on.isoformat()) for phrase, on in days if on is not None)


def _review(use_case: UseCase) -> Lines:
    reviews = [one for one in use_case.sign_offs if one.kind == "review"]
    if not reviews:
        return ()
    last = max(reviews, key=lambda one: one.on)
    return (said("review", on=last.on.isoformat(), role=last.role if last.role in ROLES else "unknown"),)
