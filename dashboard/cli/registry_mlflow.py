"""`registry mlflow`: model versions of MLflow beside the records, and taken in once somebody says so."""

from datetime import datetime

import click

from dashboard.cli.progress import progress_bar
from dashboard.domain.actors import SYSTEM
from dashboard.domain.found_models import SERVING
from dashboard.domain.plain_text import escaped, shown
from dashboard.domain.wording import plural
from dashboard.errors import Problem, RegistryInvalid
from dashboard.services.model_registries import (
    LookAtModels,
    ModelsLook,
    TakeInModels,
    look_at_models,
    take_in_models,
)
from dashboard.services.start import migrate
from dashboard.settings import load_settings
from dashboard.settings.mlflow import load_mlflow, with_tracking

_SHOWN = 40


@click.command()
@click.option(
    "--tracking", metavar="URL|FOLDER", default="", help="Server or file store (default MLFLOW_TRACKING_URI)."
)
@click.option("--use-case", "mapping", multiple=True, metavar="MODEL=ID", help="Which use case a model belongs to.")
@click.option("--serving", multiple=True, default=SERVING, show_default=True, help="An alias of versions that serve.")
@click.option("--all-versions", "everything", is_flag=True, help="Also versions that nothing says to serve.")
@click.option(
    "--in-service-from", "day", type=click.DateTime(["%Y-%m-%d"]), help="First day of new ones without a tag."
)
@click.option("--dry-run", is_flag=True, help="Show the differences; write nothing.")
@click.option("--yes", is_flag=True, help="Take in without asking.")
def mlflow(  # noqa: PLR0913  # click passes every option
    tracking: str, mapping: tuple[str, ...], serving: tuple[str, ...], day: datetime | None,
    *, everything: bool, dry_run: bool, yes: bool,
) -> None:  # fmt: skip
    """Compare MLflow's model versions with the records, show every difference, and ask before anything is taken in.

    A model belongs to the use case of its tag use_case, or to the one that --use-case says. docs/mlflow.md has more.
    """
    asked = LookAtModels(
        with_tracking(load_mlflow(), tracking), dict(map(_pair, mapping)), serving, everything=everything,
        day=day.date() if day else None,
    )  # fmt: skip
    database = migrate(load_settings())
    try:
        with progress_bar("Comparing"):
            look = look_at_models(database, asked)
        print(_said(look))
        if not look.differing or dry_run:
            print("Nothing was written.")
        elif yes or click.confirm("Take this in?"):
            saved = [take_in_models(database, TakeInModels(one), SYSTEM) for one in look.differing]
            print(f"{plural(len(saved), 'use case')} changed; the data version is {saved[-1].seq:,}.")
    finally:
        database.close()


def _pair(written: str) -> tuple[str, str]:
    model, equals, use_case = written.rpartition("=")
    if not (equals and model.strip() and use_case.strip()):
        problem = Problem(
            "--use-case", shown(written), "a model and a use case, as in --use-case churn=retention-offers"
        )
        raise RegistryInvalid("MLflow was not asked.", [problem])
    return model.strip(), use_case.strip()


def _said(look: ModelsLook) -> str:
    """The differences for people; names out of MLflow cannot steer the terminal."""
    lines = [f"{plural(look.found, 'model version')} in {escaped(look.source)}."]
    for one in look.differing:
        lines.append(f"{escaped(one.title)} ({one.use_case}), {plural(len(one.changes), 'difference')}:")
        lines += [
            escaped(f"  {change.model} {change.version}  {change.what}: {change.now} → {change.found}")
            for change in one.changes[:_SHOWN]
        ]
        if len(one.changes) > _SHOWN:
            lines.append(f"  … and {len(one.changes) - _SHOWN:,} more")
    if look.same:
        lines.append(f"{plural(look.same, 'use case')} with models there: nothing differs.")
    return "\n".join([*lines, *look.remarks])
