"""`registry`: import a foreign register, load or export our own format, show one use case."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from dashboard.adapters.registry_export import registry_yaml
from dashboard.adapters.registry_file import load_registry_file
from dashboard.adapters.repository import use_case_record, whole_record
from dashboard.cli.progress import progress_bar
from dashboard.cli.registry_bulk import register, template
from dashboard.cli.registry_card import card, take_card
from dashboard.cli.registry_mlflow import mlflow
from dashboard.cli.registry_onboard import onboard
from dashboard.cli.registry_validate import validate
from dashboard.domain.actors import SYSTEM
from dashboard.domain.plain_text import escaped
from dashboard.errors import NotFound
from dashboard.services.import_register import ImportRegister, ImportReport, import_register
from dashboard.services.registry_files import export_registry, load_registry_into
from dashboard.services.screens.ledger import source_words
from dashboard.services.sources import checkpoints_of
from dashboard.services.start import migrate
from dashboard.settings import load_settings

SHOWN = 20


@click.group()
def command() -> None:
    """Import, load, export or show use cases."""


command.add_command(card)
command.add_command(take_card)
command.add_command(mlflow)
command.add_command(onboard)
command.add_command(register)
command.add_command(template)
command.add_command(validate)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", required=True, type=click.Path(path_type=Path), help="How its columns become our fields.")
@click.option("--dry-run", is_flag=True, help="Read and compare; write nothing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def import_(file: Path, mapping: Path, form: str, *, dry_run: bool) -> None:
    """Import a foreign register (CSV, XLSX, JSON); data/mappings/README.md says how to write a mapping."""
    settings = load_settings()
    database = migrate(settings)
    asked = ImportRegister(file, mapping, dry_run=dry_run, max_mb=settings.max_upload_mb)
    try:
        with progress_bar("Importing the register") as progress:
            report = import_register(database, asked, SYSTEM, progress)
    finally:
        database.close()
    print(json.dumps(asdict(report), indent=2, ensure_ascii=False) if form == "json" else _table(report))


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
def load(file: Path) -> None:
    """Load a registry file of format 1: new use cases are registered, known ones changed, none removed."""
    registry = load_registry_file(file)
    database = migrate(load_settings())
    try:
        saved = load_registry_into(database, registry, SYSTEM)
    finally:
        database.close()
    print(f"{len(saved.revisions):,} use cases stored; the data version is {saved.seq:,}.")


@command.command()
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
def export(out: Path | None) -> None:
    """Write the whole registry as a file of format 1; its first line names ledger entry and checkpoint."""
    settings = load_settings()
    database = migrate(settings)
    try:
        told = source_words(database, checkpoints_of(settings))
        text = f"# {told}\n{registry_yaml(export_registry(database))}"
    finally:
        database.close()
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


@command.command()
@click.argument("use_case")
def show(use_case: str) -> None:
    """Show everything that the registry holds about one use case, as JSON."""
    database = migrate(load_settings())
    try:
        found = use_case_record(database, use_case)
    finally:
        database.close()
    if found is None:
        raise NotFound(f"There is no use case {escaped(use_case)!r}.")
    print(json.dumps(whole_record(found[0]) | {"revision": found[1]}, indent=2, ensure_ascii=False))


def _table(report: ImportReport) -> str:
    """The report for people; text out of the register cannot steer the terminal."""
    became = f"{report.imported:,} imported, {report.updated:,} updated, {report.skipped:,} skipped"
    lines = [f"{report.read:,} rows read: {became}."]
    lines += [
        f"  row {problem.row:,}  {escaped(problem.field)}: found {escaped(problem.found)}; expected {problem.expected}"
        for problem in report.problems[:SHOWN]
    ]
    if len(report.problems) > SHOWN:
        lines.append(f"  … and {len(report.problems) - SHOWN:,} more problems (--format json lists all)")
    return "\n".join(lines)
