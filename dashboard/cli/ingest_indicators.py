"""`ingest indicators`: NPS, CSAT, trust and others by period, from a file."""

from datetime import UTC, datetime

import click

from dashboard.domain.actors import SYSTEM
from dashboard.services.indicators import TakeInIndicators, take_in_indicators
from dashboard.services.sources import open_database
from dashboard.settings import load_settings


@click.command()
@click.argument("file")
def indicators(file: str) -> None:
    """Take in NPS, CSAT, trust … by period: FILE (CSV, XLSX) with indicator, period and the counts behind each."""
    settings = load_settings()
    database = open_database(settings)
    try:
        command = TakeInIndicators(file, datetime.now(UTC).date())
        done = take_in_indicators(database, command, SYSTEM, settings)
    finally:
        database.close()
    print(f"{done.file}: {done.added:,} new, {done.corrected:,} corrected, {done.unchanged:,} as before.")
