"""`charter try`: what a charter file would change in the store, before anybody proposes it."""

from datetime import UTC, date, datetime
from pathlib import Path

import click
import orjson
import pandas as pd
from rich.console import Console
from rich.table import Table

from dashboard.cli.day import Day
from dashboard.domain.plain_text import escaped
from dashboard.domain.wording import day
from dashboard.reports.charter_trial import trial_json
from dashboard.reports.gate_text import harmless
from dashboard.services.screens.charter_trial import TrialView, reason_table, view_of
from dashboard.services.try_charter import try_file
from dashboard.settings import load_settings

WIDTH = 140


@click.command("try")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as-of", type=Day(), help="The day of the claim (default: today).")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(file: Path, as_of: date | None, shape: str) -> None:
    """Hold FILE instead of the charter in force: which findings flip and why, items, evidence, laws. Writes nothing."""
    trial, people, frameworks = try_file(load_settings(), file, as_of or datetime.now(UTC).date())
    if shape == "json":
        click.echo(orjson.dumps(trial_json(trial), option=orjson.OPT_INDENT_2))
    else:
        click.echo(_text(view_of(trial, people, frameworks), reason_table(trial)), nl=False)


def _text(view: TrialView, reasons: pd.DataFrame) -> str:
    console = Console(markup=False, highlight=False, width=None if Console().is_terminal else WIDTH)
    named = {
        "Use cases": view.use_cases, "Findings": view.flips, "Why": reasons, "Review items": view.items,
        "Cases": view.cases, "Newly needed": view.required, "Laws and standards": view.laws,
    }  # fmt: skip
    with console.capture() as captured:
        console.print(harmless(escaped(view.headline)))
        for sentence in view.left_behind:
            console.print(harmless(escaped(sentence)))
        for title, frame in named.items():
            if not frame.empty:
                console.print(_table(title, frame))
    return captured.get()


def _table(title: str, frame: pd.DataFrame) -> Table:
    shown = frame.drop(columns=[name for name in ("id", "case", "Why now") if name in frame])
    table = Table(title=title, title_justify="left")
    for name in shown.columns:
        table.add_column(str(name), overflow="fold")
    for row in shown.itertuples(index=False):
        table.add_row(*(harmless(escaped(_cell(cell))) for cell in row))
    return table


def _cell(cell: object) -> str:
    return day(cell) if isinstance(cell, date) else "" if cell is None else str(cell)
