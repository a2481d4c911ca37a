"""`check`: hold a registry against the charter and print the findings. Exit 0, 1 or 2; see docs for the contract."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from dashboard.cli.check_text import own_formats
from dashboard.cli.day import Day
from dashboard.cli.gate_output import FAIL_ON, MACHINE, deliver
from dashboard.errors import GovernanceError
from dashboard.services.check import CheckRequest, check
from dashboard.services.gate import gate_of, refused
from dashboard.settings import load_settings


@click.command()
@click.option(
    "--charter", type=click.Path(path_type=Path), help="The charter (default: the published one, else the settings')."
)
@click.option("--registry", type=click.Path(path_type=Path), help="A registry file; without it the store is read.")
@click.option("--as-of", type=Day(), help="The day of the claim (default: today).")
@click.option("--use-case", help="Only this use case.")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="breach",
    show_default=True,
    help="The mildest finding that fails. Breach is also called non_compliant, unknown not_assessed.",
)
@click.option(
    "--format", "shape", type=click.Choice(["text", "json", *MACHINE, "table"]), default="text", show_default=True
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file for it, replaced as a whole.")
def command(  # noqa: PLR0913, PLR0917  # one parameter per option of the stable contract
    charter: Path | None,
    registry: Path | None,
    as_of: date | None,
    use_case: str | None,
    fail_on: str,
    shape: str,
    out: Path | None,
) -> None:
    """Hold a registry against the charter. Exit 0: nothing fails; 1: something does; 2: could not assess."""
    settings = load_settings()
    request = CheckRequest(charter, registry, as_of or datetime.now(UTC).date(), use_case)
    try:
        result = check(request, settings)
        gate = gate_of("check", result, fail_on, settings)
    except GovernanceError as error:
        deliver(refused("check", error, request, settings), shape, out, {})
    else:
        deliver(gate, shape, out, own_formats(result))
