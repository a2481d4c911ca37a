"""`features`: what is kept of single decisions."""

from typing import Any

import click

from dashboard.cli import features_model
from dashboard.cli.features_told import AS_JSON, PERSON, told
from dashboard.cli.log_stores import stores
from dashboard.cli.progress import progress_bar
from dashboard.domain.consistency import NEIGHBOURS, Rule
from dashboard.domain.nearest import NORMS
from dashboard.domain.wording import plural
from dashboard.reports.as_json import json_record
from dashboard.reports.features import table_lines
from dashboard.services.consistent_decisions import LookAtConsistency, look_at_consistency
from dashboard.services.erase_features import EraseFeatures, erase_features
from dashboard.services.feature_overview import LookAtFeatures, look_at_features
from dashboard.services.people import actor_of
from dashboard.services.screens.feature_overview import (
    alike_headline,
    alike_notes,
    alike_table,
    overview_headline,
    overview_notes,
    overview_table,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Features of single decisions: personal data that the record of a use case allows to be kept."""


for _other in (
    features_model.attach,
    features_model.detach,
    features_model.rescore,
    features_model.curve,
    features_model.flips,
):
    command.add_command(_other)


@command.command()
@click.argument("use_case")
@click.argument("decisions", nargs=-1, required=True)
@click.option("--reason", required=True, help="Kept in the ledger for good; name nobody in it.")
@PERSON
def erase(use_case: str, decisions: tuple[str, ...], *, reason: str, person: str) -> None:
    """Erase the features of these DECISIONS (ids) of USE_CASE; the decisions and their counts stay."""
    with stores() as (database, store):
        rows = erase_features(database, store, EraseFeatures(use_case, decisions, reason), actor_of(database, person))
    click.echo(f"{plural(rows, 'row')} erased; decisions and counts stay as they are.")


@command.command()
@click.argument("use_case")
@click.option("--attribute", help="A protected attribute: how unequal its groups are in each feature.")
@PERSON
@AS_JSON
def overview(use_case: str, *, attribute: str | None, person: str, as_json: bool) -> None:
    """Missing, unique and distribution of features of USE_CASE, most unequal first; that USER looked is recorded."""
    with stores() as (database, store):
        asked = LookAtFeatures(use_case, attribute)
        found = look_at_features(database, store, asked, actor_of(database, person))
    lines = [overview_headline(found), *table_lines(overview_table(found)), *overview_notes(found)]
    told(lines, json_record(found), as_json=as_json)


@command.command()
@click.argument("use_case")
@click.option("--attribute", help="Tell it by the groups of this protected attribute too.")
@click.option("--neighbours", type=click.IntRange(1, 100), default=NEIGHBOURS, show_default=True)
@click.option("--norm", type=click.Choice(NORMS), default="L1", show_default=True, help="How differences add up.")
@click.option("--own", is_flag=True, help="Count a decision among its own neighbours, as AIF360 does.")
@click.option("--model-version", help="Of which decisions (default: the version that decided last).")
@PERSON
@AS_JSON
def consistency(use_case: str, *, person: str, as_json: bool, **given: Any) -> None:
    """Whether decisions about similar people are alike in USE_CASE; that USER looked is recorded."""
    rule = Rule(given["neighbours"], given["norm"], own=given["own"])
    asked = LookAtConsistency(use_case, given["attribute"], rule, given["model_version"])
    with stores() as (database, store), progress_bar("Looking for neighbours"):
        found = look_at_consistency(database, store, asked, actor_of(database, person))
    lines = [alike_headline(found), *table_lines(alike_table(found)), *alike_notes(found)]
    told(lines, json_record(found), as_json=as_json)
