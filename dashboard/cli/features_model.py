"""`features attach` and what an attached model is asked: other values, a feature's curve, flips."""

from pathlib import Path
from typing import Any

import click

from dashboard.adapters.onnx_file import MOST_MB
from dashboard.cli.features_told import AS_JSON, PERSON, told
from dashboard.cli.log_stores import stores
from dashboard.reports.as_json import json_record
from dashboard.reports.features import table_lines
from dashboard.services.attach_model import AttachModel, DetachModel, attach_model, detach_model
from dashboard.services.people import actor_of
from dashboard.services.screens import model_answers as words
from dashboard.services.try_decision import TryDecision, try_decision
from dashboard.services.try_feature import TryCurve, TryFlips, try_curve, try_flips

_VERSION = click.option("--model-version", help="Whose model (default: the only one attached).")


@click.command()
@click.argument("use_case")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--model-version", required=True, help="The version that decided with this model, as the log says.")
@click.option("--favourable", type=int, default=1, show_default=True, help="The column of probabilities that counts.")
@click.option("--threshold", type=float, default=0.5, show_default=True, help="Favourable from this score on.")
@PERSON
def attach(use_case: str, file: Path, *, person: str, **given: Any) -> None:
    """Attach the ONNX FILE that decides in USE_CASE; it is looked through, run apart and held against decisions."""
    with file.open("rb") as opened:
        content = opened.read(MOST_MB * 1024 * 1024 + 1)
    asked = AttachModel(use_case, given["model_version"], content, given["favourable"], given["threshold"])
    with stores() as (database, store):
        model = attach_model(database, store, asked, actor_of(database, person))
    for line in (f"Attached to version {model.model_version}.", words.reads(model), words.agreement(model)):
        click.echo(line)


@click.command()
@click.argument("use_case")
@click.option("--model-version", required=True, help="Whose model.")
@PERSON
def detach(use_case: str, *, model_version: str, person: str) -> None:
    """Ask the model of this version of USE_CASE no more, and delete its file."""
    with stores() as (database, store):
        detach_model(database, store, DetachModel(use_case, model_version), actor_of(database, person))
    click.echo(
        f"Detached from version {model_version}, and its file deleted unless another version has it. The ledger keeps "
        "its SHA-256; backups made before still hold the file."
    )


@click.command()
@click.argument("use_case")
@click.argument("decision_id")
@click.option("--set", "changes", multiple=True, metavar="FEATURE=VALUE", help="Another value; repeatable.")
@PERSON
@AS_JSON
def rescore(use_case: str, decision_id: str, *, changes: tuple[str, ...], person: str, as_json: bool) -> None:
    """What the model would say of DECISION_ID with other values; that USER looked is recorded."""
    given = {name: value for name, _, value in (one.partition("=") for one in changes)}
    with stores() as (database, store):
        found = try_decision(database, store, TryDecision(use_case, decision_id, given), actor_of(database, person))
    told([words.tried_headline(found), *words.tried_notes(found)], json_record(found), as_json=as_json)


@click.command()
@click.argument("use_case")
@click.argument("feature")
@click.option("--decision", help="Also the curve of this decision.")
@_VERSION
@PERSON
@AS_JSON
def curve(use_case: str, feature: str, *, person: str, as_json: bool, **given: Any) -> None:
    """Scores along FEATURE: partial dependence and individual curves; that USER looked is recorded."""
    asked = TryCurve(use_case, feature, given["model_version"], given["decision"])
    with stores() as (database, store):
        found = try_curve(database, store, asked, actor_of(database, person))
    lines = [words.curve_headline(found), *table_lines(words.curve_table(found)), *words.curve_notes(found)]
    told(lines, json_record(found), as_json=as_json)


@click.command()
@click.argument("use_case")
@click.argument("feature")
@_VERSION
@PERSON
@AS_JSON
def flips(use_case: str, feature: str, *, model_version: str | None, person: str, as_json: bool) -> None:
    """How many decisions turn when FEATURE alone, such as sex, is changed; that USER looked is recorded."""
    with stores() as (database, store):
        found = try_flips(database, store, TryFlips(use_case, feature, model_version), actor_of(database, person))
    lines = [words.flips_headline(found), *table_lines(words.flips_table(found)), *words.flips_notes(found)]
    told(lines, json_record(found), as_json=as_json)
