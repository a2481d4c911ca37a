"""`registry register` and `registry template`: many new use cases from one table."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from dashboard.cli.progress import progress_bar
from dashboard.domain.actors import SYSTEM
from dashboard.domain.bulk_rows import BulkProblem, bulk_columns
from dashboard.domain.draft_record import Asked
from dashboard.domain.plain_text import escaped
from dashboard.reports.bulk_template import template_csv, template_xlsx
from dashboard.services.bulk import BulkFile, look_at, register_bulk
from dashboard.services.sources import read_intake, read_promises
from dashboard.services.start import migrate
from dashboard.settings import load_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--only-good", is_flag=True, help="Register the rows without problems and leave the others out.")
@click.option("--dry-run", is_flag=True, help="Say what is wrong and what would be registered; write nothing.")
def register(file: Path, *, only_good: bool, dry_run: bool) -> None:
    """Register the use cases of FILE (CSV or XLSX), all or none; the same file again registers nothing twice.

    Every problem is listed with row and column; exit 1 while there are some. The owner column must name a person.
    """
    settings, today = load_settings(), datetime.now(UTC).date()
    intake, (charter, _) = read_intake(settings), read_promises(settings)
    given = BulkFile(file.name, file.read_bytes(), today, only_good=only_good)
    database = migrate(settings)
    try:
        with progress_bar("Checking"):
            look = look_at(database, intake, charter, given, SYSTEM)
        for problem in look.problems:
            print(_said(problem))
        if dry_run or (look.problems and not only_good):
            print(f"{len(look.new):,} rows can be registered, {len(look.there):,} were before; nothing was written.")
            sys.exit(1 if look.problems else 0)
        with progress_bar("Registering"):
            done = register_bulk(database, intake, charter, given, SYSTEM)
    finally:
        database.close()
    print(
        f"{len(done.registered):,} use cases registered, {done.left_out:,} rows left out, {len(look.there):,} before."
    )


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
def template(out: Path) -> None:
    """Write the template of a bulk registration to OUT (.xlsx with every column explained, or .csv)."""
    settings = load_settings()
    intake, (charter, _) = read_intake(settings), read_promises(settings)
    columns = bulk_columns(Asked(intake, charter, SYSTEM.user_id, datetime.now(UTC).date()))
    out.write_bytes(template_xlsx(columns) if out.suffix.lower() == ".xlsx" else template_csv(columns))
    print(f"{len(columns)} columns written to {out}.")


def _said(problem: BulkProblem) -> str:
    text = f"row {problem.row}, {problem.column}: found {problem.found}; expected {problem.expected}."
    return escaped(text)
