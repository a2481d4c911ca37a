"""`features`: what is kept of single decisions."""

import click

from dashboard.cli.log_stores import stores
from dashboard.domain.wording import plural
from dashboard.services.erase_features import EraseFeatures, erase_features
from dashboard.services.people import actor_of

PERSON = click.option("--as", "person", required=True, metavar="USER", help="Who does this: a person of the store.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Features of single decisions: personal data that the record of a use case allows to be kept."""


@command.command()
@click.argument("use_case")
@click.argument("decisions", nargs=-1, required=True)
@click.option("--reason", required=True, help="Kept in the ledger for good; name nobody in it.")
@PERSON
def erase(use_case: str, decisions: tuple[str, ...], *, reason: str, person: str) -> None:
    """Erase the features of these DECISIONS (ids) of USE_CASE; the decisions and their counts stay."""
    with stores() as (database, store):
        rows = erase_features(database, store, EraseFeatures(use_case, decisions, reason), actor_of(database, person))
    click.echo(f"{plural(rows, 'row')} erased; decisions and counts stay as they are.")
