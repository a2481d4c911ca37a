"""Reads files one after another and says everything that is wrong with all of them, as a hook before a commit must."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from dashboard.domain.plain_text import escaped
from dashboard.errors import GovernanceError

REFUSED = 2


def read_each(files: Iterable[Path], read: Callable[[Path], Iterable[str]]) -> None:
    """Print what `read` says of each file; exit with 2 after the last where one was refused."""
    refused = False
    for file in files:
        try:
            for line in read(file):
                click.echo(escaped(line))
        except GovernanceError as error:
            refused = True
            click.echo("\n".join(escaped(line) for line in str(error).split("\n")), err=True)
    if refused:
        sys.exit(REFUSED)
