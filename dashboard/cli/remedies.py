"""`remedies`: what a remedy of AIF360 or Fairlearn would do to every group, as the Fairness page shows it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import orjson
import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dashboard.cli.acknowledging import ACKNOWLEDGE
from dashboard.cli.day import Day
from dashboard.cli.of_file import file_rows, of_a_file
from dashboard.domain.remedies import REMEDIES
from dashboard.domain.remedies_calibrated import COSTS
from dashboard.domain.remedies_reject import GAPS
from dashboard.errors import InputRejected, Problem
from dashboard.reports.remedies import remedies_json, remedy_file
from dashboard.services.legal_note import LEGAL
from dashboard.services.remedies import WorkedOut, WorkOut, work_out
from dashboard.services.screens.remedies import CUT, Wanted
from dashboard.services.screens.remedy_tables import LIMITS, effect_table, headline, left_out_words
from dashboard.settings import load_settings

NAMES = {name.replace(" ", "-"): name for name in REMEDIES}
_KINDS = (".csv", ".json")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("use_case")
@click.option("--attribute", required=True, help="A protected attribute.")
@click.option("--remedy", type=click.Choice(list(NAMES)), required=True, metavar="NAME", help=", ".join(NAMES) + ".")
@click.option("--cost", type=click.Choice(list(COSTS)), default="weighted", show_default=True,
              help="Of calibrated-equalized-odds.")  # fmt: skip
@click.option("--cut", type=float, default=CUT, show_default=True, help="Of calibrated-equalized-odds: selected from.")
@click.option("--gap", type=click.Choice(list(GAPS)), default="selection_rate", show_default=True,
              help="Of reject-option.")  # fmt: skip
@click.option("--disadvantaged", multiple=True, metavar="GROUP",
              help="Of reject-option; repeatable.  [default: the group least often selected]")  # fmt: skip
@click.option("--days", type=click.IntRange(1, 3660), default=90, show_default=True, help="Length of the window.")
@click.option("--as-of", type=Day(), help="The last day of the window (default: today).")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Weights, chances or thresholds, .csv or .json, once the law is acknowledged.")  # fmt: skip
@ACKNOWLEDGE
@of_a_file
def command(  # noqa: PLR0913  # click hands over each option
    use_case: str, *, attribute: str, remedy: str, days: int, as_of: date | None, shape: str, write: Path | None,
    disadvantaged: tuple[str, ...], acknowledge: str | None, **given: Any,
) -> None:  # fmt: skip
    """What a remedy would do to every group of USE_CASE: rates before and after, and right decisions gained or lost.

    With --decision USE_CASE is a file (CSV, Parquet or JSONL); nothing of it is stored.
    """
    _require_kind(write)
    file = file_rows(use_case, attribute, given)
    wanted = Wanted(NAMES[remedy], disadvantaged=disadvantaged, **given)
    asked = WorkOut(use_case, attribute, wanted, days, for_use=write is not None, file=file)
    found = work_out(load_settings(), asked, as_of or datetime.now(UTC).date(), acknowledged_by=acknowledge)
    if write is not None:
        _write(write, remedy_file(found.answer, as_json=write.suffix.lower() == ".json"))
    if shape == "json":
        click.echo(orjson.dumps(remedies_json(found, asked), option=orjson.OPT_INDENT_2))
    else:
        _print(found)


def _require_kind(path: Path | None) -> None:
    if path is not None and path.suffix.lower() not in _KINDS:
        raise InputRejected("Nothing was written.", [Problem("--write", path.name, "a file ending in .csv or .json")])


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        found = Problem(str(path), error.strerror or "an error", "a file in a folder that can be written to")
        raise InputRejected("Nothing was written.", [found]) from error


def _print(found: WorkedOut) -> None:
    answer, console = found.answer, Console()
    console.print(Text(headline(answer)))
    console.print(_table(effect_table(answer)))
    remarks = () if answer.remedy is None else answer.remedy.remarks
    for line in (*remarks, f"Limits: {LIMITS[answer.wanted.remedy]}", left_out_words(answer.basis), LEGAL):
        if line:
            console.print(Text(line))


def _table(frame: pd.DataFrame) -> Table:
    table = Table(*map(str, frame.columns))
    for row in frame.itertuples(index=False, name=None):
        table.add_row(*(Text(str(cell)) for cell in row))
    return table
