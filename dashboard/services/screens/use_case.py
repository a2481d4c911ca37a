"""One use case: is it all right, and if not, why, and what now?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.domain.charter import Charter
from dashboard.domain.statuses import SEVERITY_ORDER
from dashboard.domain.wording import REASONS, plural
from dashboard.services.screens.case_file import CaseFile, open_file
from dashboard.services.screens.group_plot import measurement_table
from dashboard.services.screens.log_behind import batch_table
from dashboard.services.screens.suppression import withheld
from dashboard.services.screens.use_case_facts import Fact, chips, facts, organisation_facts, tier_in_words
from dashboard.services.screens.why import WhyFinding, not_collected, why
from dashboard.services.screens.words import absent, as_date
from dashboard.services.sources import Sources

_ORGANISATION = (
    "Clauses that bind the organisation and no single use case: its register, incidents, training, the charter."
)
_RANK = {"non_compliant": 0, "watch": 1, "waived": 2, "not_assessed": 3, "compliant": 4, "not_applicable": 5}


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause of the table of other clauses."""

    clause: str
    title: str
    status: str
    severity: str
    because: str
    since: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class UseCasePage:
    """Everything on the page; texts are plain, nothing in them is markup."""

    id: str
    title: str
    headline: str
    status: str | None
    chips: tuple[str, ...]
    purpose: str | None
    tier: str
    judged: bool
    facts: tuple[Fact, ...]
    breaches: tuple[WhyFinding, ...]
    others: tuple[ClauseLine, ...]
    not_tested: tuple[str, ...]
    measurements: pd.DataFrame
    batches: pd.DataFrame
    has_fairness: bool
    is_organisation: bool = False


def load_use_case(sources: Sources, use_case: str) -> UseCasePage | None:
    """The page of a use case; None where nobody has this id."""
    case = open_file(sources, use_case)
    if case is None:
        return None
    lines = _lines(case, sources.charter)
    explained = tuple(_explained(sources, case, lines))
    shown = {one.clause for one in explained}
    return UseCasePage(
        id=case.id,
        title=case.title,
        headline=headline(case, explained),
        status=_status(case),
        chips=() if case.is_organisation else chips(case),
        purpose=_ORGANISATION if case.is_organisation else case.record.get("purpose"),
        tier="" if case.is_organisation else tier_in_words(case),
        judged=case.status is not None,
        facts=organisation_facts(case) if case.is_organisation else facts(sources, case),
        breaches=explained,
        others=tuple(line for line in lines if line.clause not in shown),
        not_tested=tuple(not_collected(case)),
        measurements=measurement_table(_shown(sources, case)),
        batches=batch_table(case.batches),
        has_fairness=not case.measurements.empty or not case.current_batches.empty,
        is_organisation=case.is_organisation,
    )


def _shown(sources: Sources, case: CaseFile) -> pd.DataFrame:
    return case.measurements[~withheld(case.measurements, sources.charter.defaults.min_display)]


def load_why(sources: Sources, use_case: str, clause_id: str) -> WhyFinding | None:
    """The explanation of any one finding, also of those that are met; None where there is none."""
    case = open_file(sources, use_case)
    clause = sources.charter.clause(clause_id)
    if case is None or clause is None:
        return None
    found = case.findings[case.findings["clause"] == clause_id]
    return None if found.empty else why(sources, case, clause, _mapping(found.iloc[0]))


def headline(case: CaseFile, explained: tuple[WhyFinding, ...]) -> str:
    """The answer of the page as one sentence with its denominator."""
    if case.lifecycle == "inventoried":
        return f"{case.title} was imported and is not yet judged"
    if case.status is None:
        return f"{case.title} has not been assessed yet"
    decided, applicable = int(case.status["decided"]), int(case.status["applicable"])
    breaches = sum(one.status == "non_compliant" for one in explained)
    of = f"{decided} decided {'clause' if decided == 1 else 'clauses'}"
    if breaches:
        return f"{case.title} breaches the charter in {breaches} of {of}"
    if decided == 0:
        return f"{case.title}: none of {plural(applicable, 'clause')} could be decided"
    return (
        f"{case.title} meets the charter, {decided} of {applicable} clauses decided"
        if (case.status["status"] == "compliant")
        else f"{case.title}: no breach in {of}, {applicable - decided} not assessed"
    )


def _explained(sources: Sources, case: CaseFile, lines: list[ClauseLine]) -> list[WhyFinding]:
    wanted = [line.clause for line in lines if line.status in ("non_compliant", "watch", "waived")]
    rows = {row["clause"]: row for row in map(_mapping, (row for _, row in case.findings.iterrows()))}
    clauses = [sources.charter.clause(name) for name in wanted]
    return [why(sources, case, clause, rows[clause.id]) for clause in clauses if clause is not None]


def _lines(case: CaseFile, charter: Charter) -> list[ClauseLine]:
    known = {clause.id: clause.title for clause in charter.clauses}
    lines = [
        ClauseLine(
            clause=str(row.clause),
            title=known.get(str(row.clause), "no longer in the charter"),
            status="waived" if row.reason_code == "waived" else str(row.status),
            severity=str(row.severity),
            because=("Disputed. " if row.clause in case.disputes else "") + case.titled(_because(row)),
            since=as_date(row.since),
            due=as_date(row.due),
        )
        for row in case.findings.itertuples()
    ]
    severity = {name: rank for rank, name in enumerate(SEVERITY_ORDER)}
    return sorted(lines, key=lambda line: (_RANK.get(line.status, 9), severity.get(line.severity, 9), line.clause))  # type: ignore[call-overload]


def _because(row: Any) -> str:
    reason = "" if absent(row.reason) else str(row.reason)
    code = "" if absent(row.reason_code) else REASONS.get(str(row.reason_code), str(row.reason_code))
    return reason or code


def _status(case: CaseFile) -> str | None:
    if case.lifecycle == "inventoried":
        return "inventoried"
    if case.status is None:
        return None
    return "waived" if case.status["waived"] and case.status["status"] == "watch" else str(case.status["status"])


def _mapping(row: "pd.Series[Any]") -> Mapping[str, Any]:
    return {str(name): value for name, value in row.items()}
