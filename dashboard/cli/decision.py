"""`decision`: one decision and the nearest that went the other way."""

from typing import Any

import click
import orjson

from dashboard.cli.log_stores import stores
from dashboard.domain.nearest import NORMS
from dashboard.reports.single_decision import looked_json, looked_lines
from dashboard.services.nearest_decision import LookAtDecision, look_at_decision
from dashboard.services.people import actor_of


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("use_case")
@click.argument("decision_id")
@click.option("--as", "person", required=True, metavar="USER", help="Who looks: officer, deputy, team lead or auditor.")
@click.option("--norm", type=click.Choice(NORMS), default="L1", show_default=True, help="How differences add up.")
@click.option("--any-version", is_flag=True, help="Also decisions of other model versions.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(use_case: str, decision_id: str, *, person: str, as_json: bool, **given: Any) -> None:
    """Decision DECISION_ID of USE_CASE beside its nearest counterfactual; that USER looked is recorded."""
    with stores() as (database, store):
        asked = LookAtDecision(use_case, decision_id, given["norm"], any_version=given["any_version"])
        found = look_at_decision(database, store, asked, actor_of(database, person))
    if as_json:
        click.echo(orjson.dumps(looked_json(found), option=orjson.OPT_INDENT_2))
        return
    for line in looked_lines(found):
        click.echo(line)
