"""An evidence pack as a ZIP: findings with what lies behind them, and all that it takes to check that it is genuine."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.queries import evidence_pack as queries
from dashboard.errors import GovernanceError, StoreBusy
from dashboard.reports.evidence_readme import readme
from dashboard.reports.pack_tables import Row, add_table, json_bytes
from dashboard.reports.pack_zip import PackZip, safe_name
from dashboard.services import evidence_pack as parts
from dashboard.services.evidence_check import evidence_files, suffix_of
from dashboard.services.screens import pack_counts as logged
from dashboard.services.screens import pack_tables as tables
from dashboard.services.screens.evidence_pack import EvidencePack
from dashboard.services.screens.pack_example import load_example
from dashboard.services.sources import Sources, checkpoints_of
from dashboard.settings import Settings

FORMAT = "ai-ethics-evidence-pack/1"


@dataclass(frozen=True, slots=True)
class Made:
    """A pack on disk: SHA-256 of its manifest and of the ZIP, its size in bytes, and what had to be left out."""

    manifest_sha256: str
    zip_sha256: str
    size: int
    left_out: tuple[str, ...]


@dataclass(slots=True)
class _Maker:
    """One pack in the making."""

    sources: Sources
    settings: Settings
    pack: EvidencePack
    target: PackZip
    hidden: int = 0
    left_out: tuple[str, ...] = ()

    def evidence(self) -> None:
        """Findings and everything that was counted, filed and decided."""
        gone: list[int] = []
        sources, pack, add = self.sources, self.pack, self._add
        few = tables.withheld_groups(sources, pack)
        found = tables.findings(sources, pack, few)
        add_table(self.target, "findings", tables.FINDINGS, found, only_json=("behind_rows",))
        add("measurements", tables.MEASUREMENTS, tables.measurements(sources, pack, few, gone))
        add("counts", tables.COUNTED, self._noting(tables.counts(sources, pack)))
        add("rate-counts", logged.RATE_COUNTS, self._noting(logged.rate_counts(sources, pack)))
        add("time-counts", logged.TIME_COUNTS, self._noting(logged.time_counts(sources, pack)))
        add("event-counts", logged.EVENT_TOTALS, self._noting(logged.event_totals(sources, pack)))
        add("batches", tables.BATCHES, tables.batches(sources, pack))
        for name, columns in queries.TABLES.items():
            add(name, ("use_case", *columns), tables.rows_of(sources, pack, name))
        add("people", ("id", "role"), tables.people(sources))
        self.hidden += sum(gone)

    def _add(self, name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        add_table(self.target, name, columns, rows)

    def _noting(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.hidden += bool(row["withheld"])
            yield row

    def records(self) -> None:
        """One registry record a file."""
        for use_case, record in tables.records(self.sources, self.pack):
            self.target.add(f"use-cases/{safe_name(use_case)}.json", [json_bytes(record)])

    def promises(self) -> None:
        """Charter and laws, byte for byte."""
        found = parts.promises(self.settings, self.sources, self.pack)
        self.target.add("charter/charter.yaml", [found.in_force])
        if found.judged is None:
            digest = self.pack.assessment["charter_digest"]
            self.left_out += (f"the charter that the newest assessment judged by ({digest}) is no longer kept",)
        elif found.judged != found.in_force:
            self.target.add("charter/charter-as-judged.yaml", [found.judged])
        if found.frameworks is not None:
            self.target.add("charter/frameworks.yaml", [found.frameworks])

    def documents(self) -> None:
        """The files that were filed, each only while it is what was filed."""
        held, done = evidence_files(self.settings), set[str]()
        for row in tables.rows_of(self.sources, self.pack, "documents"):
            if row["size"] is None or row["sha256"] is None:
                continue
            name = f"{row['sha256'][:12]}-{safe_name(Path(str(row['file_name'] or 'document')).stem)}"
            try:
                path = f"documents/{safe_name(row['use_case'])}/{name}{suffix_of(held, row['sha256'])}"
                if path not in done:
                    self.target.add(path, [held.read(row["sha256"])])
                    done.add(path)
            except GovernanceError as refused:
                self.left_out += (f"a document of {row['use_case']}: {refused}",)

    def ledger(self, kept: CheckpointFile) -> None:
        """The audit trail up to the pack's entry, with what proves it."""
        lines = (line.encode() for line in parts.ledger_lines(self.sources, self.pack))
        self.target.add("ledger/events.jsonl", lines)
        self.target.add("ledger/checkpoints.jsonl", [parts.checkpoint_lines(kept, self.pack)])
        self.target.add("ledger/public-key.pem", [kept.public_key.read_bytes()])
        self.target.add("verify.py", [files("dashboard.reports").joinpath("verify_pack.py").read_bytes()])

    def readme(self, *, signed: bool) -> None:
        """What a stranger reads first."""
        with_files = self.pack.wanted.documents
        told = {
            "least": str(self.sources.charter.defaults.min_display), "hidden": f"{self.hidden:,}",
            "documents": "; the files are in documents/" if with_files else "",
            "signed": "" if signed else "; not in this pack, because the key was not at hand",
            "files": "Documents that are links, or kept elsewhere." if with_files else
                     "Files of documents: not asked for, since they may hold secrets. documents.csv has their SHA-256.",
        }  # fmt: skip
        text = readme(self.pack, load_example(self.sources, self.pack), told, self.left_out)
        self.target.add("README.txt", [text.encode()])

    def manifest(self) -> bytes:
        """What the pack covers and the hash of each file."""
        pack, sources = self.pack, self.sources
        listed = sorted(self.target.files, key=lambda one: one.path)
        return json_bytes({
            "format": FORMAT, "program": parts.program(), "organisation": pack.head.organisation,
            "as_of": pack.head.as_of, "ledger_entry": pack.head.entry, "checkpoint": asdict(pack.checkpoint),
            "checkpoint_code": pack.checkpoint.code, "covers": asdict(pack.wanted),
            "use_cases": [one for one in pack.subjects if one],
            "assessment": {"as_of": pack.assessment["as_of"], "ledger_entry": int(pack.assessment["data_version"]),
                           "charter_version": pack.assessment["charter_version"],
                           "charter_digest": pack.assessment["charter_digest"], "nothing_changed_since": pack.current},
            "charter": {"title": sources.charter.title, "version": sources.charter.version,
                        "digest": sources.charter.digest},
            "withheld_as_too_small": self.hidden, "smallest_shown": sources.charter.defaults.min_display,
            "left_out": list(self.left_out), "files": [asdict(one) for one in listed],
        })  # fmt: skip


def write_pack(path: Path, sources: Sources, settings: Settings, pack: EvidencePack) -> Made:
    """Write the ZIP.

    Raises:
        StoreBusy: the store changed meanwhile, so that parts would tell of different moments.
        GovernanceError: what is read cannot be.
        OSError: the file cannot be written.
    """
    kept = checkpoints_of(settings)
    with path.open("wb") as file, closing(PackZip(file, f"evidence-pack-{pack.head.as_of}")) as target:
        maker = _Maker(sources, settings, pack, target)
        maker.promises()
        maker.evidence()
        maker.records()
        if pack.wanted.documents:
            maker.documents()
        maker.ledger(kept)
        maker.readme(signed=kept.private_key.exists())
        manifest = maker.manifest()
        target.add("manifest.json", [manifest])
        signature = parts.signature_of(kept, manifest)
        if signature:
            target.add("manifest.sig", [f"{signature}\n".encode("ascii")])
    if sources.database.data_version() != pack.head.entry:
        raise StoreBusy("The store was changed while the pack was made. Nothing was recorded; please make it again.")
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Made(hashlib.sha256(manifest).hexdigest(), digest, path.stat().st_size, maker.left_out)
