"""`admin`: what only whoever has the machine may do."""

from datetime import timedelta

import click

from dashboard.services.first_officer import print_code
from dashboard.services.sources import open_database
from dashboard.settings import load_settings


@click.group()
def command() -> None:
    """What only whoever has the machine may do."""


@command.command("first-officer")
@click.option("--another", is_flag=True, help="Also where an officer signs in already, who may have left.")
@click.option("--minutes", default=30, show_default=True, type=click.IntRange(1, 1440), help="How long the code works.")
def first_officer(minutes: int, *, another: bool) -> None:
    """Print a code that makes whoever signs in and enters it officer, once. Only its hash is stored."""
    database = open_database(load_settings())
    try:
        code, expires = print_code(database, another=another, lasts=timedelta(minutes=minutes))
    finally:
        database.close()
    print(code)
    told = f"Sign in and enter it before {expires:%H:%M} UTC. It works once; a code printed earlier works no more."
    click.echo(told, err=True)
