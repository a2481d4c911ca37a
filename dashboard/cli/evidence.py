"""`evidence`: the files of documents held against the record, and a fairness report against its own counts."""

import sys
from pathlib import Path

import click

from dashboard.domain.plain_text import escaped, shown
from dashboard.errors import InputRejected, Problem
from dashboard.services.evidence_check import check_evidence, evidence_files
from dashboard.services.fairness_evidence import report_of_file
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


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def report(file: Path) -> None:
    """Hold the figures of a fairness report (Fairlearn, AIF360, Aequitas) against its own counts; files nothing.

    Exit 1 where some differ. It is filed on the page of its use case, or by a token.
    """
    found = report_of_file(file)
    if found is None:
        expected = "a MetricFrame of Fairlearn, explanations of AIF360 or a group table of Aequitas, as JSON or CSV"
        raise InputRejected("Nothing was read.", [Problem(shown(file.name), "no report that is known", expected)])
    for one in found.figures:
        print(escaped(one.sentence))
    print(f"{found.tool}: {found.sentence}.")
    sys.exit(1 if found.differing else 0)
