"""`backup`: the running store and the files that it names, verified, into a new folder."""

from pathlib import Path

import click

from dashboard.cli.progress import progress_bar
from dashboard.services.backup import make_backup
from dashboard.settings import load_settings


@click.command()
@click.argument("place", type=click.Path(path_type=Path))
def command(place: Path) -> None:
    """Back up the running store into a new folder in PLACE, verify what was written, and record it in the ledger.

    In it: the store as one SQLite file, checkpoints with their public key, and every batch, count, quarantine and
    evidence file that the store names. Not in it: the signing key, charter and settings.
    """
    with progress_bar("Backing up") as progress:
        made = make_backup(load_settings(), place, progress)
    manifest = made.manifest
    print(f"{manifest.events:,} events and {len(manifest.files):,} files, {manifest.size:,} bytes, in {made.folder}")
    print(f"verified: every file, the chain, newest checkpoint {manifest.checkpoint or 'none'}")
    for name in manifest.missing:
        print(f"not in it, because it was missing already: {name}")
    if not made.signed:
        print("The manifest is not signed, because the signing key is not here; restore asks for --unsigned.")
    print("Keep it on another disk, and the signing key in another place than both.")
