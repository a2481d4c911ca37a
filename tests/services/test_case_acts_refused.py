"""Reports and steps that cannot be, or come from somebody who only reads, are refused in words."""

from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor, Role
from dashboard.errors import GovernanceError, NotFound, NotPermitted
from tests.registered import at
from tests.services.case_tasks_held import done, held, report, store

__all__ = ["store"]  # fixtures


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.READER])
def test_who_only_reads_reports_nothing(store: Database, role: Role) -> None:
    """The sentence says who may."""
    with pytest.raises(NotPermitted, match="may not report cases"):
        report(store, Actor("reader", role))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "accident"}, "one of complaint, contest"),
        ({"what": "  "}, "a description of what happened in words"),
        ({"opened": at("2026-11-23 12:01")}, "a time that has come"),
        ({"facts": {"right": "access"}}, "a fact of incidents: personal_data_breach"),
        ({"facts": {"death": "yes"}}, "a fact of incidents"),
        ({"subject": "Some Body"}, "an id of letters, digits"),
        ({"use_case": "nothing"}, "There is no use case `nothing`"),
    ],
)
def test_a_report_that_cannot_be_is_refused(store: Database, values: dict[str, Any], sentence: str) -> None:
    """What, found and expected; nothing is written."""
    before = store.data_version()
    with pytest.raises(GovernanceError, match=sentence):
        report(store, **values)
    assert store.data_version() == before


@pytest.mark.parametrize(
    ("step", "when", "other", "sentence"),
    [
        ("answered", "2026-11-23 09:00", {}, "one of triaged, provider_informed"),
        ("triaged", "2026-11-23 07:59", {}, "a time from 2026-11-23 08:00 UTC to now"),
        ("triaged", "2026-11-23 12:01", {}, "to now"),
        ("closed_with_reason", "2026-11-23 09:00", {}, "a reason in words"),
        ("triaged", "2026-11-23 09:00", {"outcome": "upheld"}, "only a decision has one"),
        ("facts_stated", "2026-11-23 09:00", {"reason": "x"}, "at least one that became known"),
        ("facts_stated", "2026-11-23 09:00", {"reason": "x", "facts": {"severity": "dire"}}, "a fact of incidents"),
        ("triaged", "2026-11-23 09:00", {"reason": "x" * 2001}, "at most 2,000"),
    ],
)
def test_a_step_that_cannot_be_is_refused(
    store: Database, step: str, when: str, other: dict[str, Any], sentence: str
) -> None:
    """What, found and expected; nothing is written."""
    report(store)
    before = store.data_version()
    with pytest.raises(GovernanceError, match=sentence):
        done(store, "incident-2026-001", step, when, **other)
    assert store.data_version() == before


def test_a_decision_has_an_outcome(store: Database) -> None:
    """Whoever decides says what became of the decision before."""
    report(store, kind="contest", facts={})
    with pytest.raises(GovernanceError, match="one of upheld, partly_overturned, overturned"):
        done(store, "contest-2026-001", "decided_by_human", "2026-11-23 11:00")
    done(store, "contest-2026-001", "decided_by_human", "2026-11-23 11:00", outcome="overturned")

    assert held(store).outcome == "overturned"


def test_a_case_that_is_not_there(store: Database) -> None:
    """Nothing to add to."""
    with pytest.raises(NotFound, match="There is no case `incident-1`"):
        done(store, "incident-1", "triaged", "2026-11-23 09:00")
