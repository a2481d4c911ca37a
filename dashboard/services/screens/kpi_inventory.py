"""Board figures about the registry: is everything in it, is it classified, is what is risky assessed?"""

from datetime import date, timedelta

from dashboard.domain.charter import Charter
from dashboard.domain.checks import EvidenceCheck
from dashboard.domain.kpis import DASH, Kpi, share_of
from dashboard.domain.registry import Registry, UseCase
from dashboard.domain.statuses import IN_SERVICE
from dashboard.services.screens.behind_leaves import leaves

ASSESSMENTS = ("dpia", "fria", "fairness_report")


def inventory(registry: Registry) -> list[Kpi]:
    """Systems in the registry against those that were discovered besides."""
    known = {case.id for case in registry.use_cases}
    found = registry.organisation.discovered_systems if registry.organisation else []
    missing = [name for name in found if name not in known]
    total = len(known) + len(missing)
    note = "" if found else "nobody recorded which systems were discovered by other means"
    value = share_of(len(known), total) if found else DASH
    return [Kpi("inventory", "", value, len(known), total, note=note)]


def classified(registry: Registry) -> list[Kpi]:
    """Use cases with a risk tier that somebody approved."""
    cases = [case for case in registry.use_cases if case.lifecycle != "retired"]
    done = [case for case in cases if case.risk_tier and case.triage and case.triage.approved_by]
    return [Kpi("classified", "", share_of(len(done), len(cases)), len(done), len(cases))]


def assessed(registry: Registry, charter: Charter, as_of: date) -> list[Kpi]:
    """Risky use cases in service with a current assessment; those of which nobody knows the tier counted apart."""
    serving = [case for case in registry.use_cases if case.lifecycle in IN_SERVICE]
    risky = [case for case in serving if case.risk_tier == "high" or _decides(case)]
    unknown = [case for case in serving if case.risk_tier in (None, "needs_review") and not _decides(case)]
    ages = _ages(charter)
    current = [case for case in risky if any(_is_current(case, kind, ages, as_of) for kind in ASSESSMENTS)]
    value = share_of(len(current), len(risky))
    return [Kpi("assessed", "", value, len(current), len(risky), not_measurable=len(unknown))]


def _decides(case: UseCase) -> bool:
    return bool(case.automated_decision and case.significant_effect)


def _ages(charter: Charter) -> dict[str, float]:
    """Type of document to the longest time in days that a clause lets it stand."""
    found: dict[str, float] = {}
    for check in (part for clause in charter.clauses for part in leaves(clause.check)):
        if isinstance(check, EvidenceCheck) and check.max_age is not None and check.evidence in ASSESSMENTS:
            found[check.evidence] = max(found.get(check.evidence, 0), check.max_age.days)
    return found


def _is_current(case: UseCase, kind: str, ages: dict[str, float], as_of: date) -> bool:
    """Accepted, in force on the day, and no older than the charter lets it be."""
    oldest = as_of - timedelta(days=ages[kind]) if kind in ages else date.min
    return any(
        one.type == kind
        and one.accepted_by is not None
        and one.effective is not None
        and oldest <= one.effective <= as_of
        and (one.expires is None or one.expires >= as_of)
        for one in case.evidence
    )
