"""An exported ledger is verified offline by a program that shares nothing with the dashboard."""

import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor
from dashboard.errors import AlreadyExists, NotFound
from dashboard.services.ledger import make_checkpoint
from dashboard.services.ledger_export import export
from tests.services.kept_ledger import kept, write

__all__ = ["kept"]  # fixtures


def run_verifier(folder: Path, *arguments: str) -> tuple[int, str]:
    """The exported verifier in its own process, away from the package."""
    command = [sys.executable, "-I", str(folder / "verify_ledger.py"), *arguments]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.fixture
def exported(sqlite_database: Database, officer: Actor, kept: CheckpointFile, tmp_path: Path) -> Path:
    """An export of five events and a checkpoint of four."""
    write(sqlite_database, officer, 4)
    make_checkpoint(sqlite_database, kept)
    folder = tmp_path / "export"
    export(sqlite_database, kept, folder)
    return folder


def test_an_export_verifies_offline(exported: Path, kept: CheckpointFile) -> None:
    """Four files and `cryptography` are enough; the key can be held against one told by another way."""
    key = kept.read()[0].key

    assert run_verifier(exported) == (0, f"5 events, 1 checkpoints covering 4 events, key {key}: whole\n")
    assert run_verifier(exported, "--key", key)[0] == 0
    assert run_verifier(exported, "--key", "0" * 16)[0] == 1
    assert "dashboard" not in (exported / "verify_ledger.py").read_text().split('"""')[2]


@pytest.mark.parametrize(
    ("file", "change", "code"),
    [
        ("events.jsonl", lambda lines: [lines[0].replace("size", "sise"), *lines[1:]], 1),
        ("events.jsonl", lambda lines: lines[:2], 1),
        ("events.jsonl", lambda lines: lines[1:], 1),
        ("events.jsonl", lambda lines: [lines[1], lines[0], *lines[2:]], 1),
        ("events.jsonl", lambda _lines: [], 1),
        ("events.jsonl", lambda _lines: ["no json"], 2),
        ("checkpoints.jsonl", lambda _lines: [], 1),
        ("checkpoints.jsonl", lambda lines: [lines[0].replace('"size":4', '"size":3')], 1),
        ("public-key.pem", lambda _lines: ["no key"], 2),
    ],
)
def test_the_offline_verifier_finds_what_was_changed(exported: Path, file: str, change, code: int) -> None:  # noqa: ANN001
    """Edited, cut, reordered or emptied: the answer is 1; unreadable: 2; never 0."""
    lines = (exported / file).read_text().splitlines()
    (exported / file).write_text("".join(f"{line}\n" for line in change(lines)))

    assert run_verifier(exported)[0] == code


def test_an_export_overwrites_nothing(sqlite_database: Database, exported: Path, kept: CheckpointFile) -> None:
    """An existing folder is left as it is, and without a checkpoint there is nothing to export."""
    with pytest.raises(AlreadyExists):
        export(sqlite_database, kept, exported)
    kept.path.unlink()
    with pytest.raises(NotFound, match="ledger checkpoint"):
        export(sqlite_database, kept, exported / "new")
