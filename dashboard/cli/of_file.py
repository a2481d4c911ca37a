"""The options by which thresholds and remedies read a file that is not ingested: those of `fairness` and `about`."""

from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from dashboard.services.audit_request import AuditRequest
from dashboard.services.file_rows import FileRows

_OPTIONS = (
    click.option("--decision", metavar="COL", help="USE_CASE is a file, and this its column of decisions."),
    click.option("--favourable", multiple=True, metavar="VALUE", help="Of a file: a favourable value; repeatable."),
    click.option("--label", metavar="COL", help="Of a file: the column of the actual outcome."),
    click.option("--positive", multiple=True, metavar="VALUE", help="Of a file: a positive value of --label."),
    click.option("--score", metavar="COL", help="Of a file: the column of the score."),
    click.option(
        "--about", metavar="USE_CASE", help="Of a file: the use case whose acknowledgement of the law counts."
    ),
)
_NAMES = ("favourable", "label", "positive", "score", "about")


def of_a_file(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def file_rows(path: str, attribute: str, given: dict[str, Any]) -> FileRows | None:
    """The file that is asked about; None where it is a use case. Takes its options out of `given`.

    Raises:
        click.UsageError: options that do not go together.
    """
    decision, rest = given.pop("decision"), {name: given.pop(name) for name in _NAMES}
    if decision is None:
        if any(rest.values()):
            raise click.UsageError(
                "--favourable, --label, --positive, --score and --about are of files: name --decision."
            )
        return None
    if not (rest["favourable"] and rest["label"] and rest["positive"]):
        raise click.UsageError("A file needs --favourable VALUE, and --label COL with --positive VALUE.")
    if click.get_current_context().get_parameter_source("days") is not ParameterSource.DEFAULT:
        raise click.UsageError("--days is of use cases: of a file every row counts.")
    about = rest.pop("about")
    return FileRows(AuditRequest(path, decision, attributes=(attribute,), **rest), about)
