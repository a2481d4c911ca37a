"""Persuasive offers to customers who are flagged as vulnerable: a `count` check decided from the interaction log.

A conversation counts where both flags say yes, and is unknown where one is blank and the other does not rule it out.
One event is one too many where none is allowed; where too much is unknown, nobody can say that there was none.
"""

import numpy as np

from dashboard.domain.checks import CountCheck
from dashboard.domain.count_findings import USUAL_WINDOW, Counted
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.outcomes import COMPLIANT, NO_REASON, NON_COMPLIANT, NOT_ASSESSED, REASON_CODE, Outcome
from dashboard.domain.rates import OFFER_TO_VULNERABLE
from dashboard.domain.record_columns import Truth
from dashboard.domain.statuses import Reason
from dashboard.domain.wording import day, plural, share


def assess_offers(check: CountCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds Counted."""
    facts, since = subject.interactions, (check.window or USUAL_WINDOW).before(terms.as_of)
    events, unknown, n = facts.totals(OFFER_TO_VULNERABLE, since, terms.as_of, len(subject)).T
    oldest = terms.today - np.timedelta64(round(terms.defaults.stale_after.days), "D")
    blank = np.divide(unknown, n, out=np.zeros(len(n)), where=n > 0) > terms.defaults.max_not_recorded
    cases = [
        (events > check.at_most, NON_COMPLIANT, NO_REASON),
        (np.isnat(facts.last_day) | (n <= unknown), NOT_ASSESSED, REASON_CODE[Reason.NO_DATA]),
        (facts.last_day < oldest, NOT_ASSESSED, REASON_CODE[Reason.STALE]),
        (blank, NOT_ASSESSED, REASON_CODE[Reason.NOT_RECORDED]),
    ]
    conditions = [condition for condition, _, _ in cases]
    status = np.select(conditions, [code for _, code, _ in cases], COMPLIANT).astype(np.int8)
    reason = np.select(conditions, [code for _, _, code in cases], NO_REASON).astype(np.int8)
    return Outcome(check, status, reason, Counted(check, events, n, n - unknown))


def offers_measured(outcome: Outcome) -> Truth:
    """Where the log has said of any conversation whether there was such an offer."""
    found: Counted = outcome.behind
    return np.asarray(found.known > 0)


def offers_sentence(outcome: Outcome, subject: Subject, terms: Terms, row: int) -> str:
    """How many such offers among how many conversations, or why nobody can say."""
    found, reason, check = outcome.behind, outcome.says(row)[1], outcome.check
    n, events, unknown = int(found.n[row]), int(found.events[row]), int(found.n[row] - found.known[row])
    if reason == Reason.NO_DATA:
        return "No interaction log says yet who is flagged as vulnerable and who got a persuasive offer."
    if reason == Reason.STALE:
        newest = subject.interactions.last_day[row].item()
        return f"The newest interaction is of {day(newest)}, too long before {day(terms.as_of)}."
    window = (check.window or USUAL_WINDOW).words
    tail = f" Not recorded for {share(unknown, n, digits=1)} of them, which may hide offers." if unknown else ""
    if reason == Reason.NOT_RECORDED:
        return f"No such offer is known among {n:,} conversations with AI in {window}.{tail}"
    said = plural(events, "persuasive offer", "persuasive offers")
    return (
        f"{said[0].upper()}{said[1:]} to customers flagged as vulnerable among {n:,} conversations with AI in "
        f"{window}; at most {check.at_most:,}.{tail}"
    )
