"""The files of evidence: named after their SHA-256, outside the web root, handed out only while unchanged."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.adapters.document_kind import DocumentKind, document_kind
from dashboard.errors import GovernanceError, InputRejected, NotFound, Problem, StoreUnusable

_NAME = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is stored: SHA-256 in hex, size in bytes, what it is."""

    sha256: str
    size: int
    kind: DocumentKind


@dataclass(frozen=True, slots=True)
class EvidenceFiles:
    """The folder of evidence; `max_mb` MiB is the largest file taken in."""

    folder: Path
    max_mb: int

    def keep(self, data: bytes) -> Kept:
        """Store bytes durably; the same bytes are stored once.

        Raises:
            InputRejected: Too large, or a kind of file that is not taken in.
            StoreUnusable: The folder cannot be written.
        """
        if len(data) > self.max_mb * 1024 * 1024:
            found, expected = f"{len(data) / 1024 / 1024:,.1f} MiB", f"at most {self.max_mb:,} MiB"
            raise InputRejected(
                "The document was not filed.",
                [Problem("size", found, expected, suggestion="DASHBOARD_MAX_EVIDENCE_MB sets the limit.")],
            )
        kept = Kept(hashlib.sha256(data).hexdigest(), len(data), document_kind(data))
        try:
            _write(self._path(kept.sha256), data)
        except OSError as error:
            raise StoreUnusable(
                f"The folder {self.folder} cannot be written ({error.strerror}). The document was not filed."
            ) from None
        return kept

    def read(self, sha256: str) -> bytes:
        """The bytes as they were stored.

        Raises:
            NotFound: There is no such file.
            GovernanceError: The file on disk is no longer what was stored.
        """
        path = self._path(sha256)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise NotFound(f"The file of this document ({sha256[:12]}…) is missing from the evidence folder.") from None
        except OSError as error:
            raise StoreUnusable(f"The evidence folder cannot be read ({error.strerror}).") from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise GovernanceError(
                f"The file of this document ({sha256[:12]}…) was changed on disk after it was filed, so it is not "
                "handed out. Restore it from a backup; `python -m dashboard evidence verify` names every such file."
            )
        return data

    def held(self) -> Iterator[tuple[str, Path]]:
        """(name, path) of everything in the folder, also what was left there by an interrupted write."""
        if self.folder.is_dir():
            yield from ((path.name, path) for path in sorted(self.folder.rglob("*")) if path.is_file())

    def _path(self, sha256: str) -> Path:
        if not _NAME.match(sha256):
            raise NotFound("A file of evidence is named by its SHA-256.")
        return self.folder / sha256[:2] / sha256


def _write(path: Path, data: bytes) -> None:
    """Write beside, flush to disk, rename, flush the folder: a crash leaves the whole file or a stray part."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix="part-", delete=False) as part:
        part.write(data)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(path)
    for folder in (path.parent, path.parent.parent):
        _flush(folder)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
