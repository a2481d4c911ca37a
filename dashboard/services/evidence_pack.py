"""The parts of an evidence pack that are handed over as they were kept, and the record that it was handed over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from dashboard.adapters.charters_store import publications
from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.adapters.ledger_export import event_lines
from dashboard.adapters.packs import EVIDENCE, PACK
from dashboard.adapters.queries import evidence_pack as queries
from dashboard.domain.actors import Actor
from dashboard.services.permissions import Verb, require
from dashboard.services.register import Saved, new_key
from dashboard.services.screens.evidence_pack import EvidencePack
from dashboard.services.sources import Sources
from dashboard.settings import Settings

MADE = "evidence_pack.made"
SIGNED = b"AI ethics evidence pack 1\n"
_ABOUT_ALL = frozenset({
    "assessment", "charter", "organisation", "checkpoint", "ledger", "pack", "staff_import", "case_statement",
    "demonstration",
})  # fmt: skip
_BY_ID = {"request": "requests", "review_item": "review-items", "dispute": "disputes"}
_OF_USE_CASE = frozenset({"use_case", "approval", "lifecycle", "count_set", "single_decisions"})


@dataclass(frozen=True, slots=True)
class RecordEvidencePack:
    """A pack as it was made; hashes as hex."""

    pack: EvidencePack
    manifest_sha256: str
    zip_sha256: str
    key: str = field(default_factory=new_key)


def record_evidence_pack(database: Database, command: RecordEvidencePack, actor: Actor) -> Saved:
    """Write the event; the file itself is kept by whoever made it.

    Raises:
        NotPermitted: the role may not.
        StoreUnusable: nothing was written.
    """
    require(actor, Verb.EVIDENCE_PACK)
    pack, wanted = command.pack, command.pack.wanted
    record = {
        "as_of": pack.head.as_of.isoformat(), "entry": pack.head.entry, "charter": pack.head.charter,
        "checkpoint": pack.head.code, "manifest": command.manifest_sha256, "zip": command.zip_sha256,
        "use_cases": list(wanted.use_cases), "documents": wanted.documents, "whole_ledger": wanted.whole_ledger,
    }  # fmt: skip
    with database.write(actor, command.key) as tx:
        if tx.replayed:
            return Saved(tx.seq, {}, replayed=True)
        tx.append(MADE, PACK, EVIDENCE, record)
        return Saved(tx.seq, {})


def ledger_lines(sources: Sources, pack: EvidencePack) -> Iterator[str]:
    """Every entry up to the pack's; of entries about people, customers and other use cases the hash alone."""
    return event_lines(sources.database, pack.head.entry, _shows(sources, pack))


def _shows(sources: Sources, pack: EvidencePack) -> Callable[[str, str], bool]:
    if pack.wanted.whole_ledger:
        return lambda _entity, _id: True
    ids = {name: frozenset(pack.subjects) for name in _OF_USE_CASE}
    ids |= {name: _ids(sources.database, table, pack) for name, table in _BY_ID.items()}
    ids["batch"] = frozenset(one for subject in pack.subjects for one in queries.batch_ids(sources.database, subject))
    return lambda entity, key: entity in _ABOUT_ALL or key in ids.get(entity, ())


def _ids(database: Database, table: str, pack: EvidencePack) -> frozenset[str]:
    frames = (queries.rows_of(database, table, subject) for subject in pack.subjects)
    return frozenset(str(one) for frame in frames for one in frame["id"])


def checkpoint_lines(kept: CheckpointFile, pack: EvidencePack) -> bytes:
    """The checkpoints that end at the pack's entry or before, as they were written."""
    lines = kept.path.read_bytes().splitlines(keepends=True)
    return b"".join(line for line, one in zip(lines, kept.read(), strict=True) if one.size <= pack.head.entry)


def signature_of(kept: CheckpointFile, manifest: bytes) -> str:
    """The ledger key's signature over a manifest, as hex; empty where the private key is not here."""
    if not kept.private_key.exists():
        return ""
    signature = kept.sign_bytes(SIGNED + manifest)
    return signature if kept.valid_bytes(SIGNED + manifest, signature) else ""


@dataclass(frozen=True, slots=True)
class Promises:
    """Charters and laws, byte for byte; `judged` is None where the charter that judged is no longer to be had."""

    in_force: bytes
    judged: bytes | None
    frameworks: bytes | None


def promises(settings: Settings, sources: Sources, pack: EvidencePack) -> Promises:
    """The charter in force, the one that the findings were judged by, and the laws."""
    with sources.database.read() as connection:
        texts = {one.proposal.digest: one.proposal.text.encode() for one in publications(connection)}
    in_force = texts.get(sources.charter.digest) or _bytes(settings.charter) or b""
    known = texts | {sources.charter.digest: in_force}
    return Promises(in_force, known.get(str(pack.assessment["charter_digest"])), _bytes(settings.frameworks))


def program() -> str:
    """Name and version of what made the pack."""
    return f"dashboard {version('dashboard')}"


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
