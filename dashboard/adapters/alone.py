"""Who is at work in a folder, across processes: a lock goes with its process, however that ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dashboard.errors import StoreBusy, StoreUnusable

_HELD = "in-use.lock"


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


@contextmanager
def in_turn(folder: Path) -> Iterator[None]:
    """Hold the folder itself; whoever else wants it waits. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def held(folder: Path) -> IO[str]:
    """Say that a folder is in use, until the file that is returned is closed or the process ends."""
    lock = (folder / _HELD).open("w", encoding="ascii")
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def left_behind(folder: Path) -> bool:
    """Whether a folder was in use, by a process that has ended."""
    try:
        with (folder / _HELD).open("r", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # in use, just being made, or gone
        return False
    return True
