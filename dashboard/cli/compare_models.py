"""`compare-models`: champion against challenger, from the store or from two columns of a file."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import orjson
import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.cli.day import Day
from dashboard.reports.two_models import two_models_json
from dashboard.services.audit_request import AuditRequest
from dashboard.services.compare_models import CompareModels, compare_models
from dashboard.services.screens.promotion import Contender
from dashboard.services.screens.two_model_tables import change_table, flip_table, headline
from dashboard.services.screens.two_models import TwoModels
from dashboard.services.two_columns import CompareColumns, compare_columns
from dashboard.settings import load_settings

_OF_FILES = (
    "favourable",
    "label",
    "positive",
    "score",
    "against_score",
    "amount",
    "against_amount",
    "subject",
    "intersect",
    "time",
    "charter",
)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("champion")
@click.option("--against", metavar="NAME", help="A use case, or a column of a file.  [default: the same use case]")
@click.option("--version", default="", help="Of the champion.  [default: all versions]")
@click.option("--against-version", default="", help="Of the challenger.  [default: all versions]")
@click.option("--attribute", multiple=True, metavar="NAME", help="A protected attribute; of a file repeatable.")
@click.option("--days", type=click.IntRange(1, 3660), default=90, show_default=True, help="The last days of each.")
@click.option("--as-of", type=Day(), help="The last day of the window (default: today).")
@click.option("--decision", metavar="COL", help="CHAMPION is a file, and this its column of the champion's decisions.")
@click.option("--favourable", multiple=True, metavar="VALUE", help="Of a file: a favourable value; repeatable.")
@click.option("--label", metavar="COL", help="Of a file: the column of the actual outcome.")
@click.option("--positive", multiple=True, metavar="VALUE", help="Of a file: a positive value of --label; repeatable.")
@click.option("--score", metavar="COL", help="Of a file: the champion's scores; needs --against-score and --label.")
@click.option("--against-score", metavar="COL", help="Of a file: the challenger's scores.")
@click.option("--amount", metavar="COL", help="Of a file: the champion's amounts, such as prices.")
@click.option("--against-amount", metavar="COL", help="Of a file: the challenger's amounts.")
@click.option("--subject", metavar="COL", help="Of a file: the column of whom a decision is about; never shown.")
@click.option("--intersect", is_flag=True, help="Of a file: every combination of the attributes as well.")
@click.option("--time", metavar="COL", help="Of a file: the column of dates, for --charter.")
@click.option("--charter", type=click.Path(path_type=Path), help="Of a file: the charter that both are held against.")
@click.option("--min-group", type=click.IntRange(min=1), default=30, show_default=True, help="Of a file.")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(shape: str, **given: Any) -> None:
    """CHAMPION against a challenger: every metric and group, the change with its interval, and which clauses flip.

    CHAMPION is a use case, or with --decision a file whose rows both models decided about.
    """
    found = _of_file(given) if given["decision"] else _of_store(given)
    if shape == "json":
        click.echo(orjson.dumps(two_models_json(found), option=orjson.OPT_INDENT_2))
    else:
        _print(found)


def _of_file(given: dict[str, Any]) -> TwoModels:
    if not given["against"] or not given["favourable"] or not given["attribute"]:
        raise click.UsageError("A file needs --against COL, --favourable VALUE and --attribute COL.")
    if bool(given["label"]) != bool(given["positive"]):
        raise click.UsageError("--label and --positive go together: which value of the label is positive?")
    for own, other in (("score", "against_score"), ("amount", "against_amount")):
        if bool(given[own]) != bool(given[other]):
            raise click.UsageError(f"--{own} and --{other.replace('_', '-')} go together: one column of each model.")
    if given["score"] and not given["label"]:
        raise click.UsageError("--score needs --label: an AUC holds scores against outcomes.")
    request = AuditRequest(
        given["champion"], given["decision"], given["favourable"], tuple(dict.fromkeys(given["attribute"])),
        given["label"], given["positive"], time=given["time"], min_group=given["min_group"],
        subject=given["subject"], score=given["score"], amount=given["amount"], intersect=given["intersect"],
    )  # fmt: skip
    return compare_columns(
        CompareColumns(request, given["against"], given["charter"], given["against_score"], given["against_amount"])
    )


def _of_store(given: dict[str, Any]) -> TwoModels:
    if any(given[name] for name in _OF_FILES):
        raise click.UsageError(
            f"{', '.join(f'--{name.replace(chr(95), chr(45))}' for name in _OF_FILES)} are of files: name --decision."
        )
    if len(given["attribute"]) > 1:
        raise click.UsageError("One --attribute, or none for all of them.")
    as_of: date = given["as_of"] or datetime.now(UTC).date()
    sides = (
        Contender(given["champion"], given["version"]),
        Contender(given["against"] or given["champion"], given["against_version"]),
    )
    asked = CompareModels(*sides, given["days"], given["attribute"][0] if given["attribute"] else "")
    return compare_models(load_settings(), asked, as_of)


def _print(found: TwoModels) -> None:
    console = Console()
    console.print(Text(headline(found)))
    if found.clauses:
        console.print(_table(flip_table(found).drop(columns="Why for the champion")))
    changes = change_table(found)
    console.print(_table(changes[changes["Proven"].isin(["higher", "lower"])].drop(columns=["Proven", "Note"])))
    console.print(Text("Shown are changes that are proven; --format json has every rate and metric."))
    for line in found.left_out:
        console.print(Text(f"Left out: {line}"))


def _table(frame: pd.DataFrame) -> Table:
    table = Table(*map(str, frame.columns))
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(Text(str(cell)) for cell in row))
    return table
