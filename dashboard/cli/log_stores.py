"""What the commands that take in logs share: the stores, the mode of a file, and saying what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from dashboard.adapters.database import Database
from dashboard.adapters.decision_store import DecisionStore
from dashboard.cli.ingest_sentences import sentence
from dashboard.services import ingest
from dashboard.services.sources import open_database
from dashboard.settings import load_settings


@contextmanager
def stores() -> Iterator[tuple[Database, DecisionStore]]:
    """The open database and decision store of the settings."""
    settings = load_settings()
    database = open_database(settings)
    try:
        yield database, DecisionStore(settings.decision_store)
    finally:
        database.close()


def mode_of(*, replace: bool, add: bool) -> ingest.Mode:
    """What happens to days that are stored already."""
    if replace and add:
        raise click.UsageError("either --replace or --add")
    return "replace" if replace else "add" if add else "new"


def show(report: ingest.IngestReport) -> None:
    """A line for each file."""
    for file in report.files:
        print(sentence(file))
