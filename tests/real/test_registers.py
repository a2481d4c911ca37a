"""Two public registers, as published, are imported whole; every row is a use case or is listed with its problem."""

from pathlib import Path

import pytest

from dashboard.adapters.database import Database
from dashboard.adapters.repository import load_registry
from dashboard.domain.actors import SYSTEM
from dashboard.services.import_register import ImportRegister, import_register

pytestmark = pytest.mark.real

REGISTERS = {
    "us_federal_2024_v2.csv": ("us-federal-2024.yaml", 2_133),
    "uk_atrs_records.json": ("uk-atrs.yaml", 136),
    "uk_atrs_records.csv": ("uk-atrs.yaml", 136),
}


@pytest.mark.parametrize("name", REGISTERS)
def test_a_public_register_is_imported_whole_and_only_once(
    sqlite_database: Database, shared: Path, root: Path, name: str
) -> None:
    """All rows are read; each is inventoried or has a problem; a second import skips all."""
    mapping, rows = REGISTERS[name]
    asked = ImportRegister(shared / "data" / "registers" / name, root / "data" / "mappings" / mapping)
    report = import_register(sqlite_database, asked, SYSTEM)
    assert report.read == rows == report.imported + report.skipped
    assert report.skipped <= len({problem.row for problem in report.problems})
    cases = load_registry(sqlite_database).use_cases
    assert len(cases) == report.imported
    assert {case.lifecycle for case in cases} == {"inventoried"}
    again = import_register(sqlite_database, ImportRegister(asked.file, asked.mapping), SYSTEM)
    assert (again.imported, again.updated, again.skipped) == (0, 0, rows)


def test_the_federal_register_is_read_as_it_was_meant(sqlite_database: Database, shared: Path, root: Path) -> None:
    """Windows-1252, 62 question headers and their answers: known figures of the file come out right."""
    asked = ImportRegister(
        shared / "data" / "registers" / "us_federal_2024_v2.csv", root / "data" / "mappings" / "us-federal-2024.yaml"
    )
    import_register(sqlite_database, asked, SYSTEM)
    cases = load_registry(sqlite_database).use_cases
    assert sum(case.uses_personal_data is True for case in cases) == 175
    assert sum(case.customer_facing is True for case in cases) == 103
    assert sum(case.automated_decision is True for case in cases) == 3
    assert not any("\ufffd" in case.title or "\x92" in (case.purpose or "") for case in cases)
    assert all(len(case.source["columns"]) > 3 for case in cases if case.source)
