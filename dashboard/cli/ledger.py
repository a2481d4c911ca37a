"""`ledger`: verify the audit trail, make a signed checkpoint, export both for somebody who trusts neither."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from dashboard.adapters.checkpoint_file import CheckpointFile
from dashboard.adapters.database import Database
from dashboard.services import ledger, ledger_export
from dashboard.services.ledger_resume import Resume, resume
from dashboard.services.screens.ledger import clock_words
from dashboard.services.sources import checkpoints_of, open_database, watch_of
from dashboard.settings import load_settings

NO_KEY = "No checkpoint was signed over it, because the signing key is not here: bring it from where it is kept."


@click.group()
def command() -> None:
    """Verify the audit trail, make a signed checkpoint, or export it."""


@command.command()
def verify() -> None:
    """Walk every event and hold the ledger against every checkpoint; exit 1 and name what is not as written."""
    with _opened() as (database, kept):
        found = ledger.verify(database, kept)
    for problem in found.problems:
        print(problem)
    for loss in found.losses:
        print(loss.words)
    if found.steps_back:
        print(f"{clock_words(found)} Numbers order the events, so nothing else follows from it.")
    print(f"{found.events:,} events, {found.checkpoints:,} checkpoints, {len(found.problems):,} problems")
    if found.newest is None:
        print("No checkpoint is kept: a cut or rewritten end would not show. Make one: ledger checkpoint")
    else:
        print(f"newest checkpoint {found.newest.code} of {found.newest.size:,} events, key {found.newest.key}")
    sys.exit(1 if found.problems else 0)


@command.command()
def checkpoint() -> None:
    """Sign where the ledger ends now, and keep that outside the database."""
    with _opened() as (database, kept):
        made = ledger.make_checkpoint(database, kept)
    if made is None:
        print("The ledger is empty; there is nothing to sign.")
        return
    print(f"checkpoint {made.code} of {made.size:,} events, key {made.key}, kept in {kept.path}")
    print("Keep a copy of the line, and tell auditors the key, by another way than this machine.")


@command.command()
@click.argument("folder", type=click.Path(path_type=Path))
def export(folder: Path) -> None:
    """Write events, checkpoints, public key and an offline verifier into the new folder FOLDER."""
    with _opened() as (database, kept):
        events = ledger_export.export(database, kept, folder)
    print(f"{events:,} events written to {folder}. Verify them anywhere with: python {folder / ledger_export.VERIFIER}")


@command.command("resume")
@click.option("--reason", required=True, help="What happened, and what was done about it; it stays in the ledger.")
@click.option(
    "--accept-loss", is_flag=True, help="Events at the end are gone for good: an older backup is all there is."
)
def resume_after_alarm(reason: str, *, accept_loss: bool) -> None:
    """Turn the alarm off, once the ledger is whole again, and record why."""
    settings = load_settings()
    database = Database.open(settings.database_url)  # without the alarm, which would refuse the record of its end
    try:
        made = resume(database, checkpoints_of(settings), watch_of(settings), Resume(reason, accept_loss))
    finally:
        database.close()
    signed = f"Checkpoint {made.code} of {made.size:,} events covers the reason." if made else NO_KEY
    print(f"The dashboard takes changes again. {signed}")


@contextmanager
def _opened() -> Iterator[tuple[Database, CheckpointFile]]:
    settings = load_settings()
    database = open_database(settings)
    try:
        yield database, checkpoints_of(settings)
    finally:
        database.close()
