"""`demo`: the demonstration portfolio, for people who want to see what the dashboard does."""

import click

from dashboard.cli.progress import progress_bar
from dashboard.services.seed import FULL, SMALL, seed_demonstration
from dashboard.services.start import migrate
from dashboard.settings import load_settings


@click.group()
def command() -> None:
    """Write the demonstration portfolio.

    To start empty instead: `python -m dashboard serve --empty`, or name another folder with DASHBOARD_LIVE.
    """


@command.command()
@click.option("--small", is_flag=True, help="The same stories with fewer decisions in six months: done in seconds.")
def seed(*, small: bool) -> None:
    """Fill an empty store; one that holds records is refused and left as it is."""
    settings = load_settings()
    database = migrate(settings)
    try:
        with progress_bar("Writing the demonstration portfolio") as progress:
            done = seed_demonstration(database, settings.decision_store, progress, scale=SMALL if small else FULL)
    finally:
        database.close()
    print(f"{done.use_cases} use cases, {done.decisions:,} decisions, {done.assessments} assessments.")
