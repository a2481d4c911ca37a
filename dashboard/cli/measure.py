"""`measure`: one fairness comparison from the stored counts, as the Fairness page shows it."""

from datetime import UTC, date, datetime

import click
import orjson
from rich.console import Console
from rich.table import Table

from dashboard.cli.day import Day
from dashboard.domain.metrics import METRICS
from dashboard.services.measure import measure
from dashboard.services.screens.compared import LIKE, Asked
from dashboard.services.screens.explorer import Explorer
from dashboard.services.screens.group_picture import group_frame
from dashboard.services.screens.reproduce import as_measured
from dashboard.services.screens.words import count
from dashboard.settings import load_settings


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--use-case", required=True, help="Id of a use case that has a decision log.")
@click.option("--attribute", required=True, help="A protected attribute, or several as `sex × age_band`.")
@click.option("--metric", type=click.Choice(list(METRICS)), metavar="NAME", required=True, help="See docs/metrics.md.")
@click.option("--within", default="", help=f"`{LIKE}`, or the name of one stratum.  [default: all decisions]")
@click.option("--days", type=click.IntRange(1, 3660), default=90, show_default=True, help="Length of the window.")
@click.option("--as-of", type=Day(), help="The last day of the window (default: today).")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(as_of: date | None, shape: str, days: int, **asked: str) -> None:
    """Fairness of one use case from the stored counts: every group's rate and how it compares, with intervals."""
    sources, found = measure(load_settings(), Asked(**asked, days=days), as_of or datetime.now(UTC).date())
    if shape == "json":
        click.echo(orjson.dumps(as_measured(sources, found), option=orjson.OPT_INDENT_2))
    else:
        _print(found)


def _print(found: Explorer) -> None:
    frame = group_frame(found.lines, found.attribute, found.rule.figures)
    table = Table(*frame.columns, title=f"{found.title}, {found.metric}, {found.window}, n {count(found.n)}")
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*map(str, row))
    Console().print(table)
    if found.reversal:
        click.echo(found.reversal)
