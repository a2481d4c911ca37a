"""The pair of keys that checkpoints are signed with, made by whoever comes first."""

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from dashboard.adapters.checkpoint_file import CheckpointFile

CROWD = 6


def signed(place: tuple[str, float]) -> str:
    """A signature by a process that makes the pair at the moment given, as all others do."""
    folder, moment = Path(place[0]), place[1]
    while time.monotonic() < moment:
        pass
    kept = CheckpointFile(folder / "checkpoints", folder / "keys" / "signing.pem")
    kept.make_key()
    return kept.sign_bytes(b"what was signed")


def test_processes_that_begin_at_once_sign_with_one_key(tmp_path: Path) -> None:
    """Six processes make the first pair in one moment, ten times over: every signature is good, nothing is left."""
    with ProcessPoolExecutor(CROWD, mp_context=get_context("spawn")) as pool:
        for attempt in range(10):
            folder = tmp_path / str(attempt)
            found = list(pool.map(signed, [(str(folder), time.monotonic() + 0.5)] * CROWD))
            kept = CheckpointFile(folder / "checkpoints", folder / "keys" / "signing.pem")
            assert len(found) == CROWD
            assert all(kept.valid_bytes(b"what was signed", one) for one in found)
            assert [path.name for path in kept.private_key.parent.iterdir()] == ["signing.pem"]
            assert kept.private_key.stat().st_mode & 0o777 == 0o600


def test_a_pair_that_was_left_half_made_is_completed(tmp_path: Path) -> None:
    """A process was killed between its two files: the next one takes the private key that is there."""
    kept = CheckpointFile(tmp_path / "checkpoints", tmp_path / "signing.pem")
    kept.make_key()
    secret = kept.private_key.read_bytes()
    kept.public_key.unlink()

    kept.make_key()

    assert kept.private_key.read_bytes() == secret
    assert kept.valid_bytes(b"words", kept.sign_bytes(b"words"))


def test_a_public_key_alone_gets_no_other_pair(tmp_path: Path) -> None:
    """Where the private key lies elsewhere, none is made here."""
    kept = CheckpointFile(tmp_path / "checkpoints", tmp_path / "signing.pem")
    kept.make_key()
    kept.private_key.unlink()

    kept.make_key()

    assert not kept.private_key.exists()
