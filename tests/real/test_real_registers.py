"""The register sections of the real-data page: the same figures on both engines, equal to the committed page."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.domain.statuses import Status
from dashboard.reports.real_registers import imports_section, onboarded_section
from dashboard.services.real_registers import study_registers_in

pytestmark = pytest.mark.real


def test_the_committed_page_says_the_same(database: Database, shared: Path, root: Path) -> None:
    """Imports, onboarding and findings, on SQLite and on PostgreSQL, are those of docs/tried-on-real-data.md."""
    imported, judged = study_registers_in(database, shared / "data" / "registers", root)
    assert [(one.first.read, one.again.imported + one.again.updated) for one in imported] == [(2133, 0), (136, 0)]
    page = (root / "docs" / "tried-on-real-data.md").read_text(encoding="utf-8")
    for title, text in (imports_section(imported), onboarded_section(judged)):
        assert f"## {title}\n\n{text}" in page
    assert len(judged) == 10
    for one in judged:
        assert one.own.status != Status.COMPLIANT
        assert one.own.decided < one.own.applicable / 10
