"""People in training data who had withdrawn their consent: a `count` check decided from the newest snapshot.

Without a window the snapshots of the newest day decide, so that a clean one puts the matter right; with one, all in it.
"""

import numpy as np
import pandas as pd

from dashboard.domain.checks import CountCheck
from dashboard.domain.count_findings import Counted
from dashboard.domain.erasure import erasure_sentence
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.outcomes import COMPLIANT, NO_REASON, NON_COMPLIANT, NOT_ASSESSED, REASON_CODE, Outcome
from dashboard.domain.record_columns import Days
from dashboard.domain.statuses import Reason
from dashboard.domain.wording import day, plural

WITHDRAWN_IN_SNAPSHOT = "withdrawn_subject_in_training_snapshot"


def assess_snapshots(check: CountCheck, subject: Subject, terms: Terms) -> Outcome:
    """Status and reason by record; `behind` holds Counted: pairs among the records of the snapshots that decide."""
    size, facts = len(subject), subject.interactions
    events, n, known = np.zeros(size), np.zeros(size), np.zeros(size)
    if facts.snapshots is not None and size:
        pairs, sizes = facts.snapshots
        since = _first_days(check, subject, terms)
        for held, column, sums in ((pairs, None, events), (sizes, "records", n), (sizes, "matched", known)):
            _add(sums, held, column, (facts.rows, since, terms.today))
    absent = (n <= 0) | ~facts.with_consent(size)
    status = np.select([absent, events > check.at_most], [NOT_ASSESSED, NON_COMPLIANT], COMPLIANT).astype(np.int8)
    reason = np.where(absent, REASON_CODE[Reason.NO_DATA], NO_REASON).astype(np.int8)
    return Outcome(check, status, reason, Counted(check, events, n, known))


def _first_days(check: CountCheck, subject: Subject, terms: Terms) -> Days:
    """By record the first day whose snapshots decide; NaT where there is none."""
    if check.window is None:
        return newest_days(subject, terms)
    return np.full(len(subject), np.datetime64(check.window.before(terms.as_of), "D"))


def newest_days(subject: Subject, terms: Terms) -> Days:
    """By record the day of the newest snapshot; NaT where there is none."""
    found = np.full(len(subject), "NaT", dtype="datetime64[D]")
    if subject.interactions.snapshots is None:
        return found
    sizes = subject.interactions.snapshots[1]
    sizes = sizes[sizes["day"] <= pd.Timestamp(terms.as_of)]
    for name, last in sizes.groupby("use_case")["day"].max().items():
        if (row := subject.interactions.rows.get(str(name))) is not None:
            found[row] = np.datetime64(last, "D")
    return found


def _add(
    sums: np.ndarray, held: pd.DataFrame, column: str | None, terms: tuple[dict[str, int], Days, np.datetime64]
) -> None:
    rows, since, today = terms
    place = np.array([rows.get(name, -1) for name in held["use_case"]], dtype=np.int64)
    days = held["day"].to_numpy(dtype="datetime64[D]")
    inside = (place >= 0) & (days <= today)
    inside[inside] &= days[inside] >= since[place[inside]]
    weights = np.ones(len(held)) if column is None else held[column].to_numpy(dtype=float)
    np.add.at(sums, place[inside], weights[inside])


def snapshots_sentence(outcome: Outcome, subject: Subject, terms: Terms, row: int) -> str:
    """How many records of people who had withdrawn, in which snapshot, and what must become of them."""
    found: Counted = outcome.behind
    if outcome.says(row)[1] == Reason.NO_DATA:
        return "A training snapshot and a consent history are needed; one of them has not been read yet."
    events, n, newest = int(found.events[row]), int(found.n[row]), newest_days(subject, terms)[row].item()
    said = plural(events, "record", "records")
    text = (
        f"{said[0].upper()}{said[1:]} of people who had withdrawn their consent among {n:,} in the training snapshot "
        f"of {day(newest)}; at most {outcome.check.at_most:,}."
    )
    return f"{text} {erasure_sentence(subject.table.records[row].training_sources)}" if events else text
