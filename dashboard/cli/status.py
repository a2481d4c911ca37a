"""`status`: which status every use case had on a past day, as it was reported then or as it is known now."""

from datetime import UTC, date, datetime

import click
import orjson

from dashboard.cli.day import Day
from dashboard.cli.status_table import status_table
from dashboard.errors import NotFound
from dashboard.reports.reported import reported_json
from dashboard.services.known_now import known_now
from dashboard.services.reported import findings_as_reported
from dashboard.services.sources import opened_sources
from dashboard.settings import load_settings


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--as-of", type=Day(), help="The day, today by default; a day to come is refused.")
@click.option(
    "--known", type=click.Choice(["then", "now"]), default="then", show_default=True,
    help="As it was reported, or the same day judged by what the store knows today.",
)  # fmt: skip
@click.option("--use-case", help="Only this use case, with every clause.")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(as_of: date | None, *, known: str, use_case: str | None, shape: str) -> None:
    """The status of every use case on a past day: late rows and corrections do not rewrite what was reported."""
    settings, today = load_settings(), datetime.now(UTC).date()
    with opened_sources(settings, today) as sources:
        found = findings_as_reported(sources.database, as_of or today, today=today)
        now = known_now(sources, settings, found) if known == "now" else None
        if use_case is not None and (use_case, "") not in (found if now is None else now).held:
            raise NotFound(f"No use case {use_case!r} was judged by the assessment of {found.run.as_of}.")
        told = reported_json(found, now, only=use_case, least=sources.charter.defaults.min_display)
    click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2) if shape == "json" else status_table(told))
