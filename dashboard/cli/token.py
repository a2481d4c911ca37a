"""`token`: tokens for programs, from the machine itself."""

from datetime import timedelta

import click

from dashboard.domain.actors import SYSTEM
from dashboard.domain.tokens import LONGEST, Scope
from dashboard.services.screens.tokens import load_tokens
from dashboard.services.sources import open_database
from dashboard.services.tokens import MakeToken, RevokeToken, make_token, revoke_token
from dashboard.settings import load_settings


@click.group()
def command() -> None:
    """Tokens by which programs say who they are; docs/api.md says what they may ask."""


@command.command()
@click.option("--name", required=True, help="What it is for.")
@click.option("--user", required=True, help="The id of the person whose role and involvements its pushes have.")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice([one.value for one in Scope]))
@click.option("--use-case", "use_cases", multiple=True, help="The only use cases it sees and changes (default all).")
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, LONGEST.days), help="How long it works.")
def create(name: str, user: str, scopes: tuple[str, ...], use_cases: tuple[str, ...], *, days: int) -> None:
    """Print a new token, once. Where people sign in, tokens that push are made on the People page instead."""
    asked = MakeToken(name, user, scopes, use_cases, timedelta(days=days))
    database = open_database(load_settings())
    try:
        made = make_token(database, asked, SYSTEM)
    finally:
        database.close()
    print(made.spelt)
    click.echo(f"Keep it where secrets are kept: it is shown this once. `token revoke {made.id}` ends it.", err=True)


@command.command("list")
def list_tokens() -> None:
    """Every token that was ever made, newest first, without its secret."""
    database = open_database(load_settings())
    try:
        found = load_tokens(database)
    finally:
        database.close()
    print(found.table.to_csv(index=False, sep="\t"), end="")


@command.command()
@click.argument("token")
def revoke(token: str) -> None:
    """End a token at once; TOKEN is its id, as `token list` shows it."""
    database = open_database(load_settings())
    try:
        revoke_token(database, RevokeToken(token), SYSTEM)
    finally:
        database.close()
    click.echo(f"The token {token} works no more.")
