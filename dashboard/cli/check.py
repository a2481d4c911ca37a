"""`check`: hold a registry against the charter and print the findings. Exit 0, 1 or 2; see docs for the contract."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from dashboard.cli.gate_output import FAIL_ON, MACHINE, deliver
from dashboard.domain.plain_text import escaped
from dashboard.domain.statuses import SEVERITY_ORDER, STATUS_ORDER, Status
from dashboard.domain.verdict_rows import FindingRecord
from dashboard.domain.wording import REASONS, label
from dashboard.errors import GovernanceError
from dashboard.reports.gate_text import harmless
from dashboard.services.check import CheckRequest, CheckResult, check
from dashboard.services.gate import gate_of, refused
from dashboard.settings import load_settings

WIDTH = 140


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


def own_formats(result: CheckResult) -> dict[str, Callable[[], str]]:
    """The stable JSON contract and the table for people."""
    return {"json": lambda: as_json(result), "text": lambda: as_table(result), "table": lambda: as_table(result)}


def as_json(result: CheckResult) -> str:
    """The stable JSON contract."""
    return json.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n"


def as_table(result: CheckResult) -> str:
    """Findings that apply, worst first, and the summary."""
    title = harmless(escaped(f"{result.charter.title} {result.charter.version}, as of {result.as_of}"))
    table = Table(title=title, title_justify="left")
    for name in ("use case", "clause", "severity", "finding", "why"):
        table.add_column(name, overflow="fold", no_wrap=name in {"clause", "severity"})
    for item in sorted(result.findings, key=_rank):
        if item.status != Status.NOT_APPLICABLE:
            table.add_row(*(harmless(escaped(cell)) for cell in _cells(item)))
    console = Console(markup=False, highlight=False, width=None if Console().is_terminal else WIDTH)
    with console.capture() as captured:
        console.print(table)
        console.print(", ".join(f"{count} {status.replace('_', ' ')}" for status, count in result.summary.items()))
    return captured.get()


def _rank(item: FindingRecord) -> tuple[int, int, str, str]:
    severity = SEVERITY_ORDER.index(item.clause.severity)
    return STATUS_ORDER.index(item.status), severity, item.use_case, item.clause.id


def _cells(item: FindingRecord) -> tuple[str, ...]:
    code = f" ({REASONS[item.reason_code]})" if item.reason_code else ""
    name = item.use_case or "(organisation)"
    return name, item.clause.id, item.clause.severity.value, f"{label(item.status)}{code}", item.spelled.reason
