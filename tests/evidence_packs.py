"""A store with a judged use case, packs of it, and their verifier run by itself."""

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.adapters.repository import use_case_record
from dashboard.domain.actors import SYSTEM, Actor, Role
from dashboard.domain.registry import UseCase
from dashboard.domain.users import User
from dashboard.reports.evidence_pack import Made, write_pack
from dashboard.services.assess import run_assessment
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.evidence_check import evidence_files
from dashboard.services.ledger import make_checkpoint
from dashboard.services.people import AddUsers, add_users
from dashboard.services.register import ChangeUseCase, RegisterUseCase, change_use_case, register_use_case
from dashboard.services.screens.evidence_pack import EvidencePack, Wanted, load_evidence_pack
from dashboard.services.sources import Sources, checkpoints_of, read_in_force
from dashboard.settings import Settings, load_settings
from tests.adapters.test_evidence_files import PDF
from tests.decided import decide

DAY = date(2026, 11, 23)
OFFICER, LEAD = Actor("officer", Role.OFFICER), Actor("lead", Role.TEAM_LEAD)
NAME = "../../C:\\con\\=cmd|'/C calc'!A0 \u202egpj." + "x" * 120 + ".pdf"
HOSTILE = '=HYPERLINK("http://x","y")'


@dataclass(frozen=True)
class Store:
    """A store with a judged use case, and how to make a pack of it."""

    database: Database
    settings: Settings
    sources: Sources
    folder: Path

    def load(self, wanted: Wanted) -> EvidencePack:
        """What the pack speaks of."""
        return load_evidence_pack(self.sources, checkpoints_of(self.settings), wanted)

    def made(self, name: str = "pack", wanted: Wanted | None = None) -> tuple[Path, Made]:
        """The ZIP of a pack."""
        pack, path = self.load(wanted or Wanted()), self.folder / f"{name}.zip"
        return path, write_pack(path, self.sources, self.settings, pack)

    def unpacked(self, name: str = "pack", wanted: Wanted | None = None) -> tuple[Path, Made]:
        """The folder that it unpacks to."""
        path, made = self.made(name, wanted)
        with zipfile.ZipFile(path) as packed:
            packed.extractall(self.folder / name)
        return self.folder / name / f"evidence-pack-{DAY}", made


def fill(database: Database, settings: Settings, folder: Path) -> None:
    """Two use cases: `loans`, which decides by group and has a document, and `other`, which nobody asked about."""
    people = [User("officer", "Jane Doe", Role.OFFICER), User("lead", "Joe Bloggs", Role.TEAM_LEAD)]
    add_users(database, AddUsers(tuple(people)), SYSTEM)
    counts = DecisionStore(settings.decision_store)
    decide(database, counts, folder, last=DAY)
    register_use_case(database, RegisterUseCase(UseCase(id="other", title=HOSTILE, lifecycle="live")), SYSTEM)
    _describe(database)
    paper = FileDocument("loans", 2, "dpia", DAY, DAY, content=PDF, file_name=NAME)
    file_document(database, evidence_files(settings), paper, LEAD)
    charter, _ = read_in_force(settings, database, DAY)
    run_assessment(database, charter, as_of=DAY, actor=SYSTEM, store=counts)
    make_checkpoint(database, checkpoints_of(settings))


def read(database: Database, folder: Path) -> Store:
    """The store that the settings name."""
    settings = load_settings()
    charter, laws = read_in_force(settings, database, DAY)
    return Store(database, settings, Sources(database, charter, laws, settings.decision_store, DAY), folder)


@pytest.fixture(scope="module")
def filled(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to copy from, with the store in it."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "live").mkdir()
    shutil.copy(empty_sqlite, folder / "live" / "dashboard.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASHBOARD_LIVE", str(folder / "live"))
        patch.setenv("DASHBOARD_READ_FROM", str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        database = Database.open(load_settings().database_url)
        fill(database, load_settings(), folder)
        database.close()
    return folder


@pytest.fixture
def store(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A copy of the filled store, on SQLite."""
    shutil.copytree(filled / "live", tmp_path / "live")
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = Database.open(load_settings().database_url)
    yield read(database, tmp_path)
    database.close()


@pytest.fixture
def postgres_store(
    postgres_database: Database, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Store:
    """The same on PostgreSQL."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path / "live"))
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    fill(postgres_database, load_settings(), tmp_path)
    return read(postgres_database, tmp_path)


def _describe(database: Database) -> None:
    found = use_case_record(database, "loans")
    assert found is not None
    about = {"decides_about_people": True, "protected_attributes": {"sex": "collected"}, "owner": "lead"}
    changed = UseCase.model_validate(found[0].model_dump(exclude_none=True) | about)
    change_use_case(database, ChangeUseCase(changed, found[1]), OFFICER)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """A table of the pack from its JSON."""
    found: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text())
    return found


def verified(folder: Path, *options: str, verifier: Path | None = None) -> tuple[int, str]:
    """Exit code and words of the verifier, run with nothing but the standard library from an empty folder."""
    empty = folder.parent / "empty"
    empty.mkdir(exist_ok=True)
    command = [sys.executable, "-I", "-S", str(verifier or folder / "verify.py"), str(folder), *options]
    done = subprocess.run(command, cwd=empty, env={}, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def pack(store: Store) -> tuple[Path, Made]:
    """An unpacked pack with its document."""
    return store.unpacked(wanted=Wanted(("loans",), documents=True))
