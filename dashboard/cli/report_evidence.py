"""`report evidence`: the evidence pack for a regulator or an auditor, as a ZIP."""

from datetime import date
from pathlib import Path

import click

from dashboard.cli.day import Day
from dashboard.domain.actors import SYSTEM
from dashboard.domain.plain_text import escaped
from dashboard.errors import InputRejected, Problem
from dashboard.reports.evidence_pack import Made, write_pack
from dashboard.services.evidence_pack import RecordEvidencePack, record_evidence_pack
from dashboard.services.screens.evidence_pack import EvidencePack, Wanted, load_evidence_pack
from dashboard.services.sources import Sources, checkpoints_of
from dashboard.settings import Settings, load_settings


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file, ending in .zip.")
@click.option("--use-case", "use_cases", multiple=True, metavar="ID", help="Only this one; may be repeated.")
@click.option("--as-of", type=Day(), help="The day of the claims, not before the newest assessment (default: today).")
@click.option("--with-documents", is_flag=True, help="The files filed as evidence too; they may hold secrets.")
@click.option("--whole-ledger", is_flag=True, help="Every ledger entry with its content, those about people too.")
def evidence(
    out: Path, use_cases: tuple[str, ...], as_of: date | None, *, with_documents: bool, whole_ledger: bool
) -> None:
    """Make an evidence pack with an offline verifier, and record in the ledger that it was made."""
    from dashboard.cli.report import opened  # noqa: PLC0415  # the group names this command

    if out.suffix.lower() != ".zip":
        raise InputRejected("No pack was made.", [Problem("--out", str(out), "a file ending in .zip")])
    settings = load_settings()
    sources, _ = opened(settings, as_of)
    try:
        wanted = Wanted(tuple(use_cases), with_documents, whole_ledger)
        pack = load_evidence_pack(sources, checkpoints_of(settings), wanted)
        made = _written(out, settings, sources, pack)
    finally:
        sources.database.close()
    for one in made.left_out:
        print(f"Left out: {escaped(one)}")
    print(f"{escaped(str(out))}: evidence pack of {pack.head.as_of}, {made.size:,} bytes. The ledger has its SHA-256.")
    print(f"SHA-256 of manifest.json, to tell by another way than the pack: {made.manifest_sha256}")


def _written(out: Path, settings: Settings, sources: Sources, pack: EvidencePack) -> Made:
    """Write beside the place, record, then put it there: an older file stays until everything has gone well."""
    part = out.with_name(f"{out.name}.part")
    try:
        made = write_pack(part, sources, settings, pack)
        record = RecordEvidencePack(pack, made.manifest_sha256, made.zip_sha256)
        record_evidence_pack(sources.database, record, SYSTEM)
        part.replace(out)
    except OSError as error:
        found = error.strerror or "an error"
        raise InputRejected(
            "No pack was made.", [Problem(str(out), found, "a folder that can be written to")]
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return made
