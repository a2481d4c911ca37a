"""`evidence`: hold the documents on record against the files in the evidence folder."""

import sys

import click

from dashboard.services.evidence_check import check_evidence, evidence_files
from dashboard.services.sources import open_database
from dashboard.settings import load_settings


@click.group()
def command() -> None:
    """Documents that people filed."""


@command.command()
def verify() -> None:
    """Read every file; exit 1 and name each document whose file is missing or was changed. Orphans are only counted."""
    settings = load_settings()
    database = open_database(settings)
    try:
        found = check_evidence(database, evidence_files(settings))
    finally:
        database.close()
    for problem in found.problems:
        print(problem)
    for orphan in found.orphans:
        print(f"{orphan}: no record names this file; it harms nobody and may be deleted")
    print(f"{found.documents:,} files on record, {len(found.problems):,} problems, {len(found.orphans):,} orphans")
    sys.exit(1 if found.problems else 0)
