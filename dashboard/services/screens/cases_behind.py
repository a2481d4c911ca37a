"""What lies behind a deadline finding: how complete the register is, and the very cases with their times."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from dashboard.domain.case_clocks import NOT_COUNTED, STANDING, Standing, standing
from dashboard.domain.case_facts import case_facts
from dashboard.domain.case_kinds import KINDS
from dashboard.domain.clocks import to_datetime
from dashboard.domain.field_words import plain_field
from dashboard.domain.measured_checks import DeadlineCheck
from dashboard.domain.wording import day, plural
from dashboard.services.screens.case_file import CaseFile
from dashboard.services.screens.origin import Behind
from dashboard.services.screens.words import moment

_WORST_FIRST = ("overdue", "late", "undecided", "running", "kept", "withdrawn")


def cases_behind(check: DeadlineCheck, case: CaseFile, as_of: date) -> Behind:
    """The cases that count on this clock, the worst first, and who stated that the register is complete."""
    facts = case_facts(case.register, [case.key], as_of, datetime.now(UTC))
    found = standing(check, facts.as_whole() if case.is_organisation else facts)
    kind = KINDS[check.deadline]
    said = (_stated(check, case, as_of),)
    table = _table(found, check)
    if table.empty:
        return Behind((f"No {kind.one} counts on this clock.", *said), cases=True)
    counted = f"{plural(len(table), kind.one, kind.many)} on this clock"
    return Behind((counted, *said), kind.many, table, cases=True)


def _stated(check: DeadlineCheck, case: CaseFile, as_of: date) -> str:
    many = KINDS[check.deadline].many
    held = [one for one in case.register.statements if one.kind == check.deadline]
    if not held:
        return f"Nobody has stated that the register of {many} is complete"
    newest = max(held, key=lambda one: one.complete_to)
    source = f", from {newest.source}" if newest.source else ""
    until = min(newest.complete_to, as_of)
    who = "the dashboard" if newest.by == "system" else case.person(newest.by)
    return f"Register of {many} stated complete to {day(until)} by {who}{source}"


def _table(found: Standing, check: DeadlineCheck) -> pd.DataFrame:
    rows = []
    for place in np.flatnonzero((found.code != NOT_COUNTED) & (found.cases.row >= 0)):
        one, reached = found.cases.cases[place], found.reached[place]
        rows.append({
            "Case": one.id,
            "Use case": one.use_case or "none named",
            "Opened": moment(one.opened),
            "Due": moment(to_datetime(found.due[place])),
            plain_field(check.step).capitalize(): "not yet" if np.isnat(reached) else moment(to_datetime(reached)),
            "Stands": STANDING[found.code[place]],
        })  # fmt: skip
    rows.sort(key=lambda row: (_WORST_FIRST.index(row["Stands"]), row["Case"]))
    return pd.DataFrame(rows)
