"""What a backup says about itself: when, of which ledger, and which files with which content."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from dashboard.errors import InputRejected, Problem

FORMAT = 1
REFUSED = "This is not a backup that can be restored."


@dataclass(frozen=True, slots=True)
class FileMark:
    """One file: SHA-256 and bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a restore holds the folder against.

    Attributes:
        made_at: UTC as ISO text.
        engine: what the store ran on, `sqlite` or `postgresql`.
        revision: the schema of the store.
        events: how many events; `head` is the hash of the last, `checkpoint` the code of the newest checkpoint.
        files: path in the folder to its content.
        missing: files that the store names and that were not there when the backup was made.
    """

    made_at: str
    engine: str
    revision: str
    events: int
    head: str
    checkpoint: str | None
    files: Mapping[str, FileMark]
    missing: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(mark.size for mark in self.files.values())

    def as_bytes(self) -> bytes:
        """As it is written, and signed."""
        return (json.dumps({"format": FORMAT, **asdict(self)}, indent=1, sort_keys=True) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Read back.

        Raises:
            InputRejected: Not a manifest of this format.
        """
        try:
            read = json.loads(content)
            if read.pop("format") != FORMAT:
                raise ValueError
            files = {
                str(name): FileMark(str(mark["sha256"]), int(mark["size"])) for name, mark in read["files"].items()
            }
            if any(name.startswith("/") or ".." in name.split("/") for name in files):
                raise ValueError
            return cls(**{**read, "events": int(read["events"]), "files": files, "missing": tuple(read["missing"])})
        except (ValueError, KeyError, TypeError, AttributeError):
            problem = Problem("manifest.json", "no manifest of format 1", "the file that `backup` wrote")
            raise InputRejected(REFUSED, [problem]) from None
