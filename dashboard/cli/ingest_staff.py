"""`ingest staff`, `courses`, `training`: people, courses and completions from files, and the header to start from."""

from datetime import UTC, datetime

import click

from dashboard.domain.actors import SYSTEM
from dashboard.domain.staff_columns import COLUMNS
from dashboard.services.sources import open_database
from dashboard.services.staff import Kind, TakeIn, Taken, take_in
from dashboard.settings import load_settings


@click.command()
@click.argument("file")
def staff(file: str) -> None:
    """Take in who works here: FILE (CSV, XLSX) with person, role, team, joined, left, contractor."""
    done = _take("staff", file)
    if done.absent:
        print(f"{done.absent:,} people are here and not in this file; whoever left needs a row with the last day.")


@click.command()
@click.argument("file")
def courses(file: str) -> None:
    """Take in courses: FILE with course, title and, where it lapses, valid_days."""
    _take("courses", file)


@click.command()
@click.argument("file")
def training(file: str) -> None:
    """Take in completed courses and acknowledgements: FILE with person, course, completed."""
    _take("training", file)


@click.command()
@click.argument("kind", type=click.Choice(list(COLUMNS)))
def template(kind: str) -> None:
    """Print the header of a staff, courses or training file; what each column means goes beside it."""
    print(",".join(column.name for column in COLUMNS[kind]))
    for column in COLUMNS[kind]:
        must = " (must be filled)" if column.required else ""
        click.echo(f"{column.name}: {column.meaning}{must}", err=True)


def _take(kind: Kind, file: str) -> Taken:
    settings = load_settings()
    database = open_database(settings)
    try:
        done = take_in(database, TakeIn(kind, file, datetime.now(UTC).date()), SYSTEM, settings)
    finally:
        database.close()
    if done.replayed:
        print(f"{done.file}: these very bytes were taken in before; nothing happened.")
    else:
        print(f"{done.file}: {done.added:,} new, {done.changed:,} changed, {done.unchanged:,} as before.")
    return done
