"""`check` from the store: the same findings as from a file, with since and due, and nothing is written."""

from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.domain.actors import SYSTEM
from dashboard.domain.statuses import Status
from dashboard.services.assess import run_assessment
from dashboard.services.check import CheckRequest, check
from dashboard.services.registry_files import LoadRegistry, load_registry_into
from dashboard.settings import load_settings
from tests.assessing import AS_OF, case, registry


def test_the_store_gives_since_and_due(
    sqlite_database: Database, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stored breach keeps its dates; a check writes nothing."""
    monkeypatch.setenv("DATABASE_URL", str(sqlite_database.url))
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    path = root / "charter" / "charter.yaml"
    load_registry_into(sqlite_database, LoadRegistry(registry(case(owner=None))), SYSTEM)
    first = AS_OF - timedelta(days=10)
    run_assessment(sqlite_database, load_charter(path), as_of=first, actor=SYSTEM, store=DecisionStore(tmp_path))
    version = sqlite_database.data_version()

    result = check(CheckRequest(path, None, AS_OF), load_settings())

    owned = next(item for item in result.findings if item.clause.id == "GOV-02")
    assert owned.status == Status.NON_COMPLIANT
    assert result.since_and_due(owned) == (first, owned.clause.remediate_within.after(first))
    assert result.fails("non_compliant")
    assert sqlite_database.data_version() == version


def test_the_shipped_charter_holds_against_a_bare_use_case(root: Path) -> None:
    """Every clause of the shipped charter is decided or says why not, in a sentence, for a use case with no answers."""
    from dashboard.domain.facts import Terms, build_facts  # noqa: PLC0415
    from dashboard.domain.findings import assess  # noqa: PLC0415
    from dashboard.domain.verdict_rows import finding_records  # noqa: PLC0415

    promise = load_charter(root / "charter" / "charter.yaml")
    facts = build_facts(registry({"id": "bare", "title": "Bare", "lifecycle": "live"}), AS_OF)
    found = list(finding_records(assess(promise, facts, AS_OF), facts, Terms.of(promise, AS_OF)))

    assert len(found) == len(promise.clauses)
    assert all(item.spelled.reason.endswith(".") for item in found)
    assert not [item.clause.id for item in found if item.status in (Status.WATCH,)]
