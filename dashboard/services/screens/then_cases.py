"""The register of cases at the end of a past day: what was recorded until then, held against the charter of then."""

from dataclasses import replace

from dashboard.adapters.cases_then import case_then, register_then
from dashboard.domain.cases import CaseRegister
from dashboard.domain.statuses import Status
from dashboard.services.screens.case import CasePage, case_page
from dashboard.services.screens.cases import CasesPage, Known, cases_page
from dashboard.services.screens.then import Then
from dashboard.services.screens.then_acts import Acts, acts_then
from dashboard.services.sources import Sources


def load_cases_then(sources: Sources, then: Then) -> CasesPage:
    """Every case that was known, as it stood at the last moment of the day; no clock where the charter is gone."""
    acts = acts_then(sources, then)
    register = register_then(sources.database, at=acts.at)
    stated = tuple(replace(one, complete_to=min(one.complete_to, then.asked)) for one in register.statements)
    return cases_page(_known(then, acts, replace(register, statements=stated)), acts.now)


def load_case_then(sources: Sources, then: Then, case_id: str) -> CasePage | None:
    """One of them; None where nobody had recorded it."""
    acts = acts_then(sources, then)
    case = case_then(sources.database, case_id, at=acts.at)
    if case is None or case.opened > acts.now:
        return None
    return case_page(_known(then, acts, CaseRegister()), case.at(acts.now), acts.now)


def _known(then: Then, acts: Acts, register: CaseRegister) -> Known:
    held = then.reported.findings.items()
    applies = {key for key, one in held if one.status != Status.NOT_APPLICABLE}
    return Known(register, acts.use_cases, acts.people, applies or None, then.charter)
