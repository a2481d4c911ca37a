"""Signed checkpoints in a file outside the database, and the key that signs them.

The file is append-only by use: one JSON object a line. The private key should belong to somebody who does not run the
database; the public key goes with every export.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dashboard.adapters.alone import in_turn
from dashboard.domain.checkpoints import Checkpoint
from dashboard.errors import InputRejected, NotFound, Problem, StoreUnusable

_RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw
_PEM = serialization.Encoding.PEM


@dataclass(frozen=True, slots=True)
class CheckpointFile:
    """The folder with `checkpoints.jsonl` and `public-key.pem`, and where the private key lies."""

    folder: Path
    private_key: Path

    @property
    def path(self) -> Path:
        """One checkpoint a line."""
        return self.folder / "checkpoints.jsonl"

    @property
    def public_key(self) -> Path:
        """The key that every checkpoint is checked with."""
        return self.folder / "public-key.pem"

    def make_key(self) -> None:
        """A new pair of keys, where there is none yet; the private one is readable by its owner alone.

        Whoever comes first makes it, whichever processes begin at once; a pair that was left half made is completed.
        """
        with _in_words(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            with in_turn(self.folder):
                self._complete_pair()

    def _complete_pair(self) -> None:
        if self.public_key.exists():
            return
        if not self.private_key.exists():
            key = Ed25519PrivateKey.generate()
            secret = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            self.private_key.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(self.private_key, secret, mode=0o600)
        kept = self._signing_key().public_key()
        public = kept.public_bytes(_PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        _write_whole(self.public_key, public, mode=0o644)

    def sign(self, *, origin: str, size: int, head: str, time: str) -> Checkpoint:
        """A checkpoint of a ledger; nothing is stored yet.

        Raises:
            NotFound: No private key. StoreUnusable: The key cannot be read or does not fit the public one.
        """
        key = self._signing_key()
        if key_id(key.public_key()) != key_id(self._trusted_key()):
            raise StoreUnusable(f"The key {self.private_key} does not belong to {self.public_key}. Nothing was signed.")
        unsigned = Checkpoint(origin, size, head, time, key_id(key.public_key()), "")
        return Checkpoint(origin, size, head, time, unsigned.key, key.sign(unsigned.signed).hex())

    def append(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint; it is on disk when this returns."""
        line = json.dumps(asdict(checkpoint), separators=(",", ":")) + "\n"
        with _in_words(self.path), self.path.open("a", encoding="ascii") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> tuple[Checkpoint, ...]:
        """Every checkpoint, oldest first; empty where there is no file.

        Raises:
            InputRejected: Lines that are no checkpoints, each named.
        """
        if not self.path.exists():
            return ()
        with _in_words(self.path):
            lines = self.path.read_text(encoding="ascii", errors="replace").splitlines()
        kept = [(number, _read(line)) for number, line in enumerate(lines, start=1)]
        broken = [Problem(self.path.name, "no checkpoint", "one checkpoint", line=n) for n, one in kept if one is None]
        if broken:
            raise InputRejected("The checkpoint file is not as it was written.", broken)
        return tuple(one for _, one in kept if one is not None)

    def valid(self, checkpoint: Checkpoint) -> bool:
        """Whether the trusted key signed it; False without a public key."""
        signed = self.valid_bytes(checkpoint.signed, checkpoint.signature)
        return signed and key_id(self._trusted_key()) == checkpoint.key

    def can_sign(self) -> bool:
        """Whether the private key is here, or a first pair can be made."""
        return self.private_key.exists() or not self.public_key.exists()

    def sign_bytes(self, content: bytes) -> str:
        """A signature over the content, as hex; raises NotFound or StoreUnusable as `sign` does."""
        return self._signing_key().sign(content).hex()

    def valid_bytes(self, content: bytes, signature: str) -> bool:
        """Whether the trusted key signed the content; False without a public key."""
        if not self.public_key.exists():
            return False
        try:
            self._trusted_key().verify(bytes.fromhex(signature), content)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _signing_key(self) -> Ed25519PrivateKey:
        if not self.private_key.exists():
            raise NotFound(f"There is no signing key at {self.private_key}. DASHBOARD_SIGNING_KEY names another place.")
        with _in_words(self.private_key):
            key = serialization.load_pem_private_key(self.private_key.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise StoreUnusable(f"{self.private_key} is not an Ed25519 key. Nothing was signed.")
        return key

    def _trusted_key(self) -> Ed25519PublicKey:
        with _in_words(self.public_key):
            key = serialization.load_pem_public_key(self.public_key.read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise StoreUnusable(f"{self.public_key} is not an Ed25519 key.")
        return key


def key_id(key: Ed25519PublicKey) -> str:
    """The first 16 hex digits of the SHA-256 of the key's 32 bytes."""
    return hashlib.sha256(key.public_bytes(*_RAW)).hexdigest()[:16]


def _read(line: str) -> Checkpoint | None:
    try:
        one = Checkpoint(**json.loads(line))
        texts = (one.origin, one.head, one.time, one.key, one.signature)
        sound = type(one.size) is int and one.size > 0 and all(isinstance(text, str) for text in texts)
        _ = one.made.utcoffset() if sound else None
    except (ValueError, TypeError):
        return None
    return one if sound and one.made.tzinfo is not None else None


def _write_whole(path: Path, content: bytes, *, mode: int) -> None:
    """Write a new file in one step: nobody ever reads half of it."""
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)  # of a process that was killed
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "it does not hold what it should"
        raise StoreUnusable(f"{path} cannot be used: {said}. Nothing was written.") from None
