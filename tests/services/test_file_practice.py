"""Every kind of log that a registry file names decides in a check from files what it decides on the pages."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from dashboard.adapters import synthetic_amounts, synthetic_consents, synthetic_samples, synthetic_talks
from dashboard.adapters.charter_file import load_charter
from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.demo_files import DemoFiles, read_demo
from dashboard.adapters.findings_store import statuses_of
from dashboard.adapters.registry_export import registry_yaml
from dashboard.adapters.registry_file import load_registry_file
from dashboard.adapters.synthetic import Period, write_decisions
from dashboard.domain.actors import SYSTEM
from dashboard.domain.case_kinds import KINDS
from dashboard.domain.demo_cases import demo_cases
from dashboard.domain.demo_staff import demo_staff
from dashboard.domain.demonstration import as_it_stood
from dashboard.domain.registry import Logs, Registry
from dashboard.services import ingest
from dashboard.services.amounts import IngestAmounts, ingest_amounts
from dashboard.services.assess import run_assessment
from dashboard.services.cases import TakeInCases, take_in_cases
from dashboard.services.check import CheckRequest, CheckResult, check
from dashboard.services.log_commands import IngestSamples
from dashboard.services.registry_files import load_registry_into
from dashboard.services.seed import DEMO
from dashboard.services.seed_staff import systems_of
from dashboard.services.snapshots import IngestSnapshot, ingest_snapshot
from dashboard.services.staff import Kind, TakeIn, take_in
from dashboard.settings import load_settings
from tests.clock import today_utc

TALKING = ("voicebot",)
DECIDED = {
    ("retention-offers", "FAI-02"): "non_compliant",  # decisions
    ("voicebot", "CNS-02"): "non_compliant",  # interactions and consent
    ("product-recommender", "PRV-10"): "non_compliant",  # consent and a snapshot
    ("email-replies", "OVS-03"): "non_compliant",  # samples
    ("chat-translation", "PRV-08"): "non_compliant",  # amounts
    ("credit-limit", "TRN-09"): "non_compliant",  # cases
    ("", "TRA-01"): "compliant",  # staff, courses and training
}


@dataclass
class Written:
    """The demonstration as files: the registry names every log below `folder`."""

    folder: Path
    files: DemoFiles
    logs: dict[str, list[dict[str, Any]]]

    def add(self, kind: str, path: Path, **more: Any) -> None:
        """One more file of a kind."""
        self.logs.setdefault(kind, []).append({"path": path.name, **more})

    def registry(self) -> Registry:
        """The registry with its logs."""
        registry = as_it_stood(self.files.portfolio, today_utc())
        return registry.model_copy(update={"logs": Logs.model_validate(self.logs)})


@pytest.fixture
def written(tmp_path: Path, root: Path) -> Written:
    """Every kind of log of the demonstration, drawn small, and the registry file that names them."""
    made = Written(tmp_path / "repository", read_demo(DEMO, today=today_utc()), {})
    made.folder.mkdir()
    _decisions(made)
    _customers(made)
    _people(made, load_charter(root / "charter" / "charter.yaml").version)
    (made.folder / "registry.yaml").write_text(registry_yaml(made.registry()), encoding="utf-8")
    return made


def _decisions(made: Written) -> None:
    entry = next(one for one in made.files.portfolio.use_cases if one["id"] == "retention-offers")
    versions = sorted((model["deployed_at"], model["version"]) for model in entry["models"])
    days = Period(today_utc() - timedelta(days=100), today_utc() - timedelta(days=1))
    path = made.folder / "decisions.parquet"
    write_decisions(path, "retention-offers", made.files.stories["retention-offers"].scaled(0.2), period=days,
                    versions=versions)  # fmt: skip
    made.add("decisions", path, use_case="retention-offers")


def _customers(made: Written) -> None:
    whole = (one for one in synthetic_talks.STORIES if one.use_case in TALKING)
    for talks in (replace(one, days=40, per_day=60, opted_out=50) for one in whole):
        log, history = synthetic_talks.write_talks(made.folder, talks, today_utc())
        made.add("interactions", log, use_case=talks.use_case)
        made.add("consent", history, use_case=talks.use_case)
    for story in synthetic_consents.STORIES[1:3]:
        made.add("consent", synthetic_consents.write_consents(made.folder, story, today_utc()), use_case=story.use_case)
        if story.kept is not None:
            path = synthetic_consents.write_snapshot_of(made.folder, story)
            taken = today_utc() - timedelta(days=synthetic_consents.TAKEN_AGO)
            made.add("snapshots", path, use_case=story.use_case, taken=taken, purpose=story.purpose)
    made.add("amounts", synthetic_amounts.write_ages(made.folder / "ages.csv", today_utc()))
    for reviewed in synthetic_samples.STORIES[2:3]:
        for path in synthetic_samples.write_samples(made.folder, reviewed, today_utc()):
            made.add("samples", path, use_case=reviewed.use_case)


def _people(made: Written, version: str) -> None:
    systems = systems_of(made.files.portfolio.use_cases)
    tables: Mapping[str, Any] = demo_staff(made.files.staff, today=today_utc(), version=version, systems=systems)
    for kind in get_args(Kind):
        made.add(kind, _table(made.folder / f"{kind}.csv", *tables[kind]))
    complete_to, cells = demo_cases(made.files.cases, today=today_utc())
    made.add("cases", _table(made.folder / "cases.csv", *cells), complete_to=complete_to, kinds=list(KINDS))


def _table(path: Path, headers: Any, rows: Any) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    return path


def _taken_in(database: Database, store: DecisionStore, made: Written) -> None:
    """The same files by the commands that people use, each on its own."""
    settings, logs, at = load_settings(), made.registry().logs, made.folder
    load_registry_into(database, load_registry_file(at / "registry.yaml"), SYSTEM)
    kinds: tuple[Kind, ...] = ("courses", "staff", "training")
    for kind in kinds:
        take_in(database, TakeIn(kind, at / f"{kind}.csv", today_utc()), SYSTEM, settings)
    for one in logs.decisions:
        ingest.ingest_decisions(database, store, ingest.IngestDecisions(one.use_case, [at / one.path]), SYSTEM)
    for one in logs.interactions:
        ingest.ingest_interactions(database, store, ingest.IngestInteractions(one.use_case, [at / one.path]), SYSTEM)
    for one in logs.consent:
        ingest.ingest_consent(database, store, ingest.IngestConsent(one.use_case, [at / one.path]), SYSTEM)
    for shot in logs.snapshots:
        taken = datetime.combine(shot.taken, time(23, 59, 59))
        asked = IngestSnapshot(shot.use_case, at / shot.path, taken, purpose=shot.purpose)
        ingest_snapshot(database, store, asked, SYSTEM)
    for one in logs.samples:
        ingest.ingest_samples(database, store, IngestSamples(one.use_case, [at / one.path], mode="add"), SYSTEM)
    ingest_amounts(database, store, IngestAmounts(at / "ages.csv", today_utc()), SYSTEM)
    now, complete_to = datetime.now(UTC), logs.cases[0].complete_to
    take_in_cases(database, TakeInCases(at / "cases.csv", now, None, complete_to, tuple(KINDS)), SYSTEM, settings)


def _from_files(made: Written, root: Path) -> CheckResult:
    request = CheckRequest(root / "charter" / "charter.yaml", made.folder / "registry.yaml", today_utc())
    return check(request, load_settings())


@pytest.mark.slow
def test_every_kind_of_log_decides_as_on_the_pages(
    sqlite_database: Database, written: Written, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demonstration's own kinds of logs, checked as files and taken in and assessed: equal for every clause."""
    said = {item.key: item.status for item in _from_files(written, root).findings}
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(written.folder))
    store, charter = DecisionStore(tmp_path / "store"), load_charter(root / "charter" / "charter.yaml")
    _taken_in(sqlite_database, store, written)
    run_assessment(sqlite_database, charter, as_of=today_utc(), actor=SYSTEM, store=store)

    names = ["", *(one.id for one in written.registry().use_cases)]
    with sqlite_database.read() as connection:
        shown = {(name, clause): status for name in names for clause, status in statuses_of(connection, name).items()}
    assert {key: (status, shown.get(key)) for key, status in said.items() if status != shown.get(key)} == {}
    assert shown.keys() <= said.keys()
    assert {key: said[key] for key in DECIDED} == DECIDED
