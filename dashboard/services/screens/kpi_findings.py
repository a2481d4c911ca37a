"""Board figures about findings: what is open and how old, how long breaches last, what is overdue, who is worse off."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd

from dashboard.domain.charter import Charter
from dashboard.domain.checks import FairnessCheck
from dashboard.domain.kpis import Kpi, median_of, share_of
from dashboard.domain.registry import Registry
from dashboard.domain.survival import median_time
from dashboard.domain.wording import plural
from dashboard.services.screens.behind_leaves import leaves
from dashboard.services.screens.words import as_date

GRAVE = ("critical", "high")
DECIDED = ("compliant", "watch", "non_compliant")
AGES = ((30, "up to 30 days"), (90, "31 to 90 days"), (10**6, "more than 90 days"))
DUE_WITHIN = 90


def open_findings(findings: pd.DataFrame, as_of: date) -> list[Kpi]:
    """Breaches of critical and high clauses, by severity and by age; waived ones are in neither number."""
    unwaived = findings[findings["waived_until"].isna()]
    rows = []
    for severity in GRAVE:
        mine = unwaived[unwaived["severity"] == severity]
        decided, breached = mine[mine["status"].isin(DECIDED)], mine[mine["status"] == "non_compliant"]
        unknown = int((mine["status"] == "not_assessed").sum())
        days = [(as_of - since).days for value in breached["since"] if (since := as_date(value)) is not None]
        value, told = f"{len(breached):,}", (len(breached), len(decided))
        rows.append(Kpi("open_findings", severity, value, *told, not_measurable=unknown, note=_by_age(days)))
    return rows


def _by_age(days: list[int]) -> str:
    said, before = [], -1
    for most, words in AGES:
        said.append(f"{sum(before < one <= most for one in days):,} {words}")
        before = most
    return ", ".join(said)


def lapsed_waivers(findings: pd.DataFrame, registry: Registry, as_of: date) -> list[Kpi]:
    """Waivers whose last day has passed while their clause is still breached."""
    pairs = zip(findings["use_case_id"], findings["clause"], findings["status"], strict=True)
    breached = {(case, clause) for case, clause, status in pairs if status == "non_compliant"}
    granted = [(case.id, waiver) for case in registry.use_cases for waiver in case.waivers]
    lapsed = {(case, one.clause) for case, one in granted if one.until < as_of} & breached
    return [Kpi("lapsed_waivers", "", f"{len(lapsed):,}", len(lapsed), len(granted))]


def remediation(flips: pd.DataFrame, severities: dict[str, str], first: date | None, as_of: date) -> list[Kpi]:
    """Kaplan and Meier's median by severity; what was breached at the first assessment began nobody knows when."""
    spells = list(_spells(flips, as_of))
    rows = []
    for severity in (*GRAVE, "medium", "low"):
        mine = [one for one in spells if severities.get(one[0]) == severity]
        known = [one for one in mine if one[1] != first]
        if not mine:
            continue
        found = median_time([one[2] for one in known], [one[3] for one in known])
        value, interval = median_of(found)
        ended = [length for _, _, length, over in known if over]
        note = f"{found.over:,} kept again, {found.still_open:,} open or not decided any more (censored)"
        note += f"; mean of those kept again {sum(ended) / len(ended):.0f} days" if ended else ""
        left = len(mine) - len(known)
        rows.append(Kpi("remediation", severity, value, found.over, len(known), interval, left, note))
    return rows


def _spells(flips: pd.DataFrame, as_of: date) -> Iterator[tuple[str, date, int, bool]]:
    """Clause, first day, days and whether it was kept again, of every breach; anything else than kept censors it."""
    started: dict[tuple[str, str], date] = {}
    for row in flips.to_dict("records"):
        key, on = (str(row["use_case_id"]), str(row["clause"])), pd.Timestamp(row["as_of"]).date()
        since = started.get(key)
        if row["became"] == "non_compliant":
            started.setdefault(key, on)
        elif since is not None and row["became"] in ("compliant", "not_assessed", "not_applicable"):
            del started[key]
            yield key[1], since, (on - since).days, row["became"] == "compliant"
    for (_, clause), since in started.items():
        yield clause, since, (as_of - since).days, False


def overdue(items: pd.DataFrame, as_of: date) -> list[Kpi]:
    """Items that were due in the last 90 days, and older ones that nobody closed."""
    due = [(as_date(row["due"]), row["state"] == "closed") for row in items.to_dict("records")]
    past = [(on, closed) for on, closed in due if on is not None and on < as_of]
    counted = [(on, closed) for on, closed in past if not closed or on > as_of - timedelta(days=DUE_WITHIN)]
    late = sorted(on for on, closed in counted if not closed)
    undated = sum(on is None and not closed for on, closed in due)
    note = f"the oldest was due {plural((as_of - late[0]).days, 'day')} ago" if late else ""
    value = share_of(len(late), len(counted))
    return [Kpi("overdue", "", value, len(late), len(counted), not_measurable=undated, note=note)]


def fairness(findings: pd.DataFrame, charter: Charter) -> list[Kpi]:
    """Use cases by the worst of their fairness findings; those that none could decide are counted apart."""
    asked = {one.id for one in charter.clauses if any(isinstance(part, FairnessCheck) for part in leaves(one.check))}
    mine: dict[str, set[Any]] = {}
    for row in findings[findings["clause"].isin(asked)].to_dict("records"):
        if row["status"] != "not_applicable":
            mine.setdefault(str(row["use_case_id"]), set()).add(row["status"])
    breached = sum("non_compliant" in statuses for statuses in mine.values())
    measured = sum(bool(statuses & set(DECIDED)) for statuses in mine.values())
    value = share_of(breached, measured)
    return [Kpi("fairness", "", value, breached, measured, not_measurable=len(mine) - measured)]
