"""Files of incidents and requests, and what taking them in says, for tests."""

from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.adapters.cases_store import case_register
from dashboard.adapters.database import Database
from dashboard.domain.actors import SYSTEM
from dashboard.domain.cases import Case
from dashboard.domain.registry import UseCase
from dashboard.errors import GovernanceError
from dashboard.services.cases import TakeInCases, TakenCases, take_in_cases
from dashboard.services.register import RegisterUseCase, register_use_case
from dashboard.settings import load_settings
from tests.registered import at

NOW = at("2026-11-23 12:00")
HEADER = "case,kind,opened,use_case,acknowledged,answered,decided_by_human,outcome,closed_with_reason,reason\n"
CONTEST = "C-1,contest,2026-11-02T09:00Z,u,2026-11-03T10:00+01:00,,2026-11-10T12:00Z,overturned,,\n"
CONCERN = "N-1,Concern,2026-11-02,,2026-11-04,,,,2026-11-05,Explained\n"
BOTH = HEADER + CONTEST + CONCERN


@pytest.fixture
def store(sqlite_database: Database) -> Database:
    """A store with one use case."""
    register_use_case(sqlite_database, RegisterUseCase(UseCase(id="u", title="Bot", lifecycle="live")), SYSTEM)
    return sqlite_database


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may be read."""
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    return tmp_path


def taken(
    store: Database, folder: Path, text: str | bytes, *, mapping: str | None = None, now: datetime = NOW,
    complete_to: date | None = None, kinds: tuple[str, ...] = (),
) -> TakenCases:  # fmt: skip
    """A file with this content, taken in."""
    path = folder / "cases.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if mapping is not None:
        (folder / "map.yaml").write_text(mapping)
    given = TakeInCases(path, now, folder / "map.yaml" if mapping else None, complete_to, kinds)
    return take_in_cases(store, given, SYSTEM, load_settings())


def refused(store: Database, folder: Path, text: str | bytes, *, mapping: str | None = None) -> str:
    """What is said about a file that is refused; nothing was written."""
    before = store.data_version()
    with pytest.raises(GovernanceError) as caught:
        taken(store, folder, text, mapping=mapping)
    assert store.data_version() == before
    return str(caught.value)


def held(store: Database) -> dict[str, Case]:
    """Every case by id."""
    return {case.id: case for case in case_register(store).cases}
