"""A deadline finding in words: how many of how many reached the step in time, and what nobody can say."""

from datetime import date, datetime

import numpy as np

from dashboard.domain.case_clocks import KEPT, LATE, OVERDUE, RUNNING, TAKEN_BACK, UNDECIDED
from dashboard.domain.case_kinds import KINDS
from dashboard.domain.checks import DeadlineCheck
from dashboard.domain.clocks import by_the_day, to_datetime
from dashboard.domain.conditions import fields_of
from dashboard.domain.deadline_findings import Clocked
from dashboard.domain.durations import Duration
from dashboard.domain.facts import Subject, Terms
from dashboard.domain.field_words import plain_field
from dashboard.domain.outcomes import Outcome
from dashboard.domain.statuses import Reason
from dashboard.domain.wording import day, listed, plural, sentence_case


def deadline_sentence(outcome: Outcome, subject: Subject, terms: Terms, row: int) -> str:
    """What stands on the clock, or why nobody can say."""
    del subject
    found, reason = outcome.behind, outcome.says(row)[1]
    many = KINDS[found.check.deadline].many
    parts = [_counts(found, row), _completeness(found, reason, many, terms.as_of)]
    if reason == Reason.NOT_RECORDED:
        parts.insert(1, _unknown(found, row, many))
    return " ".join(part for part in parts if part)


def deadline_measured(found: Clocked, row: int) -> dict[str, object] | None:
    """The measurement as the JSON contract has it: the share in time of those decided; None where none is."""
    kept, late, overdue = (found.count(code, row) for code in (KEPT, LATE, OVERDUE))
    decided = kept + late + overdue
    if not decided:
        return None
    value = round(kept / decided, 6)
    where = {"attribute": found.check.deadline, "group": found.check.step, "reference": None}
    also = {"running": RUNNING, "withdrawn": TAKEN_BACK, "undecided": UNDECIDED}
    numbers = {"value": value, "low": value, "high": value, "n": decided, "kept": kept, "late": late}
    others = {name: found.count(code, row) for name, code in also.items()}
    return {"metric": "in_time", **where, **numbers, "overdue": overdue, **others}


def deadline_threshold(check: DeadlineCheck) -> str:
    """`within 30 days`, with the extension where there is one."""
    more = f", {check.extension.words} more where extended" if check.extension else ""
    return f"within {check.within.words}{more}"


def moment_in_words(at: datetime, within: Duration) -> str:
    """`3 Dec 2026`, with the time where the clock runs by the hour."""
    return day(at) if by_the_day(within) else f"{day(at)}, {at:%H:%M} UTC"


def _counts(found: Clocked, row: int) -> str:
    check = found.check
    numbers = {code: found.count(code, row) for code in found.counts}
    decided = numbers[KEPT] + numbers[LATE] + numbers[OVERDUE]
    many = sentence_case(KINDS[check.deadline].many)
    where = f" where {_asked(check)}" if check.where else ""
    if not any(numbers.values()):
        return f"{many}{where}: none in the last 365 days."
    said = f"{numbers[KEPT]} of {decided}" if decided else "none decided yet"
    reached = f" reached “{plain_field(check.step)}” {deadline_threshold(check)}" if decided else ""
    rest = [
        f"{numbers[LATE]} late" if numbers[LATE] else "",
        f"{numbers[OVERDUE]} overdue, since {_edge(found, OVERDUE, row)}" if numbers[OVERDUE] else "",
        f"{numbers[RUNNING]} running, the next due {_edge(found, RUNNING, row)}" if numbers[RUNNING] else "",
        f"{numbers[TAKEN_BACK]} withdrawn in time" if numbers[TAKEN_BACK] else "",
    ]
    return f"{many}{where}: {'; '.join([said + reached, *filter(None, rest)])}."


def _asked(check: DeadlineCheck) -> str:
    return listed([plain_field(name) for name in sorted(fields_of(check.where))]) if check.where else ""


def _edge(found: Clocked, code: int, row: int) -> str:
    """When the first of these was, or will be, due."""
    held = found.standing
    mine = (held.code == code) & (held.cases.row == row)
    return moment_in_words(to_datetime(np.min(held.due[mine])), found.check.within)


def _unknown(found: Clocked, row: int, many: str) -> str:
    count = found.count(UNDECIDED, row)
    if count:
        said = plural(count, KINDS[found.check.deadline].one, many)
        return f"Of {said} whose time is over nobody stated: {_asked(found.check)}."
    verb = "names" if found.nameless == 1 else "name"
    said = plural(found.nameless, KINDS[found.check.deadline].one, many)
    return f"{sentence_case(said)} that missed the time {verb} no use case and may be its own."


def _completeness(found: Clocked, reason: Reason | None, many: str, as_of: date) -> str:
    if found.complete_to is None:
        return f"Nobody has stated that the register of {many} is complete, so nothing missing is proof of nothing."
    said = f"The register of {many} was stated complete to {day(found.complete_to)}"
    return f"{said}, too long before {day(as_of)}." if reason == Reason.STALE else f"{said}."
