"""One job at a time in a folder, across processes: the lock goes with the process, however that ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import StoreBusy, StoreUnusable


@contextmanager
def alone(folder: Path, job: str, otherwise: str) -> Iterator[None]:
    """Hold the folder's lock for a job.

    Raises:
        StoreBusy: Another process is at it; the sentence is `otherwise`.
        StoreUnusable: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / f"{job}.lock").open("w")
    except OSError as error:
        raise StoreUnusable(f"Nothing can be written into {folder} ({error.strerror}).") from None
    with lock as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(otherwise) from None
        yield
