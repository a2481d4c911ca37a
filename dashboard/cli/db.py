"""`db`: create, upgrade, inspect and verify the store."""

import sys

import click

from dashboard.adapters import schema
from dashboard.adapters.database import Database, name, parse_url, verify_chain
from dashboard.adapters.grants import grant
from dashboard.settings import load_settings


@click.group()
def command() -> None:
    """Create, upgrade, inspect or verify the store named by DATABASE_URL."""


@command.command()
@click.option("--revision", default="head", show_default=True, help="Stop at this revision.")
def upgrade(revision: str) -> None:
    """Create the store, or bring its schema up to date. Safe to repeat."""
    settings = load_settings()
    reached = schema.upgrade(settings.migration_url, revision)
    print(f"{name(parse_url(settings.migration_url))} is at revision {reached}.")


@command.command()
@click.argument("revision")
@click.confirmation_option(prompt="Tables and what is in them may be lost. Go on?")
def downgrade(revision: str) -> None:
    """Take the schema back to REVISION; `base` removes every table."""
    settings = load_settings()
    schema.downgrade(settings.migration_url, revision)
    print(f"{name(parse_url(settings.migration_url))} is at revision {revision}.")


@command.command("grant")
@click.argument("role")
def grant_to(role: str) -> None:
    """Let the PostgreSQL role ROLE use the store: it may read and add events, never change or remove one."""
    grant(load_settings().migration_url, role)
    print(f"{role} may use the store. Name it in DATABASE_URL; keep the owner in DATABASE_MIGRATION_URL.")


@command.command()
def status() -> None:
    """Which store, which schema, how many events."""
    settings = load_settings()
    store, stored = name(parse_url(settings.migration_url)), schema.current(settings.migration_url)
    print(f"store      {store}\nrevision   {stored or 'none'} (this program needs {schema.head()})")
    if stored == schema.head():
        database = Database.open(settings.database_url)
        print(f"events     {database.data_version():,}")
        database.close()


@command.command()
def verify() -> None:
    """Walk the ledger; exit 1 and name each broken place if it is not as it was written."""
    database = Database.open(load_settings().database_url)
    problems, events = verify_chain(database), database.data_version()
    database.close()
    for problem in problems:
        print(problem)
    print(f"{events:,} events, {len(problems):,} problems")
    sys.exit(1 if problems else 0)
