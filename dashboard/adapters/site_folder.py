"""A folder of a static site: replaced as a whole, and only where this program made everything that is in it."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from dashboard.domain.plain_text import shown
from dashboard.errors import InputRejected, Problem

MARKER = ".made-by-the-dashboard.json"


def write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into the folder; what was made there before goes.

    Args:
        folder: new, empty, or made by this function.
        files: relative path to bytes.

    Raises:
        InputRejected: the folder holds something else, or cannot be written. What was there stays.
    """
    foreign = _foreign(folder)
    if foreign is not None:
        expected = "a new or empty folder, or one that this command made and nobody added to"
        raise InputRejected("No register was written.", [Problem(str(folder), foreign, expected)])
    try:
        _replace(folder, files)
    except OSError as error:
        problem = Problem(str(folder), error.strerror or "an error", "a folder that can be written to")
        raise InputRejected("No register was written.", [problem]) from error


def _foreign(folder: Path) -> str | None:
    """What of the folder this program did not make; None where nothing is."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return "a file or a link"
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()}
    other = sorted(held - _made(folder))
    return f"{shown(other[0])}, which this command did not make" if other else None


def _made(folder: Path) -> set[str]:
    try:
        names = json.loads((folder / MARKER).read_text(encoding="utf-8"))["files"]
        return {MARKER, *map(str, names)}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write beside, then swap, so that a reader sees the old site or the new one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _fill(beside / "new", files)
        if folder.exists():
            folder.replace(beside / "old")
        _put_in_place(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _put_in_place(beside: Path, folder: Path) -> None:
    try:
        (beside / "new").replace(folder)
    except OSError:
        if (beside / "old").exists():
            (beside / "old").replace(folder)
        raise


def _fill(new: Path, files: Mapping[str, bytes]) -> None:
    marker = f"{json.dumps({'files': sorted(files)}, indent=1)}\n".encode()
    for name, data in {**files, MARKER: marker}.items():
        path = new / name
        if not path.resolve().is_relative_to(new.resolve()):
            raise OSError(0, "a path that leaves the folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o644)
