"""`thresholds`: what other thresholds on the stored scores would do, as the Fairness page shows it."""

from datetime import UTC, date, datetime
from math import isnan
from typing import Any

import click
import orjson

from dashboard.cli.acknowledging import ACKNOWLEDGE
from dashboard.cli.day import Day
from dashboard.cli.of_file import file_rows, of_a_file
from dashboard.domain.thresholds import CUSTOM, STRATEGIES
from dashboard.reports.thresholds import thresholds_json
from dashboard.services.screens.threshold_strategies import CHARTER, WITHIN, Asked
from dashboard.services.thresholds import TryThresholds, try_thresholds
from dashboard.settings import load_settings

NAMES = {name.replace(" ", "-"): name for name in (*STRATEGIES, CUSTOM, CHARTER)}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("use_case")
@click.option("--attribute", required=True, help="A protected attribute.")
@click.option("--strategy", type=click.Choice(list(NAMES)), required=True, metavar="NAME", help=", ".join(NAMES) + ".")
@click.option(
    "--cost-ratio", type=float, default=1.0, show_default=True, help="A false positive over a false negative."
)
@click.option("--within", type=float, default=WITHIN, show_default=True, help="The gap that a parity may leave.")
@click.option("--metric", default="selection_rate_ratio", show_default=True, help="Whose line keeps-the-charter keeps.")
@click.option("--threshold", multiple=True, metavar="[GROUP=]T", help="Of custom-thresholds; repeatable, one a group.")
@click.option(
    "--days", type=click.IntRange(1, 3660), default=90, show_default=True, help="Whole months of this window."
)
@click.option("--as-of", type=Day(), help="The last day of the window (default: today).")
@ACKNOWLEDGE
@of_a_file
def command(  # noqa: PLR0913  # click hands over each option
    use_case: str, *, attribute: str, strategy: str, cost_ratio: float, within: float, metric: str,
    threshold: tuple[str, ...], days: int, as_of: date | None, acknowledge: str | None, **given: Any,
) -> None:  # fmt: skip
    """What thresholds would do to every group of USE_CASE: confusion matrices, cost, gaps with intervals, as JSON.

    Thresholds that may differ by group are given once the legal note is acknowledged, on the page or here.
    With --decision USE_CASE is a file (CSV, Parquet or JSONL); nothing of it is stored.
    """
    if (strategy == CUSTOM.replace(" ", "-")) != bool(threshold):
        raise click.UsageError("--threshold and the strategy custom-thresholds go together.")
    asked = Asked(cost_ratio, within, metric, tuple(map(_threshold, threshold)))
    tried = TryThresholds(use_case, attribute, NAMES[strategy], asked, days, file_rows(use_case, attribute, given))
    day = as_of or datetime.now(UTC).date()
    found = try_thresholds(load_settings(), tried, day, acknowledged_by=acknowledge)
    click.echo(orjson.dumps(thresholds_json(found, tried), option=orjson.OPT_INDENT_2))


def _threshold(text: str) -> tuple[str, float]:
    group, _, number = text.rpartition("=")
    try:
        value = float(number)
    except ValueError:
        value = float("nan")
    if isnan(value):
        raise click.UsageError(f"--threshold {text!r} is no number; expected GROUP=0.5, or 0.5 for every group.")
    return group, value
