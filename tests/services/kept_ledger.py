"""A ledger and where its checkpoints are kept, for tests."""

from pathlib import Path

import pytest

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.domain.actors import Actor


@pytest.fixture
def kept(tmp_path: Path) -> CheckpointFile:
    """A folder for checkpoints, outside the store."""
    return CheckpointFile(tmp_path / "kept", tmp_path / "secret" / "key.pem")


def write(database: Database, actor: Actor, count: int = 3) -> None:
    """Some events."""
    for size in range(count):
        with database.write(actor) as tx:
            tx.append("thing.changed", "thing", "a", {"size": size})
