"""A store for commands: migrated, with nothing in it."""

from pathlib import Path

import pytest

from dashboard.adapters import schema
from dashboard.settings import load_settings


@pytest.fixture
def empty_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the settings name, from which files may be read."""
    monkeypatch.setenv("DASHBOARD_LIVE", str(tmp_path))
    monkeypatch.setenv("DASHBOARD_READ_FROM", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    schema.upgrade(load_settings().database_url)
    return tmp_path
