"""A use case, its files and people who file and accept documents, for tests."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.evidence_files import EvidenceFiles
from dashboard.adapters.requests_store import waiting_requests
from dashboard.domain.actors import SYSTEM, Actor
from dashboard.domain.registry import Evidence, UseCase
from dashboard.services.evidence import FileDocument, file_document
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.services.rulings import RuleOn, rule_on
from tests.adapters.test_evidence_files import PDF
from tests.services.cast import AUDITOR, DEPUTY, LEAD, OFFICER, OTHER, enter, opened

DAY = date(2026, 11, 27)
LINK = "https://intranet.example/dpia"


@pytest.fixture
def files(tmp_path: Path) -> EvidenceFiles:
    """An empty folder of evidence."""
    return EvidenceFiles(tmp_path / "evidence", 1)


@pytest.fixture
def store(database: Database) -> Database:
    """A store with an officer, a deputy, an auditor, two leads, and the lead's live use case."""
    enter(database, LEAD, OTHER, OFFICER, DEPUTY, AUDITOR)
    bot = UseCase(id="bot", title="Bot", owner="lead", lifecycle="live", registered_at=date(2025, 1, 1))
    register_use_case(database, RegisterUseCase(bot), SYSTEM)
    return database


def filed(database: Database, files: EvidenceFiles, actor: Actor = LEAD, **other: Any) -> int:
    """File a document; returns the request to accept it."""
    values = {"use_case": "bot", "revision": opened(database)[1], "type": "dpia", "as_of": DAY,
              "effective": DAY - timedelta(days=10), "content": PDF, "file_name": "DPIA final.pdf"} | other  # fmt: skip
    file_document(database, files, FileDocument(**values), actor)
    with database.read() as connection:
        return waiting_requests(connection, "bot")[-1].id


def accept(database: Database, request: int, actor: Actor = OFFICER, *, granted: bool = True) -> None:
    """Rule on it."""
    rule_on(database, RuleOn(request, "It is whole and signed.", DAY, granted=granted), actor)


def paper(database: Database) -> Evidence:
    """The newest document on record."""
    return opened(database)[0].evidence[-1]
