"""`restore`: a backup in place of the store, after it was held against everything that is known from elsewhere."""

from pathlib import Path

import click

from dashboard.cli.ledger import NO_KEY
from dashboard.cli.progress import progress_bar
from dashboard.services.restore import Restore, restore
from dashboard.settings import load_settings

ERASED_SINCE = (
    "features of single decisions are in place as they were on the day of the backup, and no newer store was here that "
    "knows which were erased since: erase those again (features erase)"
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Move the store that is there aside; nothing is deleted.")
@click.option("--accept-loss", is_flag=True, help="Events after the backup are gone for good; needs --reason.")
@click.option("--unsigned", is_flag=True, help="Take a backup whose manifest nobody signed.")
@click.option("--reason", default="", help="Why it is restored; it stays in the ledger.")
def command(folder: Path, reason: str, *, replace: bool, accept_loss: bool, unsigned: bool) -> None:
    """Restore the backup FOLDER. Stop the dashboard first.

    Refused, with nothing changed: a damaged file, a newer schema, a ledger that the checkpoints outside do not know, a
    backup older than they are (unless --accept-loss), a store that is there (unless --replace).
    """
    asked = Restore(folder, replace=replace, accept_loss=accept_loss, unsigned=unsigned, reason=reason)
    with progress_bar("Restoring") as progress:
        done = restore(load_settings(), asked, progress)
    print(f"{done.events:,} events are in place, from the backup of {done.manifest.made_at[:16].replace('T', ' ')} UTC")
    if done.aside:
        print(f"the store that was there is kept: {done.aside}")
    if done.erased:
        print(f"features of {done.erased:,} rows that were erased after this backup was made were erased again")
    if done.erased is None:
        print(ERASED_SINCE)
    if not done.signed:
        print(NO_KEY)
