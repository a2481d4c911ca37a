"""The gate and the pages are one evaluator: the same files give the same statuses by either road."""

from pathlib import Path

import pytest

from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.findings_store import statuses_of
from dashboard.adapters.registry_file import load_registry_file
from dashboard.domain.actors import SYSTEM
from dashboard.services.assess import run_assessment
from dashboard.services.check import CheckRequest, check
from dashboard.services.ingest import ingest_decisions
from dashboard.services.log_commands import IngestDecisions
from dashboard.services.registry_files import load_registry_into
from dashboard.settings import load_settings
from tests.assessing import AS_OF

REGISTRY = """\
format: 1
organisation: {name: O, jurisdictions: [EU]}
use_cases:
  - id: first
    title: First
    lifecycle: live
    registered_at: 2025-01-01
    go_live: 2025-02-01
    decides_about_people: true
    significant_effect: false
    customer_facing: true
    jurisdictions: [EU]
    risk_tier: limited
    protected_attributes: {sex: collected}
    evidence:
      - {type: prohibited_practice_screen, effective: 2026-10-01, uploaded_by: lead, accepted_by: legal}
    waivers:
      - {clause: GOV-02, until: 2026-12-31, reason: A successor starts., approved_by: officer, granted: 2026-11-01}
  - {id: second, title: Second, lifecycle: live, owner: lead, decides_about_people: false}
  - {id: third, title: Third, lifecycle: retired}
logs: {decisions: [{use_case: first, path: log.csv}]}
"""
LOG = "decided_at,selected,a_sex\n" + "".join(
    f"2026-11-{1 + number % 22:02d}T10:00:00,{int(number % 10 < share)},{sex}\n"
    for sex, share in (("M", 6), ("F", 3))
    for number in range(400)
)


def test_files_and_the_store_say_the_same(
    database: Database, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Registry and log checked as files, and taken in and assessed as the pages show it: equal for every clause."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "registry.yaml").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    path, store = root / "charter" / "charter.yaml", DecisionStore(tmp_path / "store")

    gate = check(CheckRequest(path, tmp_path / "registry.yaml", AS_OF), load_settings())
    load_registry_into(database, load_registry_file(tmp_path / "registry.yaml"), SYSTEM)
    ingest_decisions(database, store, IngestDecisions("first", ["log.csv"]), SYSTEM)
    run_assessment(database, load_charter(path), as_of=AS_OF, actor=SYSTEM, store=store)

    with database.read() as connection:
        shown = {(name, clause): status for name in ("first", "second", "third", "")
                 for clause, status in statuses_of(connection, name).items()}  # fmt: skip
    said = {item.key: item.status for item in gate.findings}
    assert said["first", "FAI-01"] == "non_compliant"
    assert said["first", "GOV-02"] == "watch"
    assert len({*said.values()}) == 5
    assert {key: status for key, status in said.items() if status != shown.get(key)} == {}
    assert shown.keys() <= said.keys()
