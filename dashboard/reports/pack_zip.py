"""A ZIP written piece by piece, alike byte for byte for alike content, whose names cannot leave the folder."""

import hashlib
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from dashboard.domain.effort import go_on, step
from dashboard.domain.wording import plural

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of the format: the day of making would make two alike packs differ
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the pack: path inside the folder, size in bytes, SHA-256 in hex."""

    path: str
    bytes: int
    sha256: str


class PackZip:
    """Writes files into one folder of a ZIP and remembers the hash of each.

    Args:
        file: where to, seekable.
        folder: what the ZIP unpacks to.
    """

    def __init__(self, file: BinaryIO, folder: str) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._folder = safe_name(folder)
        self.files: list[Packed] = []

    def add(self, path: str, pieces: Iterable[bytes]) -> Packed:
        """Write a file; only one piece of it is in memory at a time."""
        step(len(self.files), 0, f"{plural(len(self.files), 'file')} of the pack written")
        about = zipfile.ZipInfo(f"{self._folder}/{path}", date_time=_FIRST_DAY)
        about.compress_type, about.external_attr, about.create_system = zipfile.ZIP_DEFLATED, 0o100644 << 16, 3
        digest, size = hashlib.sha256(), 0
        with self._zip.open(about, "w", force_zip64=True) as file:
            for piece in pieces:
                go_on()
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self.files.append(Packed(path, size, digest.hexdigest()))
        return self.files[-1]

    def close(self) -> None:
        """Write the directory of the ZIP."""
        self._zip.close()


def safe_name(given: str) -> str:
    """A name of letters, digits, `_`, `.` and `-` that is no path, no hidden file and no device."""
    plain = _UNSAFE.sub("_", given).strip("._-")[:_LONGEST].rstrip("._-")
    return plain or "file"
