"""Fixtures that every test may use: where real files lie, whether a skip is allowed, fresh databases."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases", "tests.histories", "tests.known_stores"]

ROOT = Path(__file__).resolve().parent.parent

# The gate tries the same examples each time, on however slow a machine: red means that something changed. Others are
# looked for on purpose, by `make search` or --hypothesis-profile=search, and what they find becomes a test.
STEADY = settings(
    deadline=None, derandomize=True, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
ONE_STORE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]  # examples that may share a fixture's store
settings.register_profile("steady", STEADY)
settings.register_profile("search", STEADY, derandomize=False)
settings.load_profile("steady")


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
