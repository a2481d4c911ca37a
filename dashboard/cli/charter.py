"""`charter`: say what is wrong with a charter, what it changes in words and in findings, or write the schema."""

from collections.abc import Iterator
from pathlib import Path

import click

from dashboard.adapters.charter_file import charter_schema_text, load_charter, load_frameworks
from dashboard.cli.charter_compare import command as compare_command
from dashboard.cli.charter_try import command as try_command
from dashboard.cli.validating import read_each
from dashboard.settings import load_settings


@click.group()
def command() -> None:
    """Validate a charter, compare two, try one on the portfolio, or write the JSON Schema."""


command.add_command(try_command)
command.add_command(compare_command)


@command.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--frameworks",
    type=click.Path(path_type=Path),
    help="Laws and standards (default: the shipped ones, where present).",
)
def validate(files: tuple[Path, ...], frameworks: Path | None) -> None:
    """Read FILES, or the charter in use, and name every problem with its line."""
    settings = load_settings()
    laws = frameworks or settings.frameworks
    known = load_frameworks(laws) if frameworks or laws.is_file() else None

    def said(file: Path) -> Iterator[str]:
        charter = load_charter(file, frameworks=known)
        yield f"{charter.title}, version {charter.version}: {len(charter.clauses)} clauses, nothing wrong."
        yield charter.digest

    read_each(files or (settings.charter,), said)


@command.command()
def schema() -> None:
    """Print the JSON Schema; charter/charter.schema.json is this."""
    print(charter_schema_text(), end="")
