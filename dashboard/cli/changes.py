"""`changes`: what changed between two past days and what caused it, as the page "What changed between" says it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.cli.day import Day
from dashboard.cli.status_table import WIDTH
from dashboard.domain.plain_text import escaped
from dashboard.domain.wording import label
from dashboard.errors import NotFound
from dashboard.reports.between import between_json
from dashboard.reports.csv import to_csv
from dashboard.services.screens.between import Between, Line, between_table, load_between
from dashboard.services.sources import opened_sources
from dashboard.settings import load_settings

_HEADS = ("use case", "clause", "was", "became", "cause", "assessed", "ledger entries")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("first", metavar="FROM", type=Day())
@click.argument("second", metavar="TO", type=Day())
@click.option("--use-case", help="Only this use case, with every clause.")
@click.option("--every", is_flag=True, help="Every finding; otherwise the own statuses of use cases.")
@click.option("--fail-on-breach", is_flag=True, help="Exit 1 where something became a breach.")
@click.option("--format", "shape", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.pass_context
def command(  # noqa: PLR0913  # each is an option of the command
    context: click.Context, first: date, second: date, *, use_case: str | None, every: bool, fail_on_breach: bool,
    shape: str,
) -> None:  # fmt: skip
    """What changed between the reports of FROM and TO, and by what.

    Exit 0: compared; 1: with --fail-on-breach, something became a breach; 2: could not compare.
    """
    found = _read(first, second)
    if use_case is not None and use_case not in {line.use_case for line in found.lines}:
        raise NotFound(f"Nothing changed about a use case {use_case!r} between {first} and {second}, or there is none.")
    about = [line for line in found.lines if use_case in {None, line.use_case}]
    lines = [line for line in about if every or use_case or not line.clause]
    click.echo(_told(found, lines, shape), nl=shape != "csv")
    if fail_on_breach and any(line.became == label("non_compliant") for line in lines):
        context.exit(1)


def _read(first: date, second: date) -> Between:
    settings, today = load_settings(), datetime.now(UTC).date()
    with opened_sources(settings, today) as sources:
        return load_between(sources, first, second)


def _told(found: Between, lines: Sequence[Line], shape: str) -> str:
    if shape == "json":
        return orjson.dumps(between_json(found, lines), option=orjson.OPT_INDENT_2).decode()
    if shape == "csv":
        return to_csv(between_table(lines, found.days)).decode()
    return _table(found, lines)


def _table(found: Between, lines: Sequence[Line]) -> str:
    table = Table(*_HEADS)
    for line in lines:
        table.add_row(*map(Text, map(escaped, _cells(line))))
        table.add_row("", "", "", "", Text(escaped(line.why)), "", "")
    console = Console(color_system=None, width=None if Console().is_terminal else WIDTH)
    with console.capture() as captured:
        console.print(Text(escaped(found.headline)))
        if lines:
            console.print(table)
        for note in found.notes:
            console.print(Text(escaped(note)))
    return captured.get().rstrip("\n")


def _cells(line: Line) -> tuple[str, ...]:
    on, entries = str(line.on or "–"), ", ".join(map(str, line.entries[-5:])) or "–"
    return line.title, line.clause or "own status", line.was, line.became, line.kind, on, entries
