"""Events that must not happen: `count` checks decided from the join of interactions with the consent history.

A count is a census, so one event is one too many where none is allowed. It is worth as much as the identities behind
it: where too many conversations name no customer, nobody can say that no opt-out was passed over.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.domain.checks import CountCheck
from dashboard.domain.durations import Duration
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.outcomes import COMPLIANT, NO_REASON, NON_COMPLIANT, NOT_ASSESSED, REASON_CODE, Outcome
from dashboard.domain.rate_facts import Numbers
from dashboard.domain.statuses import Reason
from dashboard.domain.wording import day, plural, share

AFTER_OPT_OUT = "ai_interaction_after_opt_out"
EVENTS = {
    AFTER_OPT_OUT: "AI interaction after opt-out",
    "persuasive_offer_to_vulnerable_customer": "persuasive offer to a vulnerable customer",
    "withdrawn_subject_in_training_snapshot": "withdrawn subject in a training snapshot",
}
USUAL_WINDOW = Duration(90, "d")


@dataclass(frozen=True, slots=True)
class Counted:
    """By record: how many events there were, among how many conversations with AI, how many of known customers."""

    check: CountCheck
    events: Numbers
    n: Numbers
    known: Numbers


def assess_count(check: CountCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds Counted."""
    facts, since = subject.interactions, (check.window or USUAL_WINDOW).before(terms.as_of)
    known, _, n = facts.totals("customer_known", since, terms.as_of, len(subject)).T
    grace = check.grace.hours if check.grace is not None else 0.0
    events = facts.contacts(since, terms.as_of, grace, len(subject))
    oldest = terms.today - np.timedelta64(round(terms.defaults.stale_after.days), "D")
    blank = np.divide(n - known, n, out=np.zeros(len(n)), where=n > 0) > terms.defaults.max_not_recorded
    absent = np.isnat(facts.last_day) | ~facts.with_consent(len(subject))
    over = events > check.at_most
    cases = [
        (absent, NOT_ASSESSED, REASON_CODE[Reason.NO_DATA]),
        (over, NON_COMPLIANT, NO_REASON),
        (facts.last_day < oldest, NOT_ASSESSED, REASON_CODE[Reason.STALE]),
        (n <= 0, NOT_ASSESSED, REASON_CODE[Reason.NO_DATA]),
        (blank, NOT_ASSESSED, REASON_CODE[Reason.NOT_RECORDED]),
    ]
    conditions = [condition for condition, _, _ in cases]
    status = np.select(conditions, [code for _, code, _ in cases], COMPLIANT).astype(np.int8)
    reason = np.select(conditions, [code for _, _, code in cases], NO_REASON).astype(np.int8)
    return Outcome(check, status, reason, Counted(check, events, n, known))


def count_sentence(outcome: Outcome, subject: Subject, terms: Terms, row: int) -> str:
    """How many events among how many conversations, or why nobody can say."""
    found, reason = outcome.behind, outcome.says(row)[1]
    n, events, check = int(found.n[row]), int(found.events[row]), outcome.check
    last = subject.interactions.last_day[row]
    if reason == Reason.NO_DATA and (np.isnat(last) or not subject.interactions.with_consent(len(subject))[row]):
        return "An interaction log and a consent history are needed; one of them has not been read yet."
    if reason == Reason.STALE:
        return f"The newest interaction is of {day(last.item())}, too long before {day(terms.as_of)}."
    words = (check.window or USUAL_WINDOW).words
    if reason == Reason.NO_DATA:
        return f"The interaction log of the last {words} holds no conversations with AI."
    nameless = n - int(found.known[row])
    tail = f" {share(nameless, n, digits=1)} of them name no customer and could not be matched." if nameless else ""
    if reason == Reason.NOT_RECORDED:
        return f"Among {n:,} conversations with AI in {words} none followed an opt-out as far as is known.{tail}"
    grace = f", {check.grace.words} of grace allowed" if check.grace else ""
    said = plural(events, "conversation with AI", "conversations with AI")
    return (
        f"{said[0].upper()}{said[1:]} after an opt-out among {n:,} in {words}{grace}; at most {check.at_most:,}.{tail}"
    )


def count_measured(found: Counted, row: int) -> dict[str, object] | None:
    """The measurement as the JSON contract has it; None where nothing was measured."""
    if not found.n[row]:
        return None
    number = float(found.events[row])
    where = dict.fromkeys(("attribute", "group", "reference"))
    return {
        "metric": found.check.count,
        **where,
        "value": number,
        "low": number,
        "high": number,
        "n": int(found.n[row]),
    }
