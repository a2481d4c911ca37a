"""`assess`: assess the stored registry and record what changed."""

from datetime import UTC, date, datetime

import click

from dashboard.adapters.decision_store import DecisionStore
from dashboard.cli.day import Day
from dashboard.domain.actors import SYSTEM
from dashboard.services.assess import AssessmentSummary, run_assessment
from dashboard.services.promise import charter_of
from dashboard.services.sources import open_database
from dashboard.settings import load_settings


@click.command()
@click.option("--as-of", type=Day(), help="The day of the claim (default: today); days are assessed in order.")
def command(as_of: date | None) -> None:
    """Assess the stored registry against the charter, and record findings, flips and review items."""
    settings = load_settings()
    database = open_database(settings)
    try:
        store, day = DecisionStore(settings.decision_store), as_of or datetime.now(UTC).date()
        charter = charter_of(database, settings.charter, day)
        print_summary(run_assessment(database, charter, as_of=day, actor=SYSTEM, store=store))
    finally:
        database.close()


def print_summary(summary: AssessmentSummary) -> None:
    """What the run found, in five lines."""
    figures = summary.portfolio
    click.echo(f"as of        {summary.as_of} (assessment {summary.id})")
    click.echo(f"in service   {figures.in_service} use cases; inventoried apart: {figures.inventoried}")
    click.echo(
        f"statuses     {figures.compliant} meet the charter, {figures.watch} watch ({figures.waived} waived), "
        f"{figures.non_compliant} in breach, {figures.not_assessed} not assessed"
    )
    click.echo(f"clauses      {figures.clauses_decided:,} of {figures.clauses_applicable:,} decided")
    click.echo(f"changed      {summary.flips} statuses, {len(summary.actions)} review items")
