"""One job at a time in a folder, across processes: the lock goes with the process, however that ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import StoreBusy


@contextmanager
def alone(folder: Path, job: str, otherwise: str) -> Iterator[None]:
    """Hold the folder's lock for a job.

    Raises:
        StoreBusy: Another process is at it; the sentence is `otherwise`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{job}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(otherwise) from None
        yield
