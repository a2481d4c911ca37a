"""What calls people to a refresher: systems that went live, and incidents that were grave."""

from collections.abc import Iterator
from datetime import date

from dashboard.domain.case_facts import CaseFacts
from dashboard.domain.cases import Case
from dashboard.domain.record_columns import Table
from dashboard.domain.roster import Index
from dashboard.domain.staff_facts import NEW_SYSTEM, SERIOUS_INCIDENT, Calling

_GRAVE = ("serious_high_risk", "death", "widespread")
INCIDENT = "incident"


def callings_of(table: Table, serving: Index, cases: CaseFacts) -> tuple[Calling, ...]:
    """Go-lives of the use cases in service, and grave incidents: of the use case's team, or of everybody."""
    days, teams = table.days("go_live"), table.column("team").objects()
    live = [Calling(NEW_SYSTEM, days[row].item(), str(teams[row] or "")) for row in serving if days[row] == days[row]]
    named = {name: str(teams[row] or "") for name, row in cases.rows.items()}
    return (*live, *_incidents(cases, named))


def unseen(cases: CaseFacts) -> frozenset[str]:
    """Events of which nobody has stated that all are in the register."""
    return frozenset() if cases.complete_to(INCIDENT) is not None else frozenset({SERIOUS_INCIDENT})


def is_grave(case: Case) -> bool:
    """Whether an incident was a death, widespread, serious at a high-risk system, or of critical severity."""
    facts = case.facts_now
    return facts.get("severity") == "critical" or any(facts.get(name) is True for name in _GRAVE)


def _incidents(cases: CaseFacts, teams: dict[str, str]) -> Iterator[Calling]:
    for case in cases.of_kind(INCIDENT).cases:
        if is_grave(case):
            day: date = case.opened.date()
            yield Calling(SERIOUS_INCIDENT, day, teams.get(case.use_case or "", ""))
