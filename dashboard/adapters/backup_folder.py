"""The folder of one backup: files that are on disk before they are named, and are held against their manifest."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dashboard.adapters.batch_file import file_sha256
from dashboard.domain.backups import REFUSED, FileMark, Manifest
from dashboard.errors import InputRejected, Problem, StoreUnusable

STORE, MANIFEST, SIGNATURE = "store.db", "manifest.json", "manifest.sig"
CHECKPOINTS, DECISIONS, EVIDENCE = "checkpoints", "decisions", "evidence"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """A folder that holds `store.db`, `checkpoints/`, `decisions/`, `evidence/` and the manifest of them all."""

    path: Path

    @property
    def store(self) -> Path:
        """The store as one SQLite file."""
        return self.path / STORE

    @property
    def manifest_path(self) -> Path:
        """What the folder is held against."""
        return self.path / MANIFEST

    def add(self, file: Path, name: str) -> None:
        """Copy a file into the folder; it is on disk when this returns."""
        copy_durably(file, self.path / name)

    def marks(self) -> dict[str, FileMark]:
        """Every file but the manifest and its signature."""
        apart = {MANIFEST, SIGNATURE}
        return {
            name: FileMark(file_sha256(file), file.stat().st_size) for name, file in self._files() if name not in apart
        }

    def seal(self, manifest: Manifest, signature: str | None) -> None:
        """Write the manifest, and its signature where there is a key."""
        write_durably(self.manifest_path, manifest.as_bytes())
        if signature is not None:
            write_durably(self.path / SIGNATURE, signature.encode())
        for folder in sorted({self.path, *(file.parent for _, file in self._files())}):
            sync_folder(folder)

    def signature(self) -> str | None:
        """The manifest's signature as hex; None where it was not signed."""
        path = self.path / SIGNATURE
        return path.read_text(encoding="ascii", errors="replace").strip() if path.is_file() else None

    def manifest(self) -> Manifest:
        """The manifest; raises InputRejected where there is none."""
        if not self.manifest_path.is_file():
            found = Problem(str(self.path), "no manifest.json", "the folder that `backup` wrote")
            raise InputRejected(REFUSED, [found])
        return Manifest.from_bytes(self.manifest_path.read_bytes())

    def check(self, manifest: Manifest) -> None:
        """Hold every file against the manifest.

        Raises:
            InputRejected: Names each file that is missing or was changed.
        """
        problems = [problem for name, mark in manifest.files.items() if (problem := self._problem(name, mark))]
        if problems:
            raise InputRejected(f"{REFUSED} Nothing was changed.", problems[:20])

    def named(self, manifest: Manifest, part: str) -> Iterator[tuple[str, Path]]:
        """(name inside the part, file) of everything below one of the sub-folders."""
        for name in manifest.files:
            if name.startswith(f"{part}/"):
                yield name.removeprefix(f"{part}/"), self.path / name

    def _problem(self, name: str, mark: FileMark) -> Problem | None:
        file, expected = self.path / name, f"{mark.size:,} bytes with SHA-256 {mark.sha256[:12]}…"
        if file.is_symlink() or not file.is_file():
            return Problem(name, "no file", expected)
        size, digest = file.stat().st_size, file_sha256(file)
        return None if (digest, size) == (mark.sha256, mark.size) else Problem(
            name, f"{size:,} bytes with SHA-256 {digest[:12]}…", expected
        )  # fmt: skip

    def _files(self) -> Iterator[tuple[str, Path]]:
        for file in sorted(self.path.rglob("*")):
            if file.is_file():
                yield file.relative_to(self.path).as_posix(), file


def copy_durably(source: Path, target: Path) -> None:
    """Copy whole or not at all: written beside, synced, then renamed."""

    def fill(beside: Path) -> None:
        shutil.copyfile(source, beside)

    _durably(target, fill)


def write_durably(target: Path, content: bytes) -> None:
    """Write whole or not at all."""

    def fill(beside: Path) -> None:
        beside.write_bytes(content)

    _durably(target, fill)


def _durably(target: Path, fill: Callable[[Path], None]) -> None:
    beside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fill(beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreUnusable(f"{target} cannot be written ({error.strerror}).") from None


def sync_folder(folder: Path) -> None:
    """Names in a folder are on disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(content: bytes) -> str:
    """SHA-256 as hex."""
    return sha256(content).hexdigest()
