"""Board figures about people's work: who is trained, were incidents reported in time, how long do decisions take?"""

from collections import Counter
from datetime import UTC, datetime, time, timedelta

import numpy as np
import pandas as pd

from dashboard.adapters.cases_store import case_register
from dashboard.domain.case_clocks import KEPT, LATE, OVERDUE, UNDECIDED, standing
from dashboard.domain.case_facts import CaseFacts
from dashboard.domain.cases import Case
from dashboard.domain.checks import DeadlineCheck
from dashboard.domain.kpis import DASH, Kpi, median_of, share_of
from dashboard.domain.survival import median_time
from dashboard.domain.withholding import hidden_beside
from dashboard.domain.wording import plural
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.conditions import condition_in_words
from dashboard.services.screens.staff_requirements import requirements
from dashboard.services.screens.words import as_date
from dashboard.services.sources import Sources

INCIDENT = "incident"
YEAR = timedelta(days=365)


def training(sources: Sources) -> list[Kpi]:
    """Every course that the charter asks the organisation's people for, by role; newcomers with time left are apart."""
    rows = []
    for asked in requirements(sources):
        if asked.use_case:
            continue
        if not asked.people:
            rows.append(Kpi("training", asked.title, DASH, not_measurable=1, note="no staff or training was read yet"))
            continue
        must, has, fresh = Counter[str](), Counter[str](), Counter[str]()
        for one in asked.people:
            role = one.role.replace("_", " ")
            fresh[role] += one.newcomer
            must[role] += not one.newcomer
            has[role] += one.has and not one.newcomer
        hidden = _withheld(must, sources.charter.defaults.min_display)
        rows += [
            Kpi("training", f"{asked.title}: {role}", share_of(has[role], must[role]), has[role], must[role],
                not_measurable=fresh[role])
            for role in sorted(set(must) - hidden)
        ]  # fmt: skip
        if hidden:
            about = f"{asked.title}: {plural(len(hidden), 'role')} of few people"
            rows.append(
                Kpi("training", about, DASH, not_measurable=len(hidden), note="the Staff page tells those who act")
            )
    return rows


def _withheld(must: Counter[str], least: int) -> set[str]:
    """Roles of few people, and those by which they could be worked out: a board is handed these figures."""
    names, sizes = list(must), np.array(list(must.values()), dtype=np.int64)
    hidden = hidden_beside(sizes, np.zeros(len(names), dtype=np.int64), least)
    return {name for name, gone in zip(names, hidden, strict=True) if gone}


def incidents(sources: Sources) -> list[Kpi]:
    """Each clock that the charter puts on incidents: kept of those whose time is over, and how many there were."""
    now = datetime.combine(sources.as_of, time.max, UTC)
    facts = CaseFacts(now, case_register(sources.database), whole=True)
    held = [case for case in facts.of_kind(INCIDENT).cases if case.opened > now - YEAR]
    if not held and facts.complete_to(INCIDENT) is None:
        return [Kpi("incidents", "", DASH, not_measurable=1, note="no register of incidents was read yet")]
    checks = [
        part
        for clause in sources.charter.clauses
        for part in leaves(clause.check)
        if isinstance(part, DeadlineCheck) and part.deadline == INCIDENT
    ]
    rows = [_clock(check, facts) for check in checks]
    return [
        *rows,
        Kpi("incidents", "all of 365 days", plural(len(held), "incident"), len(held), None, note=_kinds(held)),
    ]


def _clock(check: DeadlineCheck, facts: CaseFacts) -> Kpi:
    codes = list(standing(check, facts).code)
    kept, missed = codes.count(KEPT), codes.count(LATE) + codes.count(OVERDUE)
    where = "" if check.where is None else f", where {condition_in_words(check.where)}"
    name = f"{check.step.replace('_', ' ')} within {check.within.words}{where}"
    value = share_of(kept, kept + missed)
    return Kpi("incidents", name, value, kept, kept + missed, not_measurable=codes.count(UNDECIDED))


def _kinds(held: list[Case]) -> str:
    sizes = Counter(str(case.facts_now.get("severity", "severity unknown")) for case in held)
    return ", ".join(f"{count:,} {name}" for name, count in sorted(sizes.items()))


def cycle(requests: pd.DataFrame, sources: Sources) -> list[Kpi]:
    """Days from submission to decision; what waits still is censored today."""
    days, over = [], []
    for row in requests.to_dict("records"):
        asked, decided = as_date(row["asked"]), as_date(row["decided"])
        if asked is None or not sources.as_of - YEAR < asked <= sources.as_of:
            continue
        done = decided is not None and decided <= sources.as_of
        end = decided if done and decided is not None else sources.as_of
        days.append((end - asked).days)
        over.append(done)
    if not days:
        return [Kpi("cycle", "", DASH, 0, 0, note="nothing was submitted")]
    found = median_time(days, over)
    ended = sorted(length for length, done in zip(days, over, strict=True) if done)
    note = f"{found.still_open:,} undecided (censored)"
    note += f"; 90 in 100 of those decided within {plural(ended[-(-9 * len(ended) // 10) - 1], 'day')}" if ended else ""
    value, interval = median_of(found)
    return [Kpi("cycle", "", value, found.over, len(days), interval, note=note)]
