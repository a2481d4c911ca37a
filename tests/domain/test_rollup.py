"""A use case's own status, and what the portfolio counts."""

from typing import Any

import pytest

from dashboard.domain.rollup import own_status, portfolio, roll_up
from tests.assessing import AS_OF, assessed, case, charter, clause, counts, decisions, registry

MET: dict[str, Any] = {"field": "owner", "present": True}
BROKEN: dict[str, Any] = {"field": "team", "present": True}
OPEN: dict[str, Any] = {"field": "risk_tier", "is": "high"}
OVER: dict[str, Any] = {"fairness": "selection_rate_ratio", "between": [0.8, 1.25], "window": "90d", "min_group": 200}
AWAY: dict[str, Any] = {**BROKEN, "applies_to": {"lifecycle": "draft"}}
WATCH = decisions(counts({"M": (600, 0.5), "F": (500, 0.39)}))


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ([("high", MET), ("low", BROKEN), ("critical", OPEN)], ("non_compliant", "X-1", 2, 3)),
        ([("high", OVER), ("critical", OPEN)], ("not_assessed", "X-1", 1, 2)),
        ([("high", OVER), ("high", OPEN)], ("watch", "X-0", 1, 2)),
        ([("high", MET), ("low", OPEN)], ("not_assessed", "X-1", 1, 2)),
        ([("high", MET), ("critical", AWAY)], ("compliant", None, 1, 1)),
        ([("low", BROKEN), ("high", BROKEN), ("high", BROKEN)], ("non_compliant", "X-1", 3, 3)),
    ],
)
def test_own_status(clauses: list[tuple[str, Any]], expected: tuple[str, str | None, int, int]) -> None:
    """A breach; else a critical clause that is open; else watch; else anything open; else it meets the charter."""
    promise = charter(
        *[clause(check, id=f"X-{place}", severity=severity) for place, (severity, check) in enumerate(clauses)]
    )
    found, _ = assessed(promise, registry(case(protected_attributes={"sex": "collected"})), log=WATCH)
    own = own_status(found.use_cases, roll_up(found.use_cases), 0)
    assert (own.status.value, own.worst_clause, own.decided, own.applicable) == expected


def test_a_waiver_never_counts_as_compliant() -> None:
    """A use case whose only breach is waived is on watch and says so."""
    waiver = {"clause": "X-01", "until": AS_OF, "reason": "r", "approved_by": "officer"}
    found, _ = assessed(charter(clause(BROKEN)), registry(case(waivers=[waiver])))
    own = own_status(found.use_cases, roll_up(found.use_cases), 0)
    assert (own.status.value, own.waived, own.worst_clause) == ("watch", True, "X-01")


def test_portfolio_figures_count_use_cases_in_service() -> None:
    """Inventoried ones stand apart and are not judged; drafts are judged but not counted; retired ones are neither."""
    names = ("live", "stop_ordered", "inventoried", "draft", "approved", "suspended", "retired")
    practice = registry(*[case(id=name, lifecycle=name) for name in names])
    found, _ = assessed(charter(clause(BROKEN)), practice)
    figures = portfolio(found, roll_up(found.use_cases))
    assert (figures.in_service, figures.inventoried, figures.non_compliant) == (2, 1, 2)
    assert (figures.clauses_decided, figures.clauses_applicable) == (2, 2)
    assert [name for name, judged in zip(names, found.judged, strict=True) if judged] == [
        "live",
        "stop_ordered",
        "draft",
        "approved",
    ]
