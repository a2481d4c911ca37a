"""`check`: hold a registry against the charter and print the findings. Exit 0, 1 or 2; see docs for the contract."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from dashboard.domain.statuses import SEVERITY_ORDER, STATUS_ORDER, Status
from dashboard.domain.verdict_rows import FindingRecord
from dashboard.domain.wording import REASONS, label
from dashboard.errors import GovernanceError
from dashboard.services.check import FAILING, CheckRequest, CheckResult, check
from dashboard.settings import load_settings

CANNOT = 2


class Day(click.ParamType[date]):
    """A date such as 2026-11-23."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read ISO 8601; anything else is a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-11-23", param, ctx)


@click.command()
@click.option(
    "--charter", type=click.Path(path_type=Path), help="The charter (default: the published one, else the settings')."
)
@click.option("--registry", type=click.Path(path_type=Path), help="A registry file; without it the store is read.")
@click.option("--as-of", type=Day(), help="The day of the claim (default: today).")
@click.option("--use-case", help="Only this use case.")
@click.option("--fail-on", type=click.Choice(list(FAILING)), default="non_compliant", show_default=True)
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(  # noqa: PLR0913, PLR0917  # one parameter per option of the stable contract
    charter: Path | None, registry: Path | None, as_of: date | None, use_case: str | None, fail_on: str, shape: str
) -> None:
    """Hold a registry against the charter. Exit 0: nothing fails; 1: something does; 2: could not assess."""
    settings = load_settings()
    day = as_of or datetime.now(UTC).date()
    try:
        result = check(CheckRequest(charter, registry, day, use_case), settings)
    except GovernanceError as error:
        click.echo(str(error), err=True)
        sys.exit(CANNOT)
    print_json(result) if shape == "json" else print_table(result)
    if not result.decided:
        click.echo("Nothing at all could be decided.", err=True)
        sys.exit(CANNOT)
    sys.exit(1 if result.fails(fail_on) else 0)


def print_json(result: CheckResult) -> None:
    """The stable JSON contract on standard output."""
    click.echo(json.dumps(result.as_json(), ensure_ascii=False, indent=1))


def print_table(result: CheckResult) -> None:
    """Findings that apply, worst first, and the summary."""
    table = Table(title=f"{result.charter.title} {result.charter.version}, as of {result.as_of}", title_justify="left")
    for name in ("use case", "clause", "severity", "finding", "why"):
        table.add_column(name, overflow="fold", no_wrap=name in {"clause", "severity"})
    for item in sorted(result.findings, key=_rank):
        if item.status != Status.NOT_APPLICABLE:
            table.add_row(*_cells(item))
    console = Console(markup=False, highlight=False)
    console.print(table)
    console.print(", ".join(f"{count} {status.replace('_', ' ')}" for status, count in result.summary.items()))


def _rank(item: FindingRecord) -> tuple[int, int, str, str]:
    severity = SEVERITY_ORDER.index(item.clause.severity)
    return STATUS_ORDER.index(item.status), severity, item.use_case, item.clause.id


def _cells(item: FindingRecord) -> tuple[str, ...]:
    code = f" ({REASONS[item.reason_code]})" if item.reason_code else ""
    name = item.use_case or "(organisation)"
    return name, item.clause.id, item.clause.severity.value, f"{label(item.status)}{code}", item.spelled.reason
