"""What a draft of the charter would do, as JSON: every flip with both reasons, items, evidence, laws, figures."""

from dataclasses import asdict
from typing import Any

from dashboard.domain.case_clocks import STANDING
from dashboard.domain.case_promises import Clock
from dashboard.domain.case_trial import CaseFlip
from dashboard.domain.charter import Charter
from dashboard.domain.charter_trial import Trial
from dashboard.domain.draft_flips import FindingFlip, OwnFlip
from dashboard.domain.flips import Told
from dashboard.domain.law_references import Referred
from dashboard.domain.newly_required import Required
from dashboard.domain.reviews import ReviewAction
from dashboard.services.screens.charter_trial_words import headline


def trial_json(trial: Trial) -> dict[str, Any]:
    """The whole answer in plain values; dates in ISO, `use_case` null for the organisation."""
    return {
        "as_of": trial.now.found.as_of.isoformat(),
        "charter": _named(trial.was.charter),
        "draft": {**_named(trial.now.charter), "effective": trial.now.charter.effective.isoformat()},
        "said": headline(trial),
        "figures": {"before": asdict(trial.figures[0]), "after": asdict(trial.figures[1])},
        "use_cases": [_own(one) for one in trial.own],
        "findings": [_flip(one, trial) for one in trial.flips],
        "review_items": [_item(one) for one in (*trial.actions, *trial.cases.actions)],
        "cases": [_case(one) for one in trial.cases.flips],
        "evidence": [_required(one) for one in trial.required],
        "laws": [_law(one) for one in trial.laws],
        "left_behind": [
            {"clause": one.clause.id, "waivers": one.waivers, "open_items": one.items} for one in trial.left_behind
        ],
    }


def _named(charter: Charter) -> dict[str, str]:
    return {"version": charter.version, "digest": charter.digest}


def _told(told: Told | None) -> dict[str, str | None] | None:
    return None if told is None else {"status": str(told.status), "reason_code": told.reason}


def _own(one: OwnFlip) -> dict[str, Any]:
    return {
        "use_case": one.use_case or None, "was": _told(one.was), "becomes": _told(one.becomes), "way": one.way,
        "clause": one.clause,
    }  # fmt: skip


def _flip(one: FindingFlip, trial: Trial) -> dict[str, Any]:
    return {
        "use_case": one.use_case or None, "clause": one.clause.id, "severity": one.clause.severity.value,
        "way": one.way, "was": _told(one.was), "becomes": _told(one.becomes),
        "why_was": trial.was.words(one, after=False) or None, "why_becomes": trial.now.words(one, after=True) or None,
    }  # fmt: skip


def _item(one: ReviewAction) -> dict[str, Any]:
    due = one.changes.get("due")
    return {
        "item": one.item, "step": one.step.value, "use_case": one.use_case or None, "clause": one.clause,
        "case": (one.changes.get("proof") or {}).get("case"),
        "kind": one.changes.get("kind"), "assignee": one.changes.get("assignee"),
        "due": None if due is None else due.isoformat(),
    }  # fmt: skip


def _case(one: CaseFlip) -> dict[str, Any]:
    return {
        "case": one.case.id, "use_case": one.case.use_case, "clause": one.clause.id, "step": one.step, "way": one.way,
        "was": _clock(one.was), "becomes": _clock(one.becomes),
    }  # fmt: skip


def _clock(clock: Clock | None) -> dict[str, str] | None:
    return None if clock is None else {"standing": STANDING[clock.code], "due": clock.due.isoformat()}


def _required(one: Required) -> dict[str, Any]:
    return {
        "use_case": one.use_case or None, "kind": one.kind, "type": one.type, "clauses": list(one.clauses),
        "asked_before": one.before, "on_file": one.held, "until": None if one.until is None else one.until.isoformat(),
    }  # fmt: skip


def _law(one: Referred) -> dict[str, Any]:
    return {"framework": one.framework, "article": one.article, "before": list(one.before), "after": list(one.after)}
