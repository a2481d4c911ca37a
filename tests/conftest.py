"""Fixtures that every test may use: where real files lie, whether a skip is allowed, fresh databases."""

import os
from pathlib import Path

import pytest

pytest_plugins = ["tests.databases", "tests.histories"]

ROOT = Path(__file__).resolve().parent.parent


def unavailable(what: str, remedy: str) -> None:
    """Skip visibly; on the build machine a missing browser or server is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing: {remedy}")
    pytest.skip(f"{what} is missing: {remedy}")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real files that nobody here wrote; they are not part of the project."""
    folder = Path(os.environ.get("DASHBOARD_REAL_FILES", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the real files are not here: set DASHBOARD_REAL_FILES to their folder")
    return folder
