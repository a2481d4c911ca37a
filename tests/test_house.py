"""The layout and the sizes of DESIGN are kept by a machine, not by memory."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP_LEVEL = {
    "dashboard", "data", "charter", "tests", "docs", "bench", "requirements.txt", "requirements-dev.txt",
    "README.md", "pyproject.toml", "Makefile",
}  # fmt: skip
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "models", "manager", "handler"}
LIMITS = {"views": 80, "adapters": 250}


def modules(root: Path) -> list[Path]:
    """Every module of the package but generated migrations."""
    return [path for path in (root / "dashboard").rglob("*.py") if "versions" not in path.parts]


def limit(root: Path, path: Path) -> int:
    """How many lines a module may have, by its floor."""
    relative = path.relative_to(root / "dashboard")
    return 60 if relative.name == "app.py" else LIMITS.get(relative.parts[0], 200)


def test_import_rule_holds(root: Path) -> None:
    """No module imports from a floor above its own, and storage and Streamlit stay where they belong."""
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_top_level_stays_small(root: Path) -> None:
    """Nothing is added at the top level unnoticed."""
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines() if not line.startswith(".")}

    assert top - TOP_LEVEL == set()


def test_modules_keep_their_size(root: Path) -> None:
    """A module that grows past its limit has lost its one idea."""
    sizes = {path: len(path.read_text().splitlines()) for path in modules(root)}
    too_long = {str(path.relative_to(root)): size for path, size in sizes.items() if size > limit(root, path)}

    assert too_long == {}


def test_no_module_is_called_after_nothing(root: Path) -> None:
    """A file named after no idea collects every idea."""
    assert [path for path in modules(root) if path.stem in FORBIDDEN_NAMES] == []


def test_every_module_says_why_it_exists(root: Path) -> None:
    """Each module starts with its reason."""
    silent = [path for path in modules(root) if not path.read_text().lstrip().startswith('"""')]

    assert [str(path.relative_to(root)) for path in silent if path.read_text().strip()] == []


@pytest.mark.parametrize("pattern", [r"\bunsafe_allow_html\s*=\s*True", r"use_container_width", r"plotly\.express"])
def test_screens_avoid_what_the_house_forbids(root: Path, pattern: str) -> None:
    """No raw HTML from user text, nothing deprecated, no slow chart builder."""
    offenders = [path.name for path in modules(root) if re.search(pattern, path.read_text())]

    assert offenders == []
