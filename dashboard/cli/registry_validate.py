"""`registry validate`: what is wrong with registry files, with no store."""

from collections.abc import Iterator
from pathlib import Path

import click

from dashboard.adapters.registry_file import load_registry_file
from dashboard.cli.validating import read_each
from dashboard.domain.wording import plural


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def validate(files: tuple[Path, ...]) -> None:
    """Read FILES of registry format 1 and name every problem with its line; nothing is stored."""
    read_each(files, _said)


def _said(file: Path) -> Iterator[str]:
    registry = load_registry_file(file)
    yield f"{file}: {plural(len(registry.use_cases), 'use case')}, nothing wrong."
