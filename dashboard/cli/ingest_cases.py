"""`ingest cases`: complaints, contests, requests, concerns and incidents from a file, and the header to start from."""

from datetime import UTC, date, datetime

import click

from dashboard.domain.actors import SYSTEM
from dashboard.domain.case_columns import COLUMNS
from dashboard.domain.case_kinds import KINDS
from dashboard.domain.wording import listed
from dashboard.services.cases import TakeInCases, take_in_cases
from dashboard.services.sources import open_database
from dashboard.settings import load_settings


@click.command()
@click.argument("file", required=False)
@click.option("--mapping", help="YAML file that says which column is which; docs/cases.md.")
@click.option(
    "--complete-to",
    type=click.DateTime(["%Y-%m-%d"]),
    help="State that the register of every kind in FILE holds everything up to this day.",
)
@click.option("--kind", "kinds", multiple=True, help="A kind that is complete although FILE holds none of it; repeat.")
@click.option("--template", is_flag=True, help="Print the header of a file and what each column means.")
def cases(
    file: str | None, mapping: str | None, complete_to: datetime | None, kinds: tuple[str, ...], *, template: bool
) -> None:
    """Take in complaints, contests, requests, concerns and incidents: FILE (CSV, XLSX) with a row for each case."""
    if template:
        _template()
        return
    if file is None:
        raise click.UsageError("Missing argument 'FILE'.")
    day: date | None = None if complete_to is None else complete_to.date()
    settings = load_settings()
    database = open_database(settings)
    try:
        command = TakeInCases(file, datetime.now(UTC), mapping, day, kinds)
        done = take_in_cases(database, command, SYSTEM, settings)
    finally:
        database.close()
    if done.replayed:
        print(f"{done.file}: this very file was taken in before; nothing happened.")
        return
    print(f"{done.file}: {done.added:,} new, {done.moved:,} moved on, {done.unchanged:,} as before.")
    if done.stated:
        print(f"Complete to {day}: {listed([KINDS[kind].many for kind in done.stated])}.")


def _template() -> None:
    print(",".join(COLUMNS))
    for column in COLUMNS.values():
        must = " (must be filled)" if column.required else ""
        click.echo(f"{column.name}: {column.meaning}{must}", err=True)
